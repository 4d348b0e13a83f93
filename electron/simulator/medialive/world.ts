import type { Assumptions } from '../kit/assumptions'
import type { SimulatorContext } from '../kit/context'
import { ListLag } from '../kit/listLag'
import type { Listing } from '../kit/paging'
import { parseArn, type ResourceKind } from './arns'
import type { Tags } from './channelShapes'
import { channelView } from './channelView'
import { Channels } from './channels'
import { notFound } from './faults'
import { Inputs } from './inputs'
import { pipelineDetails } from './onAir'
import type { Admission, IngestGate, PicturePlane, SavedAlerts } from './picturePort'
import { noPicture } from './picturePort'
import { hasPicture, runs } from './pipelines'
import type { ChannelRecord, InputRecord, SecurityGroupRecord } from './records'
import { Schedules, type ChannelSchedule } from './schedule/schedules'
import { SecurityGroups } from './securityGroups'
import { checkTags } from './tagRules'

interface MediaLiveSnapshot {
  readonly channels: readonly ChannelRecord[]
  readonly inputs: readonly InputRecord[]
  readonly securityGroups: readonly SecurityGroupRecord[]
  /** Absent in what was saved before there were any. */
  readonly schedules?: readonly ChannelSchedule[]
  readonly alerts?: SavedAlerts
}

/** What the lists of a Region show. */
interface Lists {
  readonly channels: readonly ChannelRecord[] | Listing<ChannelRecord>
  readonly inputs: readonly InputRecord[] | Listing<InputRecord>
  readonly securityGroups: readonly SecurityGroupRecord[] | Listing<SecurityGroupRecord>
}

/** MediaLive of one account, all Regions. Commands change it and the clock does; looking does not. */
export class MediaLiveWorld implements IngestGate {
  readonly channels: Channels
  readonly inputs: Inputs
  readonly securityGroups: SecurityGroups
  readonly schedules: Schedules
  readonly assumptions: Assumptions
  plane: PicturePlane = noPicture
  readonly #lag: ListLag<Omit<MediaLiveSnapshot, 'schedules' | 'alerts'>>
  /** Taken up by the picture, which comes after. */
  #savedAlerts: SavedAlerts = []

  constructor(private readonly outer: SimulatorContext) {
    const context = { ...outer, changed: () => this.#changed() }
    this.assumptions = context.assumptions
    this.#lag = new ListLag(context, 'medialive', () => this.#records())
    this.securityGroups = new SecurityGroups(context, (group) => this.#inputIdsOf(group))
    this.inputs = new Inputs(context, {
      groups: this.securityGroups,
      isChannelIdle: (id) => this.channels.isIn(id, ['IDLE', 'CREATE_FAILED', 'UPDATE_FAILED']),
      isChannelRunning: (id) => runs(this.channels.stages.get(id).state),
    })
    this.schedules = new Schedules(context, (id) => this.channels.stages.get(id))
    this.channels = new Channels(context, this.inputs, this.schedules)
    context.drills.onStart((drill) => {
      if (drill.kind === 'fail-pipeline') this.channels.disturb('byFailure', drill.channelId)
      if (drill.kind === 'maintenance') this.channels.disturb('byMaintenance', drill.channelId)
    })
  }

  attachPicture(plane: PicturePlane): void {
    this.plane = plane
    plane.takeUpAlerts(this.#savedAlerts)
    this.#savedAlerts = []
    this.schedules.attachPicture(plane)
    this.channels.attachPicture(plane)
  }

  admitPublisher(publisher: {
    readonly app: string
    readonly instance: string
    readonly remoteAddress: string
  }): Admission {
    const streamName = `${publisher.app}/${publisher.instance}`
    const named = this.inputs.stages
      .under('streamName', streamName)
      .filter(({ state }) => isThere(state))
    if (named.length === 0) return { ok: false, why: 'no input has this stream name' }
    const allowed = named.filter(({ region, securityGroupIds }) =>
      this.securityGroups.admits(region, securityGroupIds, publisher.remoteAddress),
    )
    if (allowed.length === 0) {
      return { ok: false, why: 'the input security group does not allow this address' }
    }
    const admitted = allowed.flatMap(({ id, channelId }): Admission[] =>
      channelId !== undefined && hasPicture(this.channels.stages.get(channelId))
        ? [{ ok: true, inputId: id, channelId }]
        : [],
    )
    const [first] = admitted
    if (first === undefined) return { ok: false, why: 'the channel of the input is not running' }
    const isOut = first.ok && this.outer.drills.dropsInput(first.inputId)
    return isOut ? { ok: false, why: 'a drill keeps the publisher out' } : first
  }

  /** DescribeChannel's answer, and that of every command. */
  view(channel: ChannelRecord): object {
    const { plane } = this
    const { account, clock } = this.outer
    const run = this.schedules.runOf(channel.id)
    return channelView(account, channel, pipelineDetails(channel, { run, plane, now: clock.now() }))
  }

  /** What the lists of a Region show: the present, or what was so long ago while a drill says so. */
  lists(region: string): Lists {
    const past = this.#lag.asked()
    if (past === undefined) {
      return {
        channels: this.channels.stages.listing(region),
        inputs: this.inputs.stages.listing(region),
        securityGroups: this.securityGroups.stages.listing(region),
      }
    }
    const isListed = (record: { readonly region: string; readonly state: string }) =>
      record.region === region && record.state !== 'DELETED'
    return {
      channels: past.channels.filter(isListed),
      inputs: past.inputs.filter(isListed),
      securityGroups: past.securityGroups.filter(isListed),
    }
  }

  /** As the guide has it, a channel with nothing left to deliver to stops; nobody has to say so. */
  soleOutputLost(channelId: string): void {
    const { region, state } = this.channels.stages.get(channelId)
    if (runs(state)) this.channels.stop(region, channelId)
  }

  tagsOf(region: string, arn: string): Tags {
    return this.#tagged(region, arn).tags
  }

  tag(region: string, arn: string, added: Tags): void {
    this.#retag(region, arn, (tags) => checkTags({ ...tags, ...checkTags(added) }))
  }

  untag(region: string, arn: string, keys: readonly string[]): void {
    this.#retag(region, arn, (tags) =>
      Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key))),
    )
  }

  /** Something runs or is on its way. */
  busy(): boolean {
    const moving = [this.channels.stages, this.inputs.stages, this.securityGroups.stages]
    return (
      moving.some((stages) => stages.isAnyMoving()) ||
      this.channels.stages.all().some(({ state }) => runs(state))
    )
  }

  snapshot(): MediaLiveSnapshot {
    return {
      ...this.#records(),
      schedules: this.schedules.snapshot(),
      alerts: this.plane.allAlerts(),
    }
  }

  restore(saved: MediaLiveSnapshot): void {
    this.securityGroups.stages.restore(saved.securityGroups)
    this.inputs.stages.restore(saved.inputs)
    this.channels.stages.restore(saved.channels.map(withPipelines))
    this.schedules.restore(saved.schedules ?? [])
    this.#savedAlerts = saved.alerts ?? []
  }

  /** What began while the picture came to rest goes, too. */
  async reset(): Promise<void> {
    this.#clear()
    await this.plane.emptied()
    this.#clear()
  }

  #clear(): void {
    this.channels.clear()
    this.plane.takeUpAlerts([])
    this.schedules.clear()
    this.inputs.stages.clear()
    this.securityGroups.stages.clear()
  }

  #records() {
    return {
      channels: this.channels.stages.all(),
      inputs: this.inputs.stages.all(),
      securityGroups: this.securityGroups.stages.all(),
    }
  }

  #changed(): void {
    this.outer.changed()
    this.#lag.note()
  }

  #inputIdsOf(group: SecurityGroupRecord): readonly string[] {
    return this.inputs.stages
      .under('group', group.id)
      .filter(({ region, state }) => region === group.region && state !== 'DELETED')
      .map(({ id }) => id)
  }

  #retag(region: string, arn: string, change: (tags: Tags) => Tags): void {
    const { kind, id, tags } = this.#tagged(region, arn)
    const changed = change(tags)
    switch (kind) {
      case 'channel':
        return this.channels.retag(region, id, changed)
      case 'input':
        return this.inputs.retag(region, id, changed)
      case 'inputSecurityGroup':
        return this.securityGroups.retag(region, id, changed)
    }
  }

  #tagged(region: string, arn: string): { kind: ResourceKind; id: string; tags: Tags } {
    const parsed = parseArn(arn)
    if (parsed?.account !== this.outer.account || parsed.region !== region) {
      throw notFound(`Resource ${arn} not found`)
    }
    const { kind, id } = parsed
    return { kind, id, tags: this.#existing(kind, region, id).tags }
  }

  #existing(kind: ResourceKind, region: string, id: string): { readonly tags: Tags } {
    switch (kind) {
      case 'channel':
        return this.channels.existing(region, id)
      case 'input':
        return this.inputs.existing(region, id)
      case 'inputSecurityGroup':
        return this.securityGroups.existing(region, id)
    }
  }
}

const isThere = (state: InputRecord['state']) => state === 'DETACHED' || state === 'ATTACHED'

/** Saved before pipelines were told apart, a record counts those that are down. */
function withPipelines(channel: ChannelRecord): ChannelRecord {
  if (Array.isArray(channel.pipelinesDown)) return channel
  const isDown = Number(channel.pipelinesDown) > 0
  return { ...channel, pipelinesDown: isDown ? ['0'] : [], pipelinesNext: [] }
}
