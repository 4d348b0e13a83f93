import type { SimulatorContext } from '../kit/context'
import { checkChannel, checkScheduled, refuseUnsimulatedMembers } from './channelRules'
import {
  ChannelSpec,
  type ChannelChange,
  type ChannelClass,
  type ClassChange,
  type NewChannel,
  type OutputDestination,
  type Tags,
} from './channelShapes'
import { notFound } from './faults'
import type { Inputs } from './inputs'
import { checkLegal, type ChannelCommand } from './lifecycle'
import { noPicture, type PicturePlane, type PipelineId } from './picturePort'
import { PipelineRestarts } from './pipelineRestarts'
import { runs } from './pipelines'
import { checkQuota } from './quotas'
import { madeBefore } from './requestIds'
import type { ChannelRecord, ChannelState } from './records'
import { channelRunOf, runningChannelOf } from './running'
import type { Schedules } from './schedule/schedules'
import { Stages } from './stages'
import { checkTags } from './tagRules'

/** Channels: what may be done to them when, how long it takes, and what follows from it. */
export class Channels {
  readonly stages: Stages<ChannelState, ChannelRecord, 'request'>
  readonly #restarts: PipelineRestarts
  #plane: PicturePlane = noPicture

  constructor(
    private readonly context: SimulatorContext,
    private readonly inputs: Inputs,
    private readonly schedules: Schedules,
  ) {
    this.stages = new Stages({
      clock: context.clock,
      entered: (channel, from) => this.#entered(channel, from),
      indexes: { request: ({ requestId }) => (requestId === undefined ? [] : [requestId]) },
    })
    const { stages } = this
    this.#restarts = new PipelineRestarts({ context, stages, plane: () => this.#plane })
  }

  /** From now on the picture hears of running channels, first of those that run already. */
  attachPicture(plane: PicturePlane): void {
    this.#plane = plane
    for (const channel of this.stages.all()) {
      if (!runs(channel.state)) continue
      this.#tellRunning(channel)
      if (channel.pipelinesDown.length > 0) plane.pipelinesDown(channel.id, channel.pipelinesDown)
    }
  }

  /** The same request id finds what the first call made, in whatever state it is by now. */
  create(region: string, asked: NewChannel): ChannelRecord {
    const { drills, ids, durations } = this.context
    const before = madeBefore(this.context, region, this.stages.under('request', asked.requestId))
    if (before) return before
    const planned = this.plan(region, asked)
    const record = { ...planned, id: ids.numeric('channel', 7, this.stages.has) }
    const outcome = drills.failsTransition('fail-create') ? 'CREATE_FAILED' : 'IDLE'
    const channel = this.stages.pass(record, 'CREATING', outcome, durations.draw('channel-create'))
    for (const id of usedInputs(channel)) this.inputs.attach(id, channel.id)
    return channel
  }

  /** Everything CreateChannel checks; the channel it would make, without an id. */
  plan(region: string, asked: NewChannel): ChannelRecord {
    refuseUnsimulatedMembers(asked)
    const { requestId, channelClass = 'STANDARD' } = asked
    const spec = ChannelSpec.parse(asked)
    this.#check(region, { spec, channelClass, channelId: undefined })
    const tags = checkTags(asked.tags ?? {})
    checkQuota(this.context, 'medialive.channels', this.stages.count(region))
    const nothingDown = { pipelinesDown: [], pipelinesNext: [] }
    const facts = { region, tags, spec, channelClass, requestId, ...nothingDown }
    return { id: '', state: 'CREATING', pending: undefined, ...facts }
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
    return this.#change(this.planUpdate(region, id, asked))
  }

  /** Everything UpdateChannel checks; the channel as it would be. */
  planUpdate(region: string, id: string, asked: ChannelChange): ChannelRecord {
    const channel = this.#commanded('UpdateChannel', region, id)
    refuseUnsimulatedMembers(asked)
    // Parsing again drops what is no part of the description; a role left out is removed.
    const spec = ChannelSpec.parse({ ...channel.spec, roleArn: undefined, ...asked })
    return this.#checked({ ...channel, spec })
  }

  updateClass(region: string, id: string, asked: ClassChange): ChannelRecord {
    const channel = this.#commanded('UpdateChannelClass', region, id)
    const { channelClass } = asked
    const destinations =
      asked.destinations ?? destinationsFor(channelClass, channel.spec.destinations)
    const spec = { ...channel.spec, destinations }
    return this.#change(this.#checked({ ...channel, channelClass, spec }))
  }

  start(region: string, id: string): ChannelRecord {
    const channel = this.#commanded('StartChannel', region, id)
    const afterMs = this.context.durations.draw('channel-start')
    return this.stages.pass(channel, 'STARTING', 'RUNNING', afterMs)
  }

  stop(region: string, id: string): ChannelRecord {
    const { assumptions, durations } = this.context
    const before = this.existing(region, id)
    const isNothing = before.state === 'IDLE' && assumptions.of('stop-when-idle') === 'accepted'
    if (isNothing) return before
    const channel = this.#commanded('StopChannel', region, id)
    const stopped = { ...channel, pipelinesDown: [], pipelinesNext: [] }
    return this.stages.pass(stopped, 'STOPPING', 'IDLE', durations.draw('channel-stop'))
  }

  restartPipelines(
    region: string,
    id: string,
    pipelines: readonly PipelineId[] | undefined,
  ): ChannelRecord {
    return this.#restarts.byCommand(this.existing(region, id), pipelines)
  }

  /** A channel deleted before is answered as if it were deleted now. */
  delete(region: string, id: string): ChannelRecord {
    const before = this.describe(region, id)
    if (before.state === 'DELETED') return before
    const channel = this.#commanded('DeleteChannel', region, id)
    const afterMs = this.context.durations.draw('channel-delete')
    return this.stages.pass(channel, 'DELETING', 'DELETED', afterMs)
  }

  /** A drill; `*`: of every channel. */
  disturb(how: 'byFailure' | 'byMaintenance', named: string): void {
    for (const channel of this.stages.all()) {
      if (named === '*' || channel.id === named) this.#restarts[how](channel)
    }
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
      if (runs(channel.state)) this.#plane.channelStopped(channel.id)
    }
    this.stages.clear()
  }

  #commanded(command: ChannelCommand, region: string, id: string): ChannelRecord {
    const channel = this.existing(region, id)
    checkLegal(command, channel, this.context.assumptions)
    return channel
  }

  /** Inputs that are new are taken now, those left out are freed when the change is through. */
  #change(changed: ChannelRecord): ChannelRecord {
    const { spec, id } = changed
    const { drills, durations } = this.context
    const outcome = drills.failsTransition('fail-update') ? 'UPDATE_FAILED' : 'IDLE'
    const channel = this.stages.pass(changed, 'UPDATING', outcome, durations.draw('channel-update'))
    const attached = this.inputs.attachedTo(id).filter(({ releasing }) => !releasing)
    for (const { inputId } of spec.inputAttachments) {
      if (!attached.some((input) => input.id === inputId)) this.inputs.attach(inputId, id)
    }
    return channel
  }

  #checked(changed: ChannelRecord): ChannelRecord {
    const { region, spec, channelClass, id } = changed
    this.#check(region, { spec, channelClass, channelId: id })
    checkScheduled(spec, this.schedules.actionsOf(id))
    return changed
  }

  #check(
    region: string,
    facts: Pick<ChannelRecord, 'spec' | 'channelClass'> & {
      readonly channelId: string | undefined
    },
  ): void {
    checkChannel({
      ...facts,
      account: this.context,
      inputOf: (inputId) => {
        const input = this.inputs.stages.find(region, inputId)
        return input && !['DELETING', 'DELETED'].includes(input.state) ? input : undefined
      },
    })
  }

  #entered(channel: ChannelRecord, from: string): void {
    const { id, state } = channel
    if (state !== from) {
      this.context.events.append('channel-state', { channelId: id, from, to: state })
    }
    this.#meter(channel)
    this.#followRun(channel, runs(from))
    if (from === 'UPDATING') this.#releaseInputs(channel, usedInputs(channel))
    if (state === 'DELETED') {
      this.#releaseInputs(channel, [])
      this.schedules.forget(id)
    }
    this.context.changed()
  }

  #followRun(channel: ChannelRecord, wasRunning: boolean): void {
    const isRunning = runs(channel.state)
    if (isRunning && !wasRunning) {
      this.schedules.runBegins(channel)
      this.#tellRunning(channel)
    }
    if (!isRunning && wasRunning) {
      this.#plane.channelStopped(channel.id)
      this.schedules.runEnds(channel.id)
    }
    if (isRunning && wasRunning && channel.pending === undefined) this.#restarts.done(channel)
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
    const run = this.schedules.runOf(channel.id)
    this.#plane.channelRunning(runningChannelOf(this.context.account, channel, { inputs, run }))
  }
}

/** It exists, and no run is billed. */
const isIdleBilled = (state: ChannelState) =>
  ['IDLE', 'STARTING', 'STOPPING', 'UPDATING', 'UPDATE_FAILED'].includes(state)

const usedInputs = ({ spec }: ChannelRecord) => spec.inputAttachments.map(({ inputId }) => inputId)

/** A change to one pipeline removes every second address by itself (user guide, "Update the channel class"). */
const destinationsFor = (
  channelClass: ChannelClass,
  destinations: readonly OutputDestination[],
): OutputDestination[] =>
  channelClass === 'STANDARD'
    ? [...destinations]
    : destinations.map((each) =>
        each.settings ? { ...each, settings: each.settings.slice(0, 1) } : each,
      )
