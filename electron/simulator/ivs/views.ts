import type { Broadcasts } from './broadcasts'
import { ingestHostOf, playbackUrlOf, srtEndpointOf } from './hosts'
import {
  type IngestConfiguration,
  type IvsChannel,
  type IvsStream,
  type IvsStreamKey,
  isoTime,
  nameInArn,
  type RecordingConfiguration,
} from './records'

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
  viewerCount: broadcasts.viewersShown(stream.channelArn),
})

export const sessionTimes = ({ streamId, startedAt, endedAt }: IvsStream) => ({
  streamId,
  startTime: isoTime(startedAt),
  ...(endedAt !== undefined && { endTime: isoTime(endedAt) }),
})

export const sessionSummary = (stream: IvsStream) => ({
  ...sessionTimes(stream),
  hasErrorEvent: stream.events.some(
    ({ type, name }) => type === 'IVS Limit Breach' || name.endsWith('Failure'),
  ),
})

/** Everything IVS keeps of a stream. `state` of the recording configuration is that of now. */
export function sessionView(
  stream: IvsStream,
  account: string,
  stateOf: (configuration: RecordingConfiguration) => string,
) {
  const { recording, channel, ingest, events } = stream
  return {
    ...sessionTimes(stream),
    channel: channelView(channel, account),
    ...ingestView(ingest),
    ...(recording && {
      recordingConfiguration: recordingConfigurationView(recording, stateOf(recording)),
    }),
    truncatedEvents: events
      .toReversed()
      .map(({ at, ...event }) => ({ ...event, eventTime: isoTime(at) })),
  }
}

/** The deprecated form and the present one; one track each. */
function ingestView({ video, audio }: IngestConfiguration) {
  const track = 'Track0'
  return {
    ingestConfiguration: {
      ...(video && {
        video: { ...video, track, avcProfile: video.profile, avcLevel: video.level },
      }),
      ...(audio && { audio: { ...audio, track } }),
    },
    ingestConfigurations: {
      videoConfigurations: video ? [{ ...video, track, avcProfile: '', avcLevel: '' }] : [],
      audioConfigurations: audio ? [{ ...audio, track }] : [],
    },
  }
}

export const recordingConfigurationSummary = (
  { arn, name, bucketName, tags }: RecordingConfiguration,
  state: string,
) => ({ arn, name, destinationConfiguration: { s3: { bucketName } }, state, tags })

export const recordingConfigurationView = (
  configuration: RecordingConfiguration,
  state: string,
) => ({
  ...recordingConfigurationSummary(configuration, state),
  thumbnailConfiguration: configuration.thumbnailConfiguration,
  recordingReconnectWindowSeconds: configuration.recordingReconnectWindowSeconds,
  renditionConfiguration: configuration.renditionConfiguration,
})
