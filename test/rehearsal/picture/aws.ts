import { IvsClient } from '@aws-sdk/client-ivs'
import {
  type AutomaticInputFailoverSettings,
  type CreateChannelCommandInput,
  CreateChannelCommand,
  CreateInputCommand,
  CreateInputSecurityGroupCommand,
  DescribeChannelCommand,
  MediaLiveClient,
  type OutputGroup,
  StartChannelCommand,
  StopChannelCommand,
} from '@aws-sdk/client-medialive'
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { expect, vi } from 'vitest'
import type { MediaTag } from '../../../electron/media/mediaTag'
import { type RtmpPublisher, startPublisher } from '../../../electron/media/rtmp/publisher'
import { startLoop } from '../../../electron/media/testCard/loopPlayer'
import {
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from '../../../electron/simulator/simulator'

/** What `GET /_simulator/world` says of the picture; written out here so that the tests hold its shape. */
export interface PictureWorld {
  readonly inputs: readonly {
    readonly publishing: boolean
    readonly stats?: { readonly frames: number; readonly width?: number }
  }[]
  readonly pipelines: readonly {
    readonly channelId: string
    readonly pipelineId: string
    readonly source: 'slate' | 'feed'
    readonly outputs: readonly { readonly outputName: string; readonly state?: string }[]
  }[]
  readonly sinks: readonly SinkWorld[]
}
export interface SinkWorld {
  readonly channelId: string
  readonly destinationId: string
  readonly outputName: string
  readonly pipelineId: string
  readonly url: string
  readonly state: string
  readonly frames: number
  readonly bytes: number
  readonly sequenceHeaders: number
  readonly connections: number
}

export interface Rehearsal {
  readonly simulator: Simulator
  readonly mediaLive: MediaLiveClient
  readonly ivs: IvsClient
  readonly s3: S3Client
  picture(): Promise<PictureWorld>
  sink(outputName: string): Promise<SinkWorld | undefined>
  close(): Promise<void>
}

/** An encoder on this machine that sends the test card until stopped. */
export function encode(to: { app: string; instance: string }, testCard: readonly MediaTag[]) {
  const publisher: RtmpPublisher = startPublisher({ url: to.app, streamName: to.instance })
  let loop: { stop(): void } | undefined
  // The first keyframe is not to be lost while the connection is being made.
  publisher.onChange(({ kind }) => {
    if (kind !== 'publishing') return
    loop ??= startLoop({
      tags: testCard,
      now: () => performance.now(),
      onTag: (tag) => publisher.send(tag),
    })
  })
  return {
    publisher,
    stop: async () => {
      loop?.stop()
      await publisher.close()
    },
  }
}

/** A simulator in a hurry, with clients that talk to it over the wire. */
export async function startRehearsal(options: SimulatorOptions = {}): Promise<Rehearsal> {
  const simulator = await startSimulator({
    timing: 'quick',
    speed: 10,
    log: console.error,
    ...options,
  })
  const config = {
    endpoint: simulator.endpoint,
    region: 'eu-west-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' },
  }
  const clients = {
    mediaLive: new MediaLiveClient(config),
    ivs: new IvsClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
  }
  const picture = async () => {
    const answer = await fetch(`${simulator.endpoint}/_simulator/world`)
    return ((await answer.json()) as { picture: PictureWorld }).picture
  }
  return {
    simulator,
    ...clients,
    picture,
    sink: async (name) => (await picture()).sinks.find(({ outputName }) => outputName === name),
    close: async () => {
      for (const client of Object.values(clients)) client.destroy()
      await simulator.close()
    },
  }
}

/** A push input that lets this machine in, and its address. */
export async function pushInput({ mediaLive }: Rehearsal, name: string, pipelines: 1 | 2 = 1) {
  const group = await mediaLive.send(
    new CreateInputSecurityGroupCommand({ WhitelistRules: [{ Cidr: '127.0.0.1/32' }] }),
  )
  const a = { StreamName: `live/${name}` }
  const { Input } = await mediaLive.send(
    new CreateInputCommand({
      Name: name,
      Type: 'RTMP_PUSH',
      InputSecurityGroups: [group.SecurityGroup?.Id ?? ''],
      Destinations: pipelines === 1 ? [a] : [a, { StreamName: `live/${name}-b` }],
    }),
  )
  const addresses = (Input?.Destinations ?? []).map(({ Url = '' }) => {
    const cut = Url.lastIndexOf('/')
    return { app: Url.slice(0, cut), instance: Url.slice(cut + 1) }
  })
  return { id: Input?.Id ?? '', ...(addresses[0] ?? { app: '', instance: '' }), addresses }
}

export interface Leg {
  readonly name: string
  /** `{pipeline}` becomes a or b. */
  readonly url: string
  readonly streamName: string
  readonly onInputLoss?: 'EMIT_OUTPUT' | 'PAUSE_OUTPUT'
  readonly numRetries?: number
}

export interface WantedChannel {
  readonly inputId: string
  /** Attached as well, as `guest`. */
  readonly guestInputId?: string
  /** Whether the guest takes over when the first input is lost for a second. */
  readonly failsOver?: boolean
  /** Without the base name; undefined: nothing is recorded. */
  readonly recording: string | undefined
  readonly legs: readonly Leg[]
  /** Two make a standard channel. */
  readonly pipelines?: 1 | 2
}

/** A channel with an HLS recording in VOD mode and one RTMP output group a leg. */
export async function createChannel(
  { mediaLive }: Rehearsal,
  wanted: WantedChannel,
): Promise<string> {
  const { Channel } = await mediaLive.send(new CreateChannelCommand(channelOf(wanted)))
  const id = Channel?.Id ?? ''
  await untilState(mediaLive, id, 'IDLE')
  return id
}

const recordingGroup: OutputGroup = {
  Name: 'recording',
  OutputGroupSettings: {
    HlsGroupSettings: {
      Destination: { DestinationRefId: 'recording' },
      HlsCdnSettings: { HlsS3Settings: {} },
      Mode: 'VOD',
      SegmentLength: 1,
      ProgramDateTime: 'INCLUDE',
    },
  },
  Outputs: [
    {
      OutputName: 'recording',
      VideoDescriptionName: 'video',
      AudioDescriptionNames: ['audio'],
      OutputSettings: {
        HlsOutputSettings: {
          NameModifier: '-720p',
          SegmentModifier: '-$t$-',
          HlsSettings: { StandardHlsSettings: { M3u8Settings: {} } },
        },
      },
    },
  ],
}

const lostForASecond = (SecondaryInputId: string): AutomaticInputFailoverSettings => ({
  SecondaryInputId,
  InputPreference: 'EQUAL_INPUT_PREFERENCE',
  FailoverConditions: [
    { FailoverConditionSettings: { InputLossSettings: { InputLossThresholdMsec: 1_000 } } },
  ],
})

function channelOf({
  inputId,
  guestInputId,
  failsOver = false,
  recording,
  legs,
  pipelines = 1,
}: WantedChannel): CreateChannelCommandInput {
  const each = ['a', 'b'].slice(0, pipelines)
  return {
    Name: 'rehearsal',
    ChannelClass: pipelines === 1 ? 'SINGLE_PIPELINE' : 'STANDARD',
    RoleArn: 'arn:aws:iam::111122223333:role/MediaLiveAccessRole',
    InputSpecification: { Codec: 'AVC', Resolution: 'HD', MaximumBitrate: 'MAX_10_MBPS' },
    InputAttachments: [
      {
        InputId: inputId,
        InputAttachmentName: 'host',
        InputSettings: { AudioSelectors: [{ Name: 'default' }] },
        ...(failsOver && guestInputId
          ? { AutomaticInputFailoverSettings: lostForASecond(guestInputId) }
          : {}),
      },
      ...(guestInputId
        ? [
            {
              InputId: guestInputId,
              InputAttachmentName: 'guest',
              InputSettings: { AudioSelectors: [{ Name: 'default' }] },
            },
          ]
        : []),
    ],
    Destinations: [
      ...(recording === undefined
        ? []
        : [{ Id: 'recording', Settings: each.map((name) => ({ Url: `${recording}/${name}` })) }]),
      ...legs.map((leg) => ({
        Id: leg.name,
        Settings: each.map((name) => ({
          Url: leg.url.replace('{pipeline}', name),
          StreamName: leg.streamName,
        })),
      })),
    ],
    EncoderSettings: {
      TimecodeConfig: { Source: 'SYSTEMCLOCK' },
      ThumbnailConfiguration: { State: 'AUTO' },
      VideoDescriptions: [
        {
          Name: 'video',
          Width: 1280,
          Height: 720,
          CodecSettings: {
            H264Settings: {
              RateControlMode: 'CBR',
              Bitrate: 3_000_000,
              FramerateControl: 'SPECIFIED',
              FramerateNumerator: 30,
              FramerateDenominator: 1,
              GopSize: 2,
              GopSizeUnits: 'SECONDS',
            },
          },
        },
      ],
      AudioDescriptions: [
        {
          Name: 'audio',
          AudioSelectorName: 'default',
          CodecSettings: { AacSettings: { Bitrate: 128_000, SampleRate: 48_000 } },
        },
      ],
      OutputGroups: [
        ...(recording === undefined ? [] : [recordingGroup]),
        ...legs.map((leg) => ({
          Name: leg.name,
          OutputGroupSettings: {
            RtmpGroupSettings: {
              RestartDelay: 1,
              InputLossAction: leg.onInputLoss ?? ('EMIT_OUTPUT' as const),
            },
          },
          Outputs: [
            {
              OutputName: leg.name,
              VideoDescriptionName: 'video',
              AudioDescriptionNames: ['audio'],
              OutputSettings: {
                RtmpOutputSettings: {
                  Destination: { DestinationRefId: leg.name },
                  ConnectionRetryInterval: 1,
                  NumRetries: leg.numRetries ?? 100,
                },
              },
            },
          ],
        })),
      ],
    },
  }
}

export async function start({ mediaLive }: Rehearsal, ChannelId: string): Promise<void> {
  await mediaLive.send(new StartChannelCommand({ ChannelId }))
  await untilState(mediaLive, ChannelId, 'RUNNING')
}

export async function stop({ mediaLive }: Rehearsal, ChannelId: string): Promise<void> {
  await mediaLive.send(new StopChannelCommand({ ChannelId }))
  await untilState(mediaLive, ChannelId, 'IDLE')
}

const stateOf = async (mediaLive: MediaLiveClient, ChannelId: string) =>
  (await mediaLive.send(new DescribeChannelCommand({ ChannelId }))).State

/** Works in hooks as well as in tests. */
export const untilState = (mediaLive: MediaLiveClient, id: string, state: string) =>
  vi.waitFor(async () => expect(await stateOf(mediaLive, id)).toBe(state), {
    timeout: 10_000,
    interval: 100,
  })

export async function keysUnder(
  { s3 }: Rehearsal,
  Prefix: string,
  Bucket = 'tallylight-rehearsal',
): Promise<readonly string[]> {
  const page = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }))
  return (page.Contents ?? []).map(({ Key }) => Key ?? '')
}
