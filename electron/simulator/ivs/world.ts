import type { SimulatorContext } from '../kit/context'
import { notSimulated } from '../kit/notSimulated'
import { quotaOf } from '../kit/quotas'
import { conflict, invalid, notFound, quotaExceeded } from './faults'
import type { IvsChannel, IvsStreamKey } from './records'
import type { CreateChannel, UpdateChannel } from './shapes'
import type { Broadcasts } from './broadcasts'
import type { RecordingConfigurations } from './recordingConfigurations'

export interface SavedChannels {
  readonly channels: readonly IvsChannel[]
  readonly streamKeys: readonly IvsStreamKey[]
}

/** The channels and stream keys of the account. */
export class IvsWorld {
  readonly #channels = new Map<string, IvsChannel>()
  readonly #streamKeys = new Map<string, IvsStreamKey>()

  constructor(
    private readonly context: SimulatorContext,
    private readonly broadcasts: Broadcasts,
    private readonly recording: RecordingConfigurations,
  ) {}

  /** A channel is made together with its one stream key. */
  createChannel(
    region: string,
    wanted: CreateChannel,
  ): { channel: IvsChannel; streamKey: IvsStreamKey } {
    this.#checkParts(region, wanted)
    const quota = quotaOf(this.context, 'ivs.channels')
    if (this.channels(region).length >= quota) {
      throw quotaExceeded(`Quota exceeded for resource "channel", quota: ${quota}`)
    }
    const { ids, account } = this.context
    const type = wanted.type ?? 'STANDARD'
    const channel: IvsChannel = {
      arn: `arn:aws:ivs:${region}:${account}:channel/${ids.alphanumeric('ivs-channel', 12)}`,
      region,
      name: wanted.name ?? '',
      latencyMode: wanted.latencyMode ?? 'LOW',
      type,
      authorized: wanted.authorized ?? false,
      insecureIngest: wanted.insecureIngest ?? false,
      preset: presetOf(type, wanted.preset),
      recordingConfigurationArn: wanted.recordingConfigurationArn ?? '',
      tags: wanted.tags ?? {},
      srtPassphrase: ids.alphanumeric('ivs-passphrase', 32),
    }
    this.#channels.set(channel.arn, channel)
    const streamKey = this.#newStreamKey(channel, wanted.tags ?? {})
    this.context.events.append('ivs-channel-created', { arn: channel.arn, name: channel.name })
    this.context.changed()
    return { channel, streamKey }
  }

  updateChannel({ arn, ...wanted }: UpdateChannel): IvsChannel {
    const before = this.channel(arn)
    if (this.broadcasts.liveOn(arn)) {
      throw conflict(`Channel: ${arn} is live and can't be updated`)
    }
    this.#checkParts(before.region, wanted)
    const type = wanted.type ?? before.type
    const channel: IvsChannel = {
      ...before,
      name: wanted.name ?? before.name,
      latencyMode: wanted.latencyMode ?? before.latencyMode,
      authorized: wanted.authorized ?? before.authorized,
      insecureIngest: wanted.insecureIngest ?? before.insecureIngest,
      recordingConfigurationArn:
        wanted.recordingConfigurationArn ?? before.recordingConfigurationArn,
      type,
      preset: presetOf(type, wanted.preset ?? (type === before.type ? before.preset : undefined)),
    }
    this.#channels.set(arn, channel)
    this.context.changed()
    return channel
  }

  /** Its stream keys go with it. */
  deleteChannel(arn: string): void {
    this.channel(arn)
    if (this.broadcasts.liveOn(arn)) {
      throw conflict(`Channel: ${arn} is live; stop its stream before deleting it`)
    }
    for (const key of this.streamKeysOf(arn)) this.#streamKeys.delete(key.arn)
    this.#channels.delete(arn)
    this.broadcasts.forget(arn)
    this.context.events.append('ivs-channel-deleted', { arn })
    this.context.changed()
  }

  channel(arn: string): IvsChannel {
    const channel = this.#channels.get(arn)
    if (!channel) throw notFound(arn)
    return channel
  }

  channels(region: string): readonly IvsChannel[] {
    return [...this.#channels.values()].filter((channel) => channel.region === region)
  }

  createStreamKey(channelArn: string, tags: Readonly<Record<string, string>>): IvsStreamKey {
    const channel = this.channel(channelArn)
    if (this.streamKeysOf(channelArn).length > 0) {
      throw quotaExceeded('Quota exceeded for resource "stream-key", quota: 1')
    }
    const streamKey = this.#newStreamKey(channel, tags)
    this.context.changed()
    return streamKey
  }

  /** A broadcast that already uses the key goes on; the next one is refused. */
  deleteStreamKey(arn: string): void {
    this.streamKey(arn)
    this.#streamKeys.delete(arn)
    this.context.changed()
  }

  streamKey(arn: string): IvsStreamKey {
    const key = this.#streamKeys.get(arn)
    if (!key) throw notFound(arn)
    return key
  }

  streamKeysOf(channelArn: string): readonly IvsStreamKey[] {
    return [...this.#streamKeys.values()].filter((key) => key.channelArn === channelArn)
  }

  /** The channel that takes this key, if any does. */
  channelOfKey(value: string): IvsChannel | undefined {
    const key = [...this.#streamKeys.values()].find((each) => each.value === value)
    return key && this.#channels.get(key.channelArn)
  }

  tagsOf(arn: string): Readonly<Record<string, string>> {
    return (this.#channels.get(arn) ?? this.#streamKeys.get(arn) ?? this.recording.get(arn)).tags
  }

  setTags(arn: string, tags: Readonly<Record<string, string>>): void {
    if (Object.keys(tags).length > 50) throw invalid('A resource has at most 50 tags')
    const channel = this.#channels.get(arn)
    const key = this.#streamKeys.get(arn)
    if (channel) this.#channels.set(arn, { ...channel, tags })
    else if (key) this.#streamKeys.set(arn, { ...key, tags })
    else this.recording.setTags(arn, tags)
    this.context.changed()
  }

  snapshot(): SavedChannels {
    return { channels: [...this.#channels.values()], streamKeys: [...this.#streamKeys.values()] }
  }

  restore({ channels, streamKeys }: SavedChannels): void {
    this.reset()
    for (const channel of channels) {
      // Channels saved before there were recordings have none.
      this.#channels.set(channel.arn, { ...noRecording, ...channel })
    }
    for (const key of streamKeys) this.#streamKeys.set(key.arn, key)
  }

  reset(): void {
    this.#channels.clear()
    this.#streamKeys.clear()
  }

  isRecordedWith(configurationArn: string): boolean {
    return [...this.#channels.values()].some(
      (channel) => channel.recordingConfigurationArn === configurationArn,
    )
  }

  /** Playback policies are not simulated, so none can be referred to; nor are fMP4 and multitrack. */
  #checkParts(region: string, wanted: Omit<CreateChannel, 'tags'>): void {
    if (wanted.playbackRestrictionPolicyArn) throw notFound(wanted.playbackRestrictionPolicyArn)
    if (wanted.containerFormat === 'FRAGMENTED_MP4') throw notSimulated('containerFormat')
    if (wanted.multitrackInputConfiguration?.enabled) {
      throw notSimulated('multitrackInputConfiguration')
    }
    if (wanted.recordingConfigurationArn) {
      this.recording.checkUsable(wanted.recordingConfigurationArn, region)
    }
  }

  #newStreamKey(channel: IvsChannel, tags: Readonly<Record<string, string>>): IvsStreamKey {
    const { ids, account } = this.context
    const { region } = channel
    const secret = `${ids.alphanumeric('ivs-key', 12)}_${ids.alphanumeric('ivs-key', 30)}`
    const key: IvsStreamKey = {
      arn: `arn:aws:ivs:${region}:${account}:stream-key/${ids.alphanumeric('ivs-key-arn', 12)}`,
      channelArn: channel.arn,
      region,
      value: `sk_${region}_${secret}`,
      tags,
    }
    this.#streamKeys.set(key.arn, key)
    return key
  }
}

const noRecording = { recordingConfigurationArn: '' }

/** Only advanced channels have a preset; theirs is the higher bandwidth unless told (API reference, Channel). */
function presetOf(type: IvsChannel['type'], wanted: string | undefined): string {
  if (type.startsWith('ADVANCED')) return wanted || 'HIGHER_BANDWIDTH_DELIVERY'
  if (wanted) throw invalid(`preset is not valid for channel type ${type}`)
  return ''
}
