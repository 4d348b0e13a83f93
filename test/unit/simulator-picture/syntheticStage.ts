import { buildContext } from '../../../electron/simulator/kit/buildContext'
import type { Drill } from '../../../electron/simulator/kit/drillShapes'
import type { IvsIngest } from '../../../electron/simulator/ivs/service'
import type {
  HlsOutput,
  RtmpOutput,
  RunningChannel,
  RunningInput,
} from '../../../electron/simulator/medialive/picturePort'
import { startSyntheticPicture } from '../../../electron/simulator/picture/syntheticPlane'
import type { OwnWrite } from '../../../electron/simulator/s3/service'

export const host: RunningInput = {
  inputId: '1000001',
  attachmentName: 'host',
  streamNames: ['live/host'],
  failover: undefined,
}
export const platform: RtmpOutput = {
  kind: 'rtmp',
  groupName: 'platform',
  outputName: 'platform-1080p',
  destinationId: 'platform',
  addresses: [{ url: 'rtmp://a.rtmp.example.com/live2', streamName: 'dummy-key' }],
  connectionRetryIntervalMs: 2_000,
  numRetries: 3,
  restartDelayMs: 15_000,
  onInputLoss: 'EMIT_OUTPUT',
  cache: { lengthMs: 30_000, whenFull: 'DISCONNECT_IMMEDIATELY' },
}
export const recording: HlsOutput = {
  kind: 'hls',
  groupName: 'recording',
  outputName: 'rec-1080p',
  addresses: [{ url: 's3ssl://bucket/shows/sunday' }],
  nameModifier: '-1080p',
  segmentModifier: '',
  mode: 'VOD',
  segmentMs: 2_000,
  indexSegments: 3,
  keepSegments: 5,
  programDateTime: true,
}
export const channel: RunningChannel = {
  id: '2000001',
  arn: 'arn:aws:medialive:eu-west-1:111122223333:channel:2000001',
  region: 'eu-west-1',
  name: 'sunday',
  channelClass: 'SINGLE_PIPELINE',
  inputs: [host],
  outputs: [platform, recording],
  roleArn: 'arn:aws:iam::111122223333:role/MediaLiveAccessRole',
  thumbnails: true,
  activeAttachment: 'host',
  pausedPipelines: [],
}

/** A synthetic picture with an S3 and an IVS that only remember what they were told. */
export async function openStage() {
  const context = buildContext({
    clock: 'manual',
    seed: 1,
    speed: 1,
    timing: 'quick',
    stateDir: undefined,
    resourcesFolder: undefined,
    picture: 'synthetic',
    log: () => {},
    addresses: { endpoint: () => '', rtmpPort: () => 0 },
    changed: () => {},
  })
  const bucket = new Map<string, OwnWrite>()
  const told: string[] = []
  const writeNow = (object: OwnWrite) => void bucket.set(object.key, object)
  const access = {
    writeNow,
    write: (object: OwnWrite) => Promise.resolve(writeNow(object)),
    writeInPassing: () => void told.push('in passing'),
    remove: ({ key }: { readonly key: string }) => Promise.resolve(void bucket.delete(key)),
  }
  const started = await startSyntheticPicture({
    context,
    gate: {
      admitPublisher: () => ({ ok: true, inputId: host.inputId, channelId: channel.id }),
      soleOutputLost: () => void told.push('sole output lost'),
    },
    s3: { access: () => access },
    ivs: ivsThatRemembers(told),
    port: 0,
  })
  const { plane, encoders } = started
  if (!encoders) throw new Error('a synthetic picture has encoders')
  const alertsSet = () =>
    plane
      .alerts(channel.id)
      .filter(({ state }) => state === 'SET')
      .map(({ alertType }) => alertType)
      .toSorted()
  const textOf = (key: string) => new TextDecoder().decode(bucket.get(key)?.body)
  const arm = (drill: Drill) => context.drills.arm(drill)
  return { context, clock: context.clock, plane, encoders, bucket, told, alertsSet, textOf, arm }
}

const ivsChannel = {
  arn: 'arn:aws:ivs:eu-west-1:111122223333:channel/AbCdEfGhIjKl',
  type: 'STANDARD',
  insecureIngest: false,
  region: 'eu-west-1',
}

function ivsThatRemembers(told: string[]): IvsIngest {
  return {
    // As much of a channel as the ingest asks for.
    channelOfKey: (key) => (key === 'sk_known' ? (ivsChannel as never) : undefined),
    hasRoom: () => true,
    connected: () => void told.push('connected'),
    began: () => void told.push('began'),
    continues: () => {},
    takenOver: () => {},
    takeoverRefused: () => {},
    limitBroken: (_arn, limit) => void told.push(limit),
    ended: () => void told.push('ended'),
    onStop: () => () => {},
  }
}
