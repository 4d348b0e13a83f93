import { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import {
  cloudWatchService,
  type CloudWatchService,
} from '../../../electron/simulator/cloudwatch/service'
import type { Answers } from '../../../electron/simulator/kit/assumptions'
import { buildContext } from '../../../electron/simulator/kit/buildContext'
import { Calls } from '../../../electron/simulator/kit/calls'
import type { SimulatorContext } from '../../../electron/simulator/kit/context'
import type { IvsIngest } from '../../../electron/simulator/ivs/service'
import { serveHttp } from '../../../electron/simulator/kit/http'
import { Throttle } from '../../../electron/simulator/kit/throttle'
import {
  noPicture,
  type PicturePlane,
  type PipelineMeasures,
  type RunningChannel,
} from '../../../electron/simulator/medialive/picturePort'
import { watched } from '../../harness/conformanceWitness'

export interface MeasuredAccount {
  readonly context: SimulatorContext
  readonly endpoint: string
  readonly client: CloudWatchClient
  readonly service: CloudWatchService
  readonly picture: MeasuredPicture
  /** The ingest of IVS, which nothing is behind. */
  readonly ingest: IvsIngest
  advance(ms: number): void
  close(): Promise<void>
}

/** CloudWatch alone on the wire, over a picture whose measures the test decides. */
export async function openMeasured(assume: Answers = {}): Promise<MeasuredAccount> {
  let port = 0
  const context = contextFor(assume, () => `http://127.0.0.1:${port}`)
  const calls = new Calls(context, new Throttle(context.clock.now))
  const picture = new MeasuredPicture(context.clock.now)
  const service = cloudWatchService(context, () => 7)
  picture.plane = service.watched(picture.behind)
  calls.connect([service])
  const http = await serveHttp(
    {
      context,
      calls,
      checkClock: false,
      control: () => Promise.resolve({ status: 404 }),
      touched: () => {},
      answering: () => {},
    },
    0,
  )
  port = http.port
  const client = clientAt(context.endpoint())
  return {
    context,
    client,
    service,
    picture,
    endpoint: context.endpoint(),
    ingest: service.watchedIngest(silentIngest),
    advance: (ms) => context.clock.advance(ms),
    close: async () => {
      client.destroy()
      await http.close()
      await service.close()
      context.clock.close()
    },
  }
}

const silentIngest: IvsIngest = {
  channelOfKey: () => undefined,
  hasRoom: () => true,
  connected: () => {},
  began: () => {},
  continues: () => {},
  takenOver: () => {},
  takeoverRefused: () => {},
  limitBroken: () => {},
  ended: () => {},
  onStop: () => () => {},
}

export const clientAt = (endpoint: string, region = 'eu-west-1') =>
  watched(
    'cloudwatch',
    new CloudWatchClient({
      endpoint,
      region,
      maxAttempts: 1,
      credentials: {
        accessKeyId: 'AKIDREHEARSAL',
        secretAccessKey: 'rehearsal',
      },
    }),
  )

const contextFor = (assume: Answers, endpoint: () => string) =>
  buildContext({
    clock: 'manual',
    seed: 1,
    speed: 1,
    timing: 'true-to-life',
    assume,
    stateDir: undefined,
    resourcesFolder: undefined,
    picture: 'off',
    log: () => {},
    addresses: { endpoint, rtmpPort: () => 1935 },
    changed: () => {},
  })

/** 30 frames, 5 Mbit/s in and 10 out a second; what differs a test says. */
export class MeasuredPicture {
  /** As the simulator has it: running channels are told to it. */
  plane: PicturePlane = noPicture
  looks = 0
  readonly #running = new Map<string, { since: number; changes: Partial<PipelineMeasures> }>()

  constructor(private readonly now: () => number) {}

  /** What lies behind CloudWatch. */
  readonly behind: PicturePlane = { ...noPicture, measures: () => this.#measures() }

  run(channelId: string, changes: Partial<PipelineMeasures> = {}): void {
    const pipelineId = changes.pipelineId ?? '0'
    this.#running.set(`${channelId}/${pipelineId}`, { since: this.now(), changes })
    // Nothing behind the decorator looks at the channel.
    this.plane.channelRunning({ id: channelId } as RunningChannel)
  }

  change(channelId: string, changes: Partial<PipelineMeasures>): void {
    const running = this.#running.get(`${channelId}/0`)
    if (running) running.changes = { ...running.changes, ...changes }
  }

  stop(channelId: string): void {
    this.#running.delete(`${channelId}/0`)
    this.#running.delete(`${channelId}/1`)
    this.plane.channelStopped(channelId)
  }

  #measures(): readonly PipelineMeasures[] {
    this.looks += 1
    return [...this.#running].map(([key, { since, changes }]) => {
      const seconds = (this.now() - since) / 1000
      return {
        channelId: key.split('/')[0] ?? '',
        region: 'eu-west-1',
        pipelineId: '0',
        inputVideoFrames: Math.round(seconds * 30),
        hadInput: true,
        networkInBytes: seconds * 625_000,
        networkOutBytes: seconds * 1_250_000,
        fillMs: 0,
        activeAlerts: 0,
        primaryInputActive: true,
        outputGroups: [
          { name: 'ivs', kind: 'rtmp', active: 1, configured: 1, errors4xx: 0, errors5xx: 0 },
          { name: 'rec', kind: 'hls', active: 1, configured: 1, errors4xx: 0, errors5xx: 0 },
        ],
        ...changes,
      }
    })
  }
}
