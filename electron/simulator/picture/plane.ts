import { loadBlack, loadSlate, loadStill, resourcesFolder } from '../../media/testCard/clips'
import type { SimulatorContext } from '../kit/context'
import type { IvsIngest } from '../ivs/service'
import type {
  Alert,
  FeedState,
  IngestGate,
  PicturePlane,
  PipelineId,
  PipelineMeasures,
  RunningChannel,
  SavedAlerts,
  StartedPicture,
  Thumbnail,
} from '../medialive/picturePort'
import { AlertBooks } from './alertBooks'
import { Feeds } from './feeds'
import type { RecordingStore } from './hlsOutput'
import { IvsReception } from './ivsReception'
import type { PlaneParts } from './pipeline'
import { stillOf } from './retouch'
import { RunningPicture } from './runningPicture'
import { Sinks } from './sinks'

export interface PictureOptions {
  readonly context: SimulatorContext
  readonly gate: IngestGate
  readonly s3: RecordingStore
  readonly ivs: IvsIngest
  /** 0: any free one. */
  readonly port: number
}

/** How often inputs are looked at and bytes counted, in real time. */
const tickMs = 200
/** After a stall of this machine the picture may be waiting in a socket: it is not lost yet. */
const stallMs = 500

/** Starts the picture: an RTMP ingest on 127.0.0.1, and sinks for whatever running channels send. */
export async function startPicture(options: PictureOptions): Promise<StartedPicture> {
  const { context, gate, s3, port } = options
  const resources = context.resourcesFolder ?? resourcesFolder()
  const [slate, black, slateStill, testCard] = await Promise.all([
    loadSlate(resources),
    loadBlack(resources),
    loadStill('slate', resources),
    loadStill('test-card', resources),
  ])
  const ivs = new IvsReception(options.ivs)
  const feeds = new Feeds(context, gate, ivs)
  const sinks = new Sinks(context, ivs)
  const rtmpPort = await feeds.start(port)
  await sinks.start()
  const stills = { slate: slateStill, testCard }
  const parts = { context, s3, feeds, sinks, slate, black: stillOf(black), stills }
  return { plane: new SimulatedPlane(parts, { ivs, gate }), rtmpPort }
}

class SimulatedPlane implements PicturePlane {
  readonly #running = new Map<string, RunningPicture>()
  readonly #alerts: AlertBooks
  readonly #closing = new Set<Promise<void>>()
  readonly #ticking: NodeJS.Timeout
  #tickedAt = performance.now()

  constructor(
    private readonly parts: PlaneParts,
    private readonly around: { readonly ivs: IvsReception; readonly gate: IngestGate },
  ) {
    this.#alerts = new AlertBooks(parts.context)
    this.#ticking = setInterval(() => this.#tick(), tickMs)
  }

  channelRunning(channel: RunningChannel): void {
    this.channelStopped(channel.id)
    const picture = new RunningPicture(this.parts, {
      channel,
      alerts: this.#alerts.open(channel.id),
      onSoleOutputLost: () => this.#soleOutputLost(channel.id),
      closing: (closed) => this.#inBackground(closed),
    })
    this.#running.set(channel.id, picture)
  }

  channelStopped(channelId: string): void {
    const picture = this.#running.get(channelId)
    if (!picture) return
    this.#running.delete(channelId)
    picture.stop()
    this.#alerts.close(channelId, (id) => this.#running.has(id))
  }

  alerts(channelId: string): readonly Alert[] {
    return this.#alerts.list(channelId)
  }

  allAlerts(): SavedAlerts {
    return this.#alerts.snapshot()
  }

  takeUpAlerts(saved: SavedAlerts): void {
    this.#alerts.restore(saved)
  }

  thumbnail(channelId: string, pipelineId: PipelineId): Thumbnail | undefined {
    return this.#running.get(channelId)?.pipeline(pipelineId)?.thumbnail()
  }

  feedOf(inputId: string): FeedState | undefined {
    return this.parts.feeds.stateOf(inputId)
  }

  switchInput(channelId: string, attachmentName: string): void {
    this.#running.get(channelId)?.switchInput(attachmentName)
  }

  pausePipelines(channelId: string, paused: readonly PipelineId[]): void {
    this.#running.get(channelId)?.pause(paused)
  }

  pipelinesDown(channelId: string, ids: readonly PipelineId[]): void {
    this.#running.get(channelId)?.takeDown(ids)
  }

  pipelinesUp(channelId: string, ids: readonly PipelineId[]): void {
    this.#running.get(channelId)?.bringUp(ids)
  }

  activeAttachment(channelId: string, pipelineId: PipelineId): string | undefined {
    return this.#running.get(channelId)?.pipeline(pipelineId)?.activeAttachment
  }

  measures(): readonly PipelineMeasures[] {
    return this.#pipelines().map((pipeline) => pipeline.measures())
  }

  async emptied(): Promise<void> {
    await Promise.all(this.#closing)
    this.parts.sinks.clear()
  }

  world(): unknown {
    return {
      inputs: this.parts.feeds.world(),
      pipelines: this.#pipelines().map((pipeline) => pipeline.world()),
      sinks: this.parts.sinks.world(),
      held: {
        ...this.parts.feeds.held(),
        ...this.parts.sinks.held(),
        channels: this.#running.size,
        alertBooks: this.#alerts.size,
        closing: this.#closing.size,
      },
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#ticking)
    for (const channelId of this.#running.keys()) this.channelStopped(channelId)
    await Promise.all(this.#closing)
    this.around.ivs.close()
    await Promise.all([this.parts.feeds.shutDown(), this.parts.sinks.close()])
  }

  #pipelines() {
    return [...this.#running.values()].flatMap((picture) => picture.pipelines())
  }

  #tick(): void {
    const now = performance.now()
    const isLate = now - this.#tickedAt > tickMs + stallMs
    this.#tickedAt = now
    if (isLate) return
    for (const pipeline of this.#pipelines()) pipeline.tick()
  }

  #soleOutputLost(channelId: string): void {
    if (this.parts.context.assumptions.of('sole-output-lost') === 'channel-goes-on') return
    this.around.gate.soleOutputLost(channelId)
  }

  #inBackground(closed: Promise<void>): void {
    const closing = closed
      .catch((failure: unknown) => this.parts.context.log(`picture: ${String(failure)}`))
      .finally(() => this.#closing.delete(closing))
    this.#closing.add(closing)
  }
}
