import { buildContext } from '../../../electron/simulator/kit/buildContext'
import { NewChannel } from '../../../electron/simulator/medialive/channelShapes'
import { MediaLiveWorld } from '../../../electron/simulator/medialive/world'
import {
  noPicture,
  type PicturePlane,
  type PipelineId,
  type RunningChannel,
} from '../../../electron/simulator/medialive/picturePort'

export const region = 'eu-west-1'
export const minute = 60_000

/** What the picture was told, in order. */
export class ToldPicture implements PicturePlane {
  readonly told: string[] = []
  readonly running: RunningChannel[] = []
  channelRunning(channel: RunningChannel): void {
    this.told.push(`running ${channel.id}`)
    this.running.push(channel)
  }
  channelStopped(id: string): void {
    this.told.push(`stopped ${id}`)
  }
  switchInput(id: string, attachmentName: string): void {
    this.told.push(`switched ${id} to ${attachmentName}`)
  }
  pausePipelines(id: string, paused: readonly PipelineId[]): void {
    this.told.push(`paused ${id} [${paused.join()}]`)
  }
  pipelinesDown(id: string, pipelines: readonly PipelineId[]): void {
    this.told.push(`down ${id} [${pipelines.join()}]`)
  }
  pipelinesUp(id: string, pipelines: readonly PipelineId[]): void {
    this.told.push(`up ${id} [${pipelines.join()}]`)
  }
  activeAttachment = noPicture.activeAttachment
  measures = noPicture.measures
  alerts = noPicture.alerts
  allAlerts = noPicture.allAlerts
  takeUpAlerts = noPicture.takeUpAlerts
  thumbnail = noPicture.thumbnail
  feedOf = noPicture.feedOf
  emptied = noPicture.emptied
  world = noPicture.world
  close = noPicture.close
}

export function openWorld() {
  const context = buildContext({
    clock: 'manual',
    seed: 1,
    speed: 1,
    timing: 'true-to-life',
    stateDir: undefined,
    resourcesFolder: undefined,
    picture: 'off',
    log: () => {},
    addresses: { endpoint: () => 'http://127.0.0.1:1', rtmpPort: () => 1935 },
    changed: () => {},
  })
  const world = new MediaLiveWorld(context)
  const picture = new ToldPicture()
  world.attachPicture(picture)
  return { context, world, picture, settle: () => context.clock.advance(10 * minute) }
}

/** One RTMP destination, 29.97 frames a second, in wire form. */
export const spec = (inputId: string, changes: object = {}): NewChannel =>
  NewChannel.parse({
    name: 'sunday',
    channelClass: 'SINGLE_PIPELINE',
    inputSpecification: { codec: 'AVC', resolution: 'HD', maximumBitrate: 'MAX_10_MBPS' },
    inputAttachments: [{ inputId, inputSettings: { audioSelectors: [{ name: 'program' }] } }],
    destinations: [
      { id: 'platform', settings: [{ url: 'rtmp://a.example.com/live', streamName: 'key' }] },
    ],
    encoderSettings: {
      timecodeConfig: { source: 'SYSTEMCLOCK' },
      thumbnailConfiguration: { state: 'AUTO' },
      videoDescriptions: [
        {
          name: 'video',
          width: 1920,
          height: 1080,
          codecSettings: {
            h264Settings: {
              rateControlMode: 'CBR',
              bitrate: 5_000_000,
              framerateControl: 'SPECIFIED',
              framerateNumerator: 30_000,
              framerateDenominator: 1001,
            },
          },
        },
      ],
      audioDescriptions: [
        { name: 'audio', audioSelectorName: 'program', codecSettings: { aacSettings: {} } },
      ],
      outputGroups: [
        {
          name: 'platform',
          outputGroupSettings: { rtmpGroupSettings: { restartDelay: 7 } },
          outputs: [
            {
              outputName: 'main',
              videoDescriptionName: 'video',
              audioDescriptionNames: ['audio'],
              outputSettings: {
                rtmpOutputSettings: {
                  destination: { destinationRefId: 'platform' },
                  connectionRetryInterval: 3,
                  numRetries: 100,
                },
              },
            },
          ],
        },
      ],
    },
    ...changes,
  })
