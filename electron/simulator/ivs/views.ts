import type { Broadcasts } from './broadcasts'
import { ingestHostOf, playbackUrlOf, srtEndpointOf } from './hosts'
import { type IvsChannel, type IvsStream, type IvsStreamKey, isoTime, nameInArn } from './records'

/** Shapes as they go over the wire; optional members without a value are empty strings, as IVS has them. */
export function channelView(channel: IvsChannel, account: string) {
  const { region } = channel
  return {
    ...channelSummary(channel),
    ingestEndpoint: ingestHostOf(account, region),
    playbackUrl: playbackUrlOf(account, region, nameInArn(channel.arn)),
    srt: { endpoint: srtEndpointOf(account, region), passphrase: channel.srtPassphrase },
    containerFormat: 'TS',
    multitrackInputConfiguration: { enabled: false },
  }
}

export const channelSummary = ({ region: _, srtPassphrase: __, ...channel }: IvsChannel) => ({
  ...channel,
  recordingConfigurationArn: '',
  playbackRestrictionPolicyArn: '',
})

export const streamKeyView = ({ region: _, ...key }: IvsStreamKey) => key

/** A list shows no secrets. */
export const streamKeySummary = ({ arn, channelArn, tags }: IvsStreamKey) => ({
  arn,
  channelArn,
  tags,
})

export const streamSummary = (stream: IvsStream, broadcasts: Broadcasts) => ({
  channelArn: stream.channelArn,
  streamId: stream.streamId,
  startTime: isoTime(stream.startedAt),
  state: 'LIVE',
  health: broadcasts.healthOf(stream.channelArn),
  viewerCount: 0,
})

export const sessionTimes = ({ streamId, startedAt, endedAt }: IvsStream) => ({
  streamId,
  startTime: isoTime(startedAt),
  ...(endedAt !== undefined && { endTime: isoTime(endedAt) }),
})

export const sessionSummary = (stream: IvsStream) => ({
  ...sessionTimes(stream),
  hasErrorEvent: false,
})
