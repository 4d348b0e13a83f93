import type { SimulatorContext } from '../kit/context'
import { parseArn, type ResourceKind } from './arns'
import type { Tags } from './channelShapes'
import { Channels, hasPicture, runs } from './channels'
import { notFound } from './faults'
import { Inputs } from './inputs'
import type { Admission, IngestGate, PicturePlane } from './picturePort'
import { noPicture } from './picturePort'
import type { ChannelRecord, InputRecord, SecurityGroupRecord } from './records'
import { SecurityGroups } from './securityGroups'
import { checkTags } from './tagRules'

interface MediaLiveSnapshot {
  readonly channels: readonly ChannelRecord[]
  readonly inputs: readonly InputRecord[]
  readonly securityGroups: readonly SecurityGroupRecord[]
}

/** MediaLive of one account, all Regions. Commands change it and the clock does; looking does not. */
export class MediaLiveWorld implements IngestGate {
  readonly channels: Channels
  readonly inputs: Inputs
  readonly securityGroups: SecurityGroups
  plane: PicturePlane = noPicture

  constructor(private readonly context: SimulatorContext) {
    this.securityGroups = new SecurityGroups(context, (group) => this.#inputIdsOf(group))
    this.inputs = new Inputs(context, {
      groups: this.securityGroups,
      isChannelIdle: (id) => this.channels.isIn(id, ['IDLE', 'CREATE_FAILED', 'UPDATE_FAILED']),
      isChannelRunning: (id) => runs(this.channels.stages.get(id).state),
    })
    this.channels = new Channels(context, this.inputs)
    context.drills.onStart((drill) => {
      if (drill.kind === 'fail-pipeline') this.channels.failPipeline(drill.channelId)
    })
  }

  attachPicture(plane: PicturePlane): void {
    this.plane = plane
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
    const isOut = first.ok && this.context.drills.dropsInput(first.inputId)
    return isOut ? { ok: false, why: 'a drill keeps the publisher out' } : first
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
      channels: this.channels.stages.all(),
      inputs: this.inputs.stages.all(),
      securityGroups: this.securityGroups.stages.all(),
    }
  }

  restore(saved: MediaLiveSnapshot): void {
    this.securityGroups.stages.restore(saved.securityGroups)
    this.inputs.stages.restore(saved.inputs)
    this.channels.stages.restore(saved.channels)
  }

  reset(): void {
    this.channels.clear()
    this.inputs.stages.clear()
    this.securityGroups.stages.clear()
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
    if (parsed?.account !== this.context.account || parsed.region !== region) {
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
