import type { ChannelRun, InputLine, OutputLine } from '../bill/meter'
import { arnOf } from './arns'
import type { ChannelSpec, InputAttachment } from './channelShapes'
import type { VideoDescription } from './encoderShapes'
import type { Output, OutputGroup } from './outputShapes'
import { failoverOf } from './failover'
import type { PipelineId, RunningChannel, RunningOutput } from './picturePort'
import type { ChannelRecord, InputRecord } from './records'

/** What the schedule says of the run. */
interface Beginning {
  readonly attachmentName: string
  readonly paused: readonly PipelineId[]
}

/** A channel as the picture needs it. */
export function runningChannelOf(
  account: string,
  channel: ChannelRecord,
  { inputs, run }: { readonly inputs: readonly InputRecord[]; readonly run: Beginning | undefined },
): RunningChannel {
  const { spec } = channel
  return {
    id: channel.id,
    arn: arnOf(account, channel, 'channel'),
    region: channel.region,
    name: spec.name,
    channelClass: channel.channelClass,
    inputs: spec.inputAttachments.flatMap((attachment) =>
      inputs
        .filter(({ id }) => id === attachment.inputId)
        .map(({ id, streamNames }) => ({
          inputId: id,
          attachmentName: attachmentNameOf(attachment),
          streamNames,
          failover: failoverOf(attachment),
        })),
    ),
    activeAttachment: run?.attachmentName ?? spec.inputAttachments.map(attachmentNameOf)[0] ?? '',
    pausedPipelines: run?.paused ?? [],
    outputs: spec.encoderSettings.outputGroups.flatMap((group, at) =>
      group.outputs.flatMap((output, index) =>
        runningOutputOf(spec, group, { output, names: namesOf(group, output, at, index) }),
      ),
    ),
    roleArn: spec.roleArn,
    thumbnails: spec.encoderSettings.thumbnailConfiguration?.state === 'AUTO',
  }
}

/** AWS gives names of its own to what has none; here an input's id stands in for it. */
export const attachmentNameOf = ({ inputId, inputAttachmentName }: InputAttachment): string =>
  inputAttachmentName ?? inputId

interface Names {
  readonly groupName: string
  readonly outputName: string
}

/** AWS gives names of its own to what has none. */
const namesOf = (group: OutputGroup, output: Output, at: number, index: number): Names => ({
  groupName: group.name ?? `group-${at}`,
  outputName: output.outputName ?? `output-${at}-${index}`,
})

function runningOutputOf(
  spec: ChannelSpec,
  group: OutputGroup,
  { output, names }: { readonly output: Output; readonly names: Names },
): readonly RunningOutput[] {
  const { rtmpGroupSettings: rtmpGroup, hlsGroupSettings: hlsGroup } = group.outputGroupSettings
  const { rtmpOutputSettings: rtmp, hlsOutputSettings: hls } = output.outputSettings
  if (rtmpGroup && rtmp) {
    return [
      {
        kind: 'rtmp',
        ...names,
        destinationId: rtmp.destination.destinationRefId ?? '',
        addresses: settingsOf(spec, rtmp.destination.destinationRefId).map((each) => ({
          url: each.url ?? '',
          streamName: each.streamName ?? '',
        })),
        connectionRetryIntervalMs: (rtmp.connectionRetryInterval ?? 2) * 1000,
        numRetries: rtmp.numRetries ?? 10,
        restartDelayMs: (rtmpGroup.restartDelay ?? 15) * 1000,
        cache: {
          lengthMs: (rtmpGroup.cacheLength ?? 30) * 1000,
          whenFull: rtmpGroup.cacheFullBehavior ?? 'DISCONNECT_IMMEDIATELY',
        },
        onInputLoss: rtmpGroup.inputLossAction ?? 'EMIT_OUTPUT',
      },
    ]
  }
  if (!hlsGroup || !hls) return []
  return [
    {
      kind: 'hls',
      ...names,
      addresses: settingsOf(spec, hlsGroup.destination.destinationRefId).map(({ url }) => ({
        url: url ?? '',
      })),
      nameModifier: hls.nameModifier ?? '',
      segmentModifier: hls.segmentModifier ?? '',
      mode: hlsGroup.mode ?? 'LIVE',
      segmentMs: (hlsGroup.segmentLength ?? 10) * 1000,
      indexSegments: hlsGroup.indexNSegments ?? 10,
      keepSegments: hlsGroup.keepSegments ?? 21,
      programDateTime: hlsGroup.programDateTime === 'INCLUDE',
    },
  ]
}

const settingsOf = ({ destinations }: ChannelSpec, reference: string | undefined) =>
  destinations.find(({ id }) => id === reference)?.settings ?? []

const tierOfSpecification = { MAX_10_MBPS: 10, MAX_20_MBPS: 20, MAX_50_MBPS: 50 } as const

/** A run in the terms of the bill: every attached input, every configured output. */
export function channelRunOf(channel: ChannelRecord): ChannelRun {
  const { spec } = channel
  const { codec, resolution, maximumBitrate } = spec.inputSpecification
  return {
    channelId: channel.id,
    name: spec.name,
    region: channel.region,
    pipelines: channel.channelClass === 'STANDARD' ? 'standard' : 'single',
    inputs: spec.inputAttachments.map(({ inputId, inputAttachmentName }): InputLine => ({
      name: inputAttachmentName ?? inputId,
      codec,
      resolution,
      bitrate: tierOfSpecification[maximumBitrate],
    })),
    outputs: spec.encoderSettings.outputGroups.flatMap((group, at) =>
      group.outputs.map((output, index) =>
        outputLineOf(spec, output, namesOf(group, output, at, index).outputName),
      ),
    ),
  }
}

function outputLineOf(spec: ChannelSpec, output: Output, name: string): OutputLine {
  const video = spec.encoderSettings.videoDescriptions.find(
    (each) => each.name === output.videoDescriptionName,
  )
  if (video === undefined) return { name, codec: 'audio-only' }
  return {
    name,
    codec: 'AVC',
    resolution: resolutionOf(video) ?? spec.inputSpecification.resolution,
    bitrate: bitrateTierOf(video),
    frameRate: frameRateTierOf(video),
    encode: video.name,
  }
}

/** HD begins where SD ends, at 1280×720, and goes up to 1080 lines; no size: as the input. */
function resolutionOf({ width, height }: VideoDescription): 'SD' | 'HD' | 'UHD' | undefined {
  if (width === undefined && height === undefined) return undefined
  if ((width ?? 0) > 1920 || (height ?? 0) > 1080) return 'UHD'
  return (width ?? 0) >= 1280 || (height ?? 0) >= 720 ? 'HD' : 'SD'
}

const defaultBitrate = 5_000_000

function bitrateTierOf({ codecSettings }: VideoDescription): 10 | 20 | 50 {
  const h264 = codecSettings?.h264Settings
  const isQvbr = h264?.rateControlMode === 'QVBR'
  const bitrate = (isQvbr ? h264.maxBitrate : h264?.bitrate) ?? defaultBitrate
  if (bitrate < 10_000_000) return 10
  return bitrate <= 20_000_000 ? 20 : 50
}

/** A rate taken from the source is billed as 30 to 60 (MediaLive user guide, "Pricing"). */
function frameRateTierOf({ codecSettings }: VideoDescription): 30 | 60 {
  const h264 = codecSettings?.h264Settings
  if (h264?.framerateControl !== 'SPECIFIED') return 60
  const rate = (h264.framerateNumerator ?? 0) / (h264.framerateDenominator ?? 1)
  return rate <= 30 ? 30 : 60
}
