import { loadSlate, loadStill, resourcesFolder } from '../../media/testCard/clips'
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
  StartedPicture,
  Thumbnail,
} from '../medialive/picturePort'
import type { S3Service } from '../s3/service'
import { AlertBook } from './alertBook'
import { Feeds } from './feeds'
import { IvsReception } from './ivsReception'
import { type PlaneParts, RunningPipeline } from './pipeline'
import { Sinks } from './sinks'

export interface PictureOptions {
  readonly context: SimulatorContext
  readonly gate: IngestGate
  readonly s3: Pick<S3Service, 'access'>
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
  const [slate, slateStill, testCard] = await Promise.all([
    loadSlate(resources),
    loadStill('slate', resources),
    loadStill('test-card', resources),
  ])
  const ivs = new IvsReception(options.ivs)
  const feeds = new Feeds(context, gate, ivs)
  const sinks = new Sinks(context, ivs)
  const rtmpPort = await feeds.start(port)
  await sinks.start()
  const stills = { slate: slateStill, testCard }
  const plane = new SimulatedPlane({ context, s3, feeds, sinks, slate, stills }, ivs)
  return { plane, rtmpPort }
}

interface Running {
  readonly channel: RunningChannel
  pipelines: readonly RunningPipeline[]
}

class SimulatedPlane implements PicturePlane {
  readonly #running = new Map<string, Running>()
  readonly #alerts = new Map<string, AlertBook>()
  readonly #closing = new Set<Promise<void>>()
  readonly #ticking: NodeJS.Timeout
  #tickedAt = performance.now()

  constructor(
    private readonly parts: PlaneParts,
    private readonly ivs: IvsReception,
  ) {
    this.#ticking = setInterval(() => this.#tick(), tickMs)
  }

  channelRunning(channel: RunningChannel): void {
    this.channelStopped(channel.id)
    this.#running.set(channel.id, { channel, pipelines: [] })
    this.pipelinesUp(channel.id, channel.channelClass === 'STANDARD' ? ['0', '1'] : ['0'])
  }

  channelStopped(channelId: string): void {
    const running = this.#running.get(channelId)
    if (!running) return
    this.#running.delete(channelId)
    this.parts.feeds.closeChannel(channelId)
    for (const pipeline of running.pipelines) this.#closeInBackground(pipeline)
    this.#bookOf(channelId).clearAll()
  }

  alerts(channelId: string): readonly Alert[] {
    return this.#alerts.get(channelId)?.list() ?? []
  }

  thumbnail(channelId: string): Thumbnail | undefined {
    return this.#running.get(channelId)?.pipelines[0]?.thumbnail()
  }

  feedOf(inputId: string): FeedState | undefined {
    return this.parts.feeds.stateOf(inputId)
  }

  switchInput(channelId: string, attachmentName: string): void {
    for (const pipeline of this.#running.get(channelId)?.pipelines ?? []) {
      pipeline.switchInput(attachmentName)
    }
  }

  pausePipelines(channelId: string, paused: readonly PipelineId[]): void {
    for (const pipeline of this.#running.get(channelId)?.pipelines ?? []) {
      pipeline.pause(paused.includes(pipeline.id))
    }
  }

  pipelinesDown(channelId: string, ids: readonly PipelineId[]): void {
    const running = this.#running.get(channelId)
    if (!running) return
    const down = running.pipelines.filter(({ id }) => ids.includes(id))
    running.pipelines = running.pipelines.filter(({ id }) => !ids.includes(id))
    for (const pipeline of down) this.#closeInBackground(pipeline)
  }

  pipelinesUp(channelId: string, ids: readonly PipelineId[]): void {
    const running = this.#running.get(channelId)
    if (!running) return
    const alerts = this.#bookOf(channelId)
    const missing = ids.filter((id) => !running.pipelines.some((each) => each.id === id))
    const begun = missing.map(
      (id) =>
        new RunningPipeline(this.parts, running.channel, { pipeline: id === '0' ? 0 : 1, alerts }),
    )
    running.pipelines = [...running.pipelines, ...begun]
  }

  activeAttachment(channelId: string, pipelineId: PipelineId): string | undefined {
    const running = this.#running.get(channelId)
    return running?.pipelines.find(({ id }) => id === pipelineId)?.activeAttachment
  }

  measures(): readonly PipelineMeasures[] {
    return [...this.#running.values()].flatMap(({ pipelines }) =>
      pipelines.map((pipeline) => pipeline.measures()),
    )
  }

  world(): unknown {
    const pipelines = [...this.#running.values()].flatMap((running) => running.pipelines)
    return {
      inputs: this.parts.feeds.world(),
      pipelines: pipelines.map((pipeline) => pipeline.world()),
      sinks: this.parts.sinks.world(),
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#ticking)
    for (const channelId of this.#running.keys()) this.channelStopped(channelId)
    await Promise.all(this.#closing)
    this.ivs.close()
    await Promise.all([this.parts.feeds.close(), this.parts.sinks.close()])
  }

  #tick(): void {
    const now = performance.now()
    const isLate = now - this.#tickedAt > tickMs + stallMs
    this.#tickedAt = now
    if (isLate) return
    for (const { pipelines } of this.#running.values()) {
      for (const pipeline of pipelines) pipeline.tick()
    }
  }

  #bookOf(channelId: string): AlertBook {
    const book = this.#alerts.get(channelId) ?? new AlertBook(channelId, this.parts.context)
    this.#alerts.set(channelId, book)
    return book
  }

  #closeInBackground(pipeline: RunningPipeline): void {
    const closing = pipeline
      .close()
      .catch((failure: unknown) => this.parts.context.log(`picture: ${String(failure)}`))
      .finally(() => this.#closing.delete(closing))
    this.#closing.add(closing)
  }
}
