import type { SimulatorContext } from '../kit/context'
import { badRequest } from './faults'
import { illegal } from './lifecycle'
import type { PicturePlane, PipelineId } from './picturePort'
import { pipelineIdsOf } from './pipelines'
import type { ChannelRecord, ChannelState } from './records'
import type { Stages } from './stages'

interface RestartParts {
  readonly context: SimulatorContext
  readonly stages: Pick<Stages<ChannelState, ChannelRecord>, 'pass' | 'put'>
  plane(): PicturePlane
}

interface Restart {
  readonly down: readonly PipelineId[]
  /** After those, one after the other. */
  readonly next: readonly PipelineId[]
  readonly shows: 'RECOVERING' | 'RUNNING'
}

/**
 * Pipelines of running channels go down and come back: by failure, by command, for maintenance. A
 * standard channel is maintained one pipeline after the other, so that its outputs go on (MediaLive
 * user guide, "How maintenance works").
 */
export class PipelineRestarts {
  constructor(private readonly parts: RestartParts) {}

  /** RestartChannelPipelines; no ids: all of them, at once. */
  byCommand(channel: ChannelRecord, ids: readonly PipelineId[] | undefined): ChannelRecord {
    const { assumptions } = this.parts.context
    const wrongState = () =>
      illegal('RestartChannelPipelines', channel, assumptions.of('wrong-state'))
    if (channel.state !== 'RUNNING' || channel.pipelinesDown.length > 0) throw wrongState()
    const known = pipelineIdsOf(channel)
    const down = ids === undefined || ids.length === 0 ? known : [...new Set(ids)]
    const unknown = down.find((id) => !known.includes(id))
    if (unknown !== undefined) throw badRequest(`The channel has no PIPELINE_${unknown}`)
    return this.#begin(channel, { down, next: [], shows: assumptions.of('restart-shows') })
  }

  /** A drill: the first pipeline fails and AWS restarts it by itself. */
  byFailure(channel: ChannelRecord): void {
    if (!isWhole(channel)) return
    this.#begin(channel, { down: ['0'], next: [], shows: 'RECOVERING' })
  }

  byMaintenance(channel: ChannelRecord): void {
    if (!isWhole(channel)) return
    const [first, ...next] = pipelineIdsOf(channel)
    if (first !== undefined) this.#begin(channel, { down: [first], next, shows: 'RECOVERING' })
  }

  /** The restart is through: those that were down are back, and the next has its turn. */
  done(channel: ChannelRecord): void {
    const { id, pipelinesDown, pipelinesNext } = channel
    if (pipelinesDown.length === 0) return
    const [first, ...next] = pipelinesNext
    const whole = this.parts.stages.put({ ...channel, pipelinesDown: [], pipelinesNext: [] })
    this.parts.plane().pipelinesUp(id, pipelinesDown)
    this.parts.context.events.append('pipelines-up', { channelId: id, pipelines: pipelinesDown })
    if (first !== undefined) this.#begin(whole, { down: [first], next, shows: 'RECOVERING' })
  }

  #begin(channel: ChannelRecord, { down, next, shows }: Restart): ChannelRecord {
    const { context, stages } = this.parts
    this.parts.plane().pipelinesDown(channel.id, down)
    context.events.append('pipelines-down', { channelId: channel.id, pipelines: down })
    const record = { ...channel, pipelinesDown: down, pipelinesNext: next }
    const to = next.length > 0 ? 'RECOVERING' : 'RUNNING'
    return stages.pass(record, shows, to, context.durations.draw('pipeline-restart'))
  }
}

const isWhole = ({ state, pipelinesDown }: ChannelRecord) =>
  state === 'RUNNING' && pipelinesDown.length === 0
