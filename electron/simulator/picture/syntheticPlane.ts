import { loadSlate, loadStill, loadTestCard, resourcesFolder } from '../../media/testCard/clips'
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
import type { AlertBook } from './alertBook'
import { AlertBooks } from './alertBooks'
import type { PictureOptions } from './plane'
import { clipOf } from './syntheticClip'
import { SyntheticFeeds } from './syntheticFeeds'
import { SyntheticIvs } from './syntheticIvs'
import { SyntheticPipeline, type SyntheticParts } from './syntheticPipeline'
import { SyntheticSinks } from './syntheticSinks'
import type { Stills } from './thumbnails'

/** RTMP's own port stands in input addresses: nothing listens. */
const rtmpDefaultPort = 1935

export type SyntheticPictureOptions = Omit<PictureOptions, 's3'> & Pick<SyntheticParts, 's3'>

/**
 * A picture that is only computed: feeds are data, and frames, bytes, segments and alerts follow from
 * the simulator's clock alone. No socket, no child process, no real time.
 */
export async function startSyntheticPicture(
  options: SyntheticPictureOptions,
): Promise<StartedPicture> {
  const { context, gate, s3, port } = options
  const resources = context.resourcesFolder ?? resourcesFolder()
  const [slate, testCard, slateStill, testCardStill] = await Promise.all([
    loadSlate(resources),
    loadTestCard(resources),
    loadStill('slate', resources),
    loadStill('test-card', resources),
  ])
  const feeds = new SyntheticFeeds(context, gate)
  const clips = { slate: clipOf(slate), feed: clipOf(testCard) }
  const parts = {
    context,
    s3,
    feeds,
    clips,
    sinks: new SyntheticSinks(context),
    ivs: new SyntheticIvs({ context, clips, ingest: options.ivs }),
  }
  const stills = { slate: slateStill, testCard: testCardStill }
  const plane = new SyntheticPlane(parts, stills, gate)
  return { plane, rtmpPort: port || rtmpDefaultPort, encoders: feeds }
}

interface Running {
  readonly channel: RunningChannel
  readonly alerts: AlertBook
  pipelines: readonly SyntheticPipeline[]
  /** What a pipeline that comes up again takes over. */
  attachment: string
  paused: readonly PipelineId[]
}

class SyntheticPlane implements PicturePlane {
  readonly #running = new Map<string, Running>()
  readonly #alerts: AlertBooks
  readonly #stopListening: readonly (() => void)[]

  constructor(
    private readonly parts: SyntheticParts,
    private readonly stills: Stills,
    private readonly gate: IngestGate,
  ) {
    const { drills } = parts.context
    this.#alerts = new AlertBooks(parts.context)
    this.#stopListening = [
      drills.onStart(() => this.#recheck()),
      drills.onEnd(() => this.#recheck()),
    ]
  }

  channelRunning(channel: RunningChannel): void {
    this.channelStopped(channel.id)
    const { activeAttachment: attachment, pausedPipelines: paused } = channel
    const alerts = this.#alerts.open(channel.id)
    this.#running.set(channel.id, { channel, alerts, pipelines: [], attachment, paused })
    this.pipelinesUp(channel.id, channel.channelClass === 'STANDARD' ? ['0', '1'] : ['0'])
  }

  channelStopped(channelId: string): void {
    const running = this.#running.get(channelId)
    if (!running) return
    this.#running.delete(channelId)
    for (const pipeline of running.pipelines) pipeline.close()
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
    const running = this.#running.get(channelId)
    const pipeline = running?.pipelines.find(({ id }) => id === pipelineId)
    if (!running?.channel.thumbnails || !pipeline) return undefined
    const jpeg = pipeline.source === 'slate' ? this.stills.slate : this.stills.testCard
    return { jpeg, takenAt: this.parts.context.clock.now() }
  }

  feedOf(inputId: string): FeedState | undefined {
    return this.parts.feeds.stateOf(inputId)
  }

  switchInput(channelId: string, attachmentName: string): void {
    const running = this.#running.get(channelId)
    if (!running) return
    running.attachment = attachmentName
    for (const pipeline of running.pipelines) pipeline.switchInput(attachmentName)
  }

  pausePipelines(channelId: string, paused: readonly PipelineId[]): void {
    const running = this.#running.get(channelId)
    if (!running) return
    running.paused = paused
    for (const pipeline of running.pipelines) pipeline.pause(paused.includes(pipeline.id))
  }

  pipelinesDown(channelId: string, ids: readonly PipelineId[]): void {
    const running = this.#running.get(channelId)
    if (!running) return
    const down = running.pipelines.filter(({ id }) => ids.includes(id))
    running.pipelines = running.pipelines.filter(({ id }) => !ids.includes(id))
    for (const pipeline of down) {
      pipeline.abandon()
      running.alerts.clearPipeline(pipeline.id)
    }
  }

  pipelinesUp(channelId: string, ids: readonly PipelineId[]): void {
    const running = this.#running.get(channelId)
    if (!running) return
    const { alerts, attachment, paused } = running
    const channel = { ...running.channel, activeAttachment: attachment, pausedPipelines: paused }
    const { clock } = this.parts.context
    // Not within the call that makes the pipeline: it may be the first try that fails.
    const onStopped = () => void clock.at(clock.now(), () => this.#looseEnd(channelId))
    const begun = ids
      .filter((id) => !running.pipelines.some((each) => each.id === id))
      .map((id) => new SyntheticPipeline(this.parts, channel, { id, alerts, onStopped }))
    running.pipelines = [...running.pipelines, ...begun].toSorted((one, other) =>
      one.id < other.id ? -1 : 1,
    )
  }

  activeAttachment(channelId: string, pipelineId: PipelineId): string | undefined {
    const { pipelines = [] } = this.#running.get(channelId) ?? {}
    return pipelines.find(({ id }) => id === pipelineId)?.activeAttachment
  }

  measures(): readonly PipelineMeasures[] {
    return this.#pipelines().map((pipeline) => pipeline.measures())
  }

  emptied(): Promise<void> {
    this.parts.sinks.clear()
    return Promise.resolve()
  }

  world(): unknown {
    return {
      inputs: this.parts.feeds.world(),
      pipelines: this.#pipelines().map((pipeline) => pipeline.world()),
      sinks: this.parts.sinks.world(),
    }
  }

  close(): Promise<void> {
    for (const stop of this.#stopListening) stop()
    for (const channelId of this.#running.keys()) this.channelStopped(channelId)
    this.parts.feeds.end()
    this.parts.ivs.close()
    return Promise.resolve()
  }

  /** A channel stops that has one output, and that one stopped in every pipeline. */
  #looseEnd(channelId: string): void {
    const { channel, pipelines = [] } = this.#running.get(channelId) ?? {}
    if (channel?.outputs.length !== 1 || !pipelines.every(({ hasStopped }) => hasStopped)) return
    const goesOn = this.parts.context.assumptions.of('sole-output-lost') === 'channel-goes-on'
    if (!goesOn) this.gate.soleOutputLost(channelId)
  }

  #pipelines(): readonly SyntheticPipeline[] {
    return [...this.#running.values()].flatMap(({ pipelines }) => pipelines)
  }

  #recheck(): void {
    for (const pipeline of this.#pipelines()) pipeline.recheck()
  }
}
