import type { SimulatorContext } from '../kit/context'
import { checkChannel, refuseUnsimulatedMembers } from './channelRules'
import {
  ChannelSpec,
  type ChannelChange,
  type ClassChange,
  type NewChannel,
  type Tags,
} from './channelShapes'
import { notFound } from './faults'
import type { Inputs } from './inputs'
import { illegal, isLegal, type ChannelCommand } from './lifecycle'
import { noPicture, type PicturePlane } from './picturePort'
import { checkQuota } from './quotas'
import type { ChannelRecord, ChannelState } from './records'
import { channelRunOf, runningChannelOf } from './running'
import { Stages } from './stages'
import { checkTags } from './tagRules'

/** Channels: what may be done to them when, how long it takes, and what follows from it. */
export class Channels {
  readonly stages: Stages<ChannelState, ChannelRecord, 'request'>
  #plane: PicturePlane = noPicture

  constructor(
    private readonly context: SimulatorContext,
    private readonly inputs: Inputs,
  ) {
    this.stages = new Stages({
      clock: context.clock,
      entered: (channel, from) => this.#entered(channel, from),
      indexes: { request: ({ requestId }) => (requestId === undefined ? [] : [requestId]) },
    })
  }

  /** From now on the picture hears of running channels, first of those that run already. */
  attachPicture(plane: PicturePlane): void {
    this.#plane = plane
    for (const channel of this.stages.all()) if (hasPicture(channel)) this.#tellRunning(channel)
  }

  /** The same request id finds what the first call made, in whatever state it is by now. */
  create(region: string, asked: NewChannel): ChannelRecord {
    const { drills, ids, durations } = this.context
    const before = this.stages
      .under('request', asked.requestId)
      .find((channel) => channel.region === region)
    if (before) return before
    refuseUnsimulatedMembers(asked)
    const { requestId, tags, channelClass = 'STANDARD' } = asked
    const spec = ChannelSpec.parse(asked)
    this.#check(region, { spec, channelClass, channelId: undefined })
    checkQuota(this.context, 'medialive.channels', this.stages.count(region))
    const record: ChannelRecord = {
      id: ids.numeric('channel', 7, this.stages.has),
      region,
      tags: checkTags(tags ?? {}),
      spec,
      channelClass,
      state: 'CREATING',
      pending: undefined,
      requestId,
      pipelinesDown: 0,
    }
    const outcome = drills.failsTransition('fail-create') ? 'CREATE_FAILED' : 'IDLE'
    const channel = this.stages.pass(record, 'CREATING', outcome, durations.draw('channel-create'))
    for (const { inputId } of spec.inputAttachments) this.inputs.attach(inputId, channel.id)
    return channel
  }

  /** Deleted channels are not listed. */
  list(region: string): readonly ChannelRecord[] {
    return this.stages.listed(region)
  }

  /** A deleted channel can still be described. */
  describe(region: string, id: string): ChannelRecord {
    const channel = this.stages.find(region, id)
    if (channel === undefined) throw notFound(`Channel ${id} not found`)
    return channel
  }

  existing(region: string, id: string): ChannelRecord {
    const channel = this.describe(region, id)
    if (channel.state === 'DELETED') throw notFound(`Channel ${id} not found`)
    return channel
  }

  update(region: string, id: string, asked: ChannelChange): ChannelRecord {
    const channel = this.#commanded('UpdateChannel', region, id)
    refuseUnsimulatedMembers(asked)
    // Parsing again drops what is no part of the description; a role left out is removed.
    const spec = ChannelSpec.parse({ ...channel.spec, roleArn: undefined, ...asked })
    return this.#change({ ...channel, spec })
  }

  updateClass(region: string, id: string, asked: ClassChange): ChannelRecord {
    const channel = this.#commanded('UpdateChannelClass', region, id)
    const destinations = asked.destinations ?? channel.spec.destinations
    const { channelClass } = asked
    return this.#change({ ...channel, channelClass, spec: { ...channel.spec, destinations } })
  }

  start(region: string, id: string): ChannelRecord {
    const channel = this.#commanded('StartChannel', region, id)
    const afterMs = this.context.durations.draw('channel-start')
    return this.stages.pass(channel, 'STARTING', 'RUNNING', afterMs)
  }

  stop(region: string, id: string): ChannelRecord {
    const channel = this.#commanded('StopChannel', region, id)
    const afterMs = this.context.durations.draw('channel-stop')
    return this.stages.pass({ ...channel, pipelinesDown: 0 }, 'STOPPING', 'IDLE', afterMs)
  }

  /** A channel deleted before is answered as if it were deleted now. */
  delete(region: string, id: string): ChannelRecord {
    const before = this.describe(region, id)
    if (before.state === 'DELETED') return before
    const channel = this.#commanded('DeleteChannel', region, id)
    const afterMs = this.context.durations.draw('channel-delete')
    return this.stages.pass(channel, 'DELETING', 'DELETED', afterMs)
  }

  /** A drill: one pipeline fails and AWS restarts it by itself. */
  failPipeline(id: string): void {
    if (!this.stages.has(id)) return
    const channel = this.stages.get(id)
    if (channel.state !== 'RUNNING') return
    const afterMs = this.context.durations.draw('pipeline-restart')
    this.stages.pass({ ...channel, pipelinesDown: 1 }, 'RECOVERING', 'RUNNING', afterMs)
  }

  retag(region: string, id: string, tags: Tags): void {
    this.stages.put({ ...this.existing(region, id), tags })
    this.context.changed()
  }

  isIn(id: string, states: readonly ChannelState[]): boolean {
    return states.includes(this.stages.get(id).state)
  }

  clear(): void {
    for (const channel of this.stages.all()) {
      if (hasPicture(channel)) this.#plane.channelStopped(channel.id)
    }
    this.stages.clear()
  }

  #commanded(command: ChannelCommand, region: string, id: string): ChannelRecord {
    const channel = this.existing(region, id)
    if (!isLegal(command, channel.state)) throw illegal(command, id, channel.state)
    return channel
  }

  /** Inputs that are new are taken now, those left out are freed when the change is through. */
  #change(changed: ChannelRecord): ChannelRecord {
    const { region, spec, channelClass, id } = changed
    this.#check(region, { spec, channelClass, channelId: id })
    const { drills, durations } = this.context
    const outcome = drills.failsTransition('fail-update') ? 'UPDATE_FAILED' : 'IDLE'
    const channel = this.stages.pass(changed, 'UPDATING', outcome, durations.draw('channel-update'))
    const attached = this.inputs.attachedTo(id).filter(({ releasing }) => !releasing)
    for (const { inputId } of spec.inputAttachments) {
      if (!attached.some((input) => input.id === inputId)) this.inputs.attach(inputId, id)
    }
    return channel
  }

  #check(
    region: string,
    facts: Pick<ChannelRecord, 'spec' | 'channelClass'> & {
      readonly channelId: string | undefined
    },
  ): void {
    checkChannel({
      ...facts,
      inputOf: (inputId) => {
        const input = this.inputs.stages.find(region, inputId)
        return input && !['DELETING', 'DELETED'].includes(input.state) ? input : undefined
      },
    })
  }

  #entered(channel: ChannelRecord, from: string): void {
    const { id, state } = channel
    this.context.events.append('channel-state', { channelId: id, from, to: state })
    this.#meter(channel)
    if (state === 'RUNNING') this.stages.put({ ...channel, pipelinesDown: 0 })
    const hadPicture = from === 'RUNNING' || (from === 'RECOVERING' && pipelinesOf(channel) > 1)
    if (hasPicture(channel) && !hadPicture) this.#tellRunning(channel)
    if (!hasPicture(channel) && hadPicture) this.#plane.channelStopped(id)
    if (from === 'UPDATING') this.#releaseInputs(channel, usedInputs(channel))
    if (state === 'DELETED') this.#releaseInputs(channel, [])
    this.context.changed()
  }

  #meter(channel: ChannelRecord): void {
    const { meter } = this.context
    const { id, state, spec } = channel
    if (state === 'RUNNING') meter.channelRunBegan(channelRunOf(channel))
    if (!runs(state)) meter.channelRunEnded(id)
    if (isIdleBilled(state)) meter.idleBegan('channel', id, spec.name)
    else meter.idleEnded('channel', id)
    for (const input of this.inputs.attachedTo(id)) this.inputs.meterIdle(input)
  }

  #releaseInputs({ id }: ChannelRecord, keptIds: readonly string[]): void {
    for (const input of this.inputs.attachedTo(id)) {
      if (!keptIds.includes(input.id)) this.inputs.release(input.id)
    }
  }

  #tellRunning(channel: ChannelRecord): void {
    const inputs = this.inputs.attachedTo(channel.id)
    this.#plane.channelRunning(runningChannelOf(this.context.account, channel, inputs))
  }
}

export const pipelinesOf = ({ channelClass }: Pick<ChannelRecord, 'channelClass'>): number =>
  channelClass === 'STANDARD' ? 2 : 1

/** A run, for the bill: from RUNNING until STOPPING, whatever fails in between. */
export const runs = (state: ChannelState): boolean => state === 'RUNNING' || state === 'RECOVERING'

/** A single pipeline that recovers shows nothing meanwhile; of two, one goes on. */
export const hasPicture = (channel: ChannelRecord): boolean =>
  channel.state === 'RUNNING' || (channel.state === 'RECOVERING' && pipelinesOf(channel) > 1)

/** It exists, and no run is billed. */
const isIdleBilled = (state: ChannelState) =>
  ['IDLE', 'STARTING', 'STOPPING', 'UPDATING', 'UPDATE_FAILED'].includes(state)

const usedInputs = ({ spec }: ChannelRecord) => spec.inputAttachments.map(({ inputId }) => inputId)
