import type { SimulatorContext } from '../kit/context'
import { notSimulated } from '../kit/notSimulated'
import { arnOf } from './arns'
import type { Tags } from './channelShapes'
import { badRequest, conflict, notFound } from './faults'
import type { InputChange, NewInput } from './inputShapes'
import { checkQuota } from './quotas'
import { madeBefore } from './requestIds'
import type { InputRecord, InputState } from './records'
import type { SecurityGroups } from './securityGroups'
import { Stages } from './stages'
import { checkTags } from './tagRules'

interface InputNeighbours {
  readonly groups: SecurityGroups
  isChannelIdle(channelId: string): boolean
  isChannelRunning(channelId: string): boolean
}

/** What inputs are looked up by. */
type InputKey = 'channel' | 'request' | 'streamName' | 'group'

/** Push inputs: made, attached to one channel at a time, released when it is gone, deleted. */
export class Inputs {
  readonly stages: Stages<InputState, InputRecord, InputKey>

  constructor(
    private readonly context: SimulatorContext,
    private readonly neighbours: InputNeighbours,
  ) {
    this.stages = new Stages({
      clock: context.clock,
      entered: (input, from) => this.#entered(input, from),
      indexes: {
        channel: ({ channelId }) => (channelId === undefined ? [] : [channelId]),
        request: ({ requestId }) => (requestId === undefined ? [] : [requestId]),
        streamName: ({ streamNames }) => streamNames,
        group: ({ securityGroupIds }) => securityGroupIds,
      },
    })
  }

  /** The same request id finds what the first call made, in whatever state it is by now. */
  create(region: string, asked: NewInput): InputRecord {
    const { ids, durations } = this.context
    const before = madeBefore(this.context, region, this.stages.under('request', asked.requestId))
    if (before) return before
    if (asked.type !== 'RTMP_PUSH') throw notSimulated(`An input of the type ${asked.type}`)
    if (asked.vpc !== undefined) throw notSimulated('An input in a VPC')
    const streamNames = checkedStreamNames(asked.destinations)
    const securityGroupIds = this.#checkedGroups(region, asked.inputSecurityGroups)
    const tags = checkTags(asked.tags ?? {})
    checkQuota(this.context, 'medialive.push-inputs', this.stages.count(region))
    const record: InputRecord = {
      id: ids.numeric('input', 7, this.stages.has),
      region,
      tags,
      name: asked.name,
      type: asked.type,
      streamNames,
      securityGroupIds,
      state: 'CREATING',
      pending: undefined,
      requestId: asked.requestId,
      channelId: undefined,
      releasing: false,
    }
    return this.stages.pass(record, 'CREATING', 'DETACHED', durations.draw('input-create'))
  }

  list(region: string): readonly InputRecord[] {
    return this.stages.listed(region)
  }

  /** A deleted input can still be described. */
  describe(region: string, id: string): InputRecord {
    const input = this.stages.find(region, id)
    if (input === undefined) throw notFound(`Input ${id} not found`)
    return input
  }

  /** An attached input may be edited only while its channel is idle (MediaLive user guide). */
  update(region: string, id: string, asked: InputChange): InputRecord {
    const input = this.existing(region, id)
    const isFree = input.channelId === undefined || this.neighbours.isChannelIdle(input.channelId)
    if (!isFree || input.state === 'DELETING') {
      throw conflict(`Input ${id} cannot be updated while its channel is not idle`)
    }
    const streamNames = asked.destinations && checkedStreamNames(asked.destinations)
    if (streamNames && streamNames.length !== input.streamNames.length) {
      throw badRequest('The number of destinations of an input cannot be changed')
    }
    const groupIds = asked.inputSecurityGroups
    const updated = this.stages.put({
      ...input,
      name: asked.name ?? input.name,
      streamNames: streamNames ?? input.streamNames,
      securityGroupIds: groupIds ? this.#checkedGroups(region, groupIds) : input.securityGroupIds,
    })
    this.context.changed()
    return updated
  }

  delete(region: string, id: string): void {
    const input = this.describe(region, id)
    if (input.state === 'DELETED') return
    if (input.channelId !== undefined || input.state === 'DELETING') {
      throw conflict(`Input ${id} is busy, it cannot be deleted`)
    }
    const afterMs = this.context.durations.draw('input-delete')
    this.stages.pass(input, 'DELETING', 'DELETED', afterMs)
  }

  /** Taken at once; the state follows a little later. The channel has been checked before. */
  attach(id: string, channelId: string): void {
    const before = this.stages.get(id)
    const input = this.stages.put({ ...before, channelId, releasing: false })
    if (before.releasing && input.state === 'ATTACHED') this.stages.settle(input, 'ATTACHED')
    else if (input.state === 'DETACHED') this.#becomeAttached(input)
  }

  /** Free again a while after the channel is gone. */
  release(id: string): void {
    const input = { ...this.stages.get(id), releasing: true }
    const afterMs = this.context.durations.draw('input-release')
    this.stages.pass(input, input.state, 'DETACHED', afterMs)
  }

  attachedTo(channelId: string): readonly InputRecord[] {
    return this.stages.under('channel', channelId)
  }

  /** An input costs its idle fee exactly while it exists and no channel runs it. */
  meterIdle(input: InputRecord): void {
    const isRunning =
      input.channelId !== undefined && this.neighbours.isChannelRunning(input.channelId)
    const isThere = input.state === 'DETACHED' || input.state === 'ATTACHED'
    if (isThere && !isRunning) this.context.meter.idleBegan('push-input', input.id, input.name)
    else this.context.meter.idleEnded('push-input', input.id)
  }

  existing(region: string, id: string): InputRecord {
    const input = this.describe(region, id)
    if (input.state === 'DELETED') throw notFound(`Input ${id} not found`)
    return input
  }

  retag(region: string, id: string, tags: Tags): void {
    this.stages.put({ ...this.existing(region, id), tags })
    this.context.changed()
  }

  view(input: InputRecord): object {
    const port = this.context.rtmpPort()
    return {
      id: input.id,
      arn: arnOf(this.context.account, input, 'input'),
      name: input.name,
      type: input.type,
      state: input.state,
      inputClass: input.streamNames.length === 2 ? 'STANDARD' : 'SINGLE_PIPELINE',
      inputSourceType: 'STATIC',
      attachedChannels: input.channelId === undefined ? [] : [input.channelId],
      destinations: this.#endpointsOf(input).map((name) => ({
        ip: '127.0.0.1',
        port: String(port),
        url: `rtmp://127.0.0.1:${port}/${name}`,
      })),
      securityGroups: input.securityGroupIds,
      sources: [],
      mediaConnectFlows: [],
      inputDevices: [],
      inputPartnerIds: [],
      tags: input.tags,
    }
  }

  /** One a destination; a second one may be shown all the same, and leads to the same place here. */
  #endpointsOf({ streamNames }: InputRecord): readonly string[] {
    const isTwo = this.context.assumptions.of('push-endpoints') === 'two'
    return isTwo && streamNames.length === 1 ? [...streamNames, ...streamNames] : streamNames
  }

  #entered(input: InputRecord, from: string): void {
    const { events, changed } = this.context
    if (input.state !== from) {
      events.append('input-state', { inputId: input.id, from, to: input.state })
    }
    if (input.state === 'DETACHED' && input.pending === undefined) this.#settled(input)
    this.meterIdle(this.stages.get(input.id))
    changed()
  }

  /** Just released; or just made, and a channel waits for it already. */
  #settled(input: InputRecord): void {
    if (input.releasing) this.stages.put({ ...input, channelId: undefined, releasing: false })
    else if (input.channelId !== undefined) this.#becomeAttached(input)
  }

  #becomeAttached(input: InputRecord): void {
    const afterMs = this.context.durations.draw('input-attach')
    this.stages.pass(input, 'DETACHED', 'ATTACHED', afterMs)
  }

  #checkedGroups(region: string, ids: readonly string[] = []): readonly string[] {
    if (ids.length === 0) throw badRequest('A push input requires an input security group')
    const unknown = ids.find((id) => !this.neighbours.groups.exists(region, id))
    if (unknown !== undefined) throw badRequest(`Input Security Group ${unknown} does not exist`)
    return ids
  }
}

/** One or two, each `application/instance` (MediaLive user guide, "Creating an RTMP push input"). */
function checkedStreamNames(destinations: NewInput['destinations'] = []): readonly string[] {
  if (destinations.length < 1 || destinations.length > 2) {
    throw badRequest('An RTMP push input requires one or two destinations')
  }
  const names = destinations.map(({ streamName }) => streamName ?? '')
  const wrong = names.find((name) => !/^[^/\s]+\/[^/\s]+$/.test(name))
  if (wrong !== undefined) {
    throw badRequest(`The stream name "${wrong}" must have the form application/instance`)
  }
  return names
}
