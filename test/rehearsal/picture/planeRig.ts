import type { MediaTag } from '../../../electron/media/mediaTag'
import { isSequenceHeader, readVideo } from '../../../electron/media/flv/payload'
import { type RtmpServer, startRtmpServer } from '../../../electron/media/rtmp/server'
import { loadTestCard } from '../../../electron/media/testCard/clips'
import { ivsService } from '../../../electron/simulator/ivs/service'
import type { Answers } from '../../../electron/simulator/kit/assumptions'
import { buildContext } from '../../../electron/simulator/kit/buildContext'
import type {
  HlsOutput,
  PicturePlane,
  RtmpOutput,
  RunningChannel,
  RunningInput,
} from '../../../electron/simulator/medialive/picturePort'
import { startPicture } from '../../../electron/simulator/picture/plane'
import type { S3Fault } from '../../../electron/simulator/s3/fault'
import { encode } from './aws'

export const soon = { timeout: 8_000, interval: 50 }

/** What `world()` says of the picture, as far as these tests look. */
export interface World {
  readonly pipelines: readonly {
    readonly pipelineId: string
    readonly source: 'slate' | 'feed'
    readonly isPaused: boolean
    readonly outputs: readonly {
      readonly outputName: string
      readonly state?: string
      readonly framesDropped?: number
    }[]
  }[]
  readonly sinks: readonly {
    readonly outputName: string
    readonly pipelineId: string
    readonly state: string
    readonly frames: number
    readonly sequenceHeaders: number
    readonly connections: number
  }[]
  readonly held: Readonly<Record<string, number>>
}

/** IVS has no channels here, and nothing to record. */
const noBuckets = {
  regionOf: () => undefined,
  access: () => {
    throw new Error('nothing is recorded here')
  },
}

/** The picture alone, with real RTMP on both sides and a bucket in memory. MediaLive is this test. */
export async function openPlane(assume: Answers = {}) {
  const context = buildContext({
    clock: 'real',
    seed: 1,
    speed: 1,
    timing: 'quick',
    assume,
    stateDir: undefined,
    resourcesFolder: undefined,
    picture: 'real',
    log: console.error,
    addresses: { endpoint: () => 'http://127.0.0.1:1', rtmpPort: () => 0 },
    changed: () => {},
  })
  const objects = new Map<string, Uint8Array>()
  let fault: S3Fault | undefined
  const lost: string[] = []
  const { plane, rtmpPort } = await startPicture({
    context,
    gate: {
      admitPublisher: ({ instance }) =>
        context.drills.dropsInput(instance)
          ? { ok: false, why: 'a drill keeps the publisher out' }
          : { ok: true, inputId: instance, channelId: '1' },
      soleOutputLost: (channelId) => lost.push(channelId),
    },
    s3: {
      access: () => ({
        write: async ({ key, body }) => {
          if (fault) throw fault
          objects.set(key, body)
        },
        remove: async ({ key }) => void objects.delete(key),
      }),
    },
    ivs: ivsService(context, noBuckets).ingest,
    port: 0,
  })
  const testCard = await loadTestCard()
  const feeds: { stop(): Promise<void> }[] = []
  return {
    context,
    plane,
    objects,
    /** What S3 answers to every write from now on. */
    refuseWrites: (answer: S3Fault | undefined) => {
      fault = answer
    },
    lost,
    world: () => plane.world() as World,
    /** Pushes the test card, or another clip, to an instance of the app `live`. */
    push: (instance: string, clip: readonly MediaTag[] = testCard) => {
      const feed = encode({ app: `rtmp://127.0.0.1:${rtmpPort}/live`, instance }, clip)
      feeds.push(feed)
      return feed
    },
    ingest: (instance: string) => `rtmp://127.0.0.1:${rtmpPort}/live/${instance}`,
    text: (key: string) => new TextDecoder().decode(objects.get(key)),
    close: async () => {
      for (const feed of feeds) await feed.stop()
      await plane.close()
      context.clock.close()
    },
  }
}
export type Plane = Awaited<ReturnType<typeof openPlane>>

export const alertsSet = (plane: PicturePlane, channelId = '1'): readonly string[] =>
  plane
    .alerts(channelId)
    .filter(({ state }) => state === 'SET')
    .map(({ alertType, pipelineId }) => `${pipelineId} ${alertType}`)
    .toSorted()

/** An input `host` is reached as `live/host` and, in the second pipeline, `live/host-b`. */
export const pushed = (name: string, failover?: RunningInput['failover']): RunningInput => ({
  inputId: name,
  attachmentName: `the ${name}`,
  streamNames: [`live/${name}`, `live/${name}-b`],
  failover,
})

export const rtmp = (outputName: string, changes: Partial<RtmpOutput> = {}): RtmpOutput => ({
  kind: 'rtmp',
  groupName: `group of ${outputName}`,
  outputName,
  destinationId: outputName,
  addresses: ['a', 'b'].map((each) => ({
    url: `rtmp://${outputName}-${each}.example.com/live`,
    streamName: 'key',
  })),
  connectionRetryIntervalMs: 200,
  numRetries: 100,
  restartDelayMs: 1_000,
  cache: { lengthMs: 30_000, whenFull: 'DISCONNECT_IMMEDIATELY' },
  onInputLoss: 'EMIT_OUTPUT',
  ...changes,
})

export const hls = (outputName: string, changes: Partial<HlsOutput> = {}): HlsOutput => ({
  kind: 'hls',
  groupName: `group of ${outputName}`,
  outputName,
  addresses: ['a', 'b'].map((each) => ({ url: `s3ssl://bucket/${outputName}/${each}` })),
  nameModifier: '-v',
  segmentModifier: '',
  mode: 'VOD',
  segmentMs: 1_000,
  indexSegments: 10,
  keepSegments: 21,
  programDateTime: false,
  ...changes,
})

export function channelOf(changes: Partial<RunningChannel> = {}): RunningChannel {
  const inputs = changes.inputs ?? [pushed('host'), pushed('guest')]
  return {
    id: '1',
    arn: 'arn:aws:medialive:eu-west-1:111122223333:channel:1',
    region: 'eu-west-1',
    name: 'sunday',
    channelClass: 'SINGLE_PIPELINE',
    inputs,
    outputs: [rtmp('platform')],
    roleArn: 'arn:aws:iam::111122223333:role/MediaLiveAccessRole',
    thumbnails: false,
    activeAttachment: inputs[0]?.attachmentName ?? '',
    pausedPipelines: [],
    ...changes,
  }
}

/** An RTMP server outside the simulator, that keeps what it is sent. */
export async function startReceiver() {
  const received: MediaTag[] = []
  let connections = 0
  const server: RtmpServer = await startRtmpServer({
    accept: () => ({
      ok: true,
      onStream: (stream) => {
        connections += 1
        stream.onTag((tag) => received.push(tag))
      },
    }),
  })
  return {
    received,
    connections: () => connections,
    pictures: () => received.filter(isPicture),
    headers: () => received.filter((tag) => tag.kind === 'video' && isSequenceHeader(tag)),
    addresses: [{ url: `${server.url}/live`, streamName: 'key' }],
    close: () => server.close(),
  }
}

export const isPicture = (tag: MediaTag): boolean =>
  tag.kind === 'video' && readVideo(tag.payload).packetType === 'frame'
