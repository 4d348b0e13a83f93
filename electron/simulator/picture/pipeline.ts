import { isIngestHost } from '../ivs/hosts'
import { readVideo } from '../../media/flv/payload'
import type { MediaTag } from '../../media/mediaTag'
import type { SimulatorContext } from '../kit/context'
import type { PipelineMeasures, RunningChannel, RunningOutput } from '../medialive/picturePort'
import type { S3Service } from '../s3/service'
import type { AlertBook, AlertSubject } from './alertBook'
import type { FeedPlace, Feeds } from './feeds'
import { HlsRecording } from './hlsOutput'
import { inputLossMs, Program, type ProgramSource } from './program'
import { RtmpDestination } from './rtmpOutput'
import { hostOf, type Sinks } from './sinks'
import { type Stills, Thumbnails } from './thumbnails'

/** What every pipeline is built from. */
export interface PlaneParts {
  readonly context: SimulatorContext
  readonly s3: Pick<S3Service, 'access'>
  readonly feeds: Feeds
  readonly sinks: Sinks
  readonly slate: readonly MediaTag[]
  readonly stills: Stills
}

interface NamedOutput {
  readonly groupName: string
  readonly outputName: string
  readonly carrier: RtmpDestination | HlsRecording
}

/** Sound missing for so long is told; how long MediaLive waits is not documented. */
const soundLossMs = 3_000
const doublePublishingToldMs = 10_000

/**
 * One pipeline of a running channel: its inputs on one side, its outputs on the other. The first
 * attached input is on air; failover and input switches are not simulated.
 */
export class RunningPipeline {
  readonly #outputs: readonly NamedOutput[]
  readonly #places: readonly FeedPlace[]
  readonly #program: Program
  readonly #thumbnails: Thumbnails
  readonly #now = () => performance.now()
  readonly #startedAt = performance.now()
  readonly #pipelineId: '0' | '1'
  #onAir: string
  #isPaused = false
  #lastPictureAt = Number.NEGATIVE_INFINITY
  #lastSoundAt = Number.NEGATIVE_INFINITY
  #doublePublishingAt = Number.NEGATIVE_INFINITY

  constructor(
    private readonly parts: PlaneParts,
    private readonly channel: RunningChannel,
    private readonly at: { readonly pipeline: 0 | 1; readonly alerts: AlertBook },
  ) {
    this.#pipelineId = at.pipeline === 0 ? '0' : '1'
    this.#onAir = channel.activeAttachment
    this.#thumbnails = new Thumbnails(parts.stills, parts.context.clock.now)
    this.#outputs = channel.outputs.map((output) => this.#outputOf(output))
    this.#program = new Program({
      slate: parts.slate,
      outputs: this.#outputs.map(({ carrier }) => carrier),
      now: this.#now,
      onSource: (source) => this.#onSource(source),
    })
    this.#places = this.#openPlaces()
  }

  get id(): '0' | '1' {
    return this.#pipelineId
  }

  get activeAttachment(): string {
    return this.#onAir
  }

  switchInput(attachmentName: string): void {
    if (attachmentName === this.#onAir) return
    this.#onAir = attachmentName
    this.#program.feedBegins()
  }

  pause(isPaused: boolean): void {
    this.#isPaused = isPaused
  }

  measures(): PipelineMeasures {
    const stats = this.#places.map((place) => this.parts.feeds.feedAt(place)?.stats)
    const { id: channelId, region } = this.channel
    return {
      channelId,
      region,
      pipelineId: this.#pipelineId,
      inputVideoFrames: stats.reduce((sum, each) => sum + (each?.frames ?? 0), 0),
      hadInput: this.#lastPictureAt > 0,
      networkInBytes: stats.reduce((sum, each) => sum + (each?.bytes ?? 0), 0),
      networkOutBytes: 0,
      fillMs: this.#program.source === 'slate' ? this.#now() - this.#startedAt : 0,
      activeAlerts: this.at.alerts.list().filter(({ state }) => state === 'SET').length,
      primaryInputActive: true,
      outputGroups: [],
    }
  }

  thumbnail() {
    return this.channel.thumbnails ? this.#thumbnails.latest() : undefined
  }

  tick(): void {
    this.#program.tick()
    this.#reportInput()
    for (const { carrier } of this.#outputs) {
      if (carrier instanceof RtmpDestination) carrier.tick()
    }
  }

  world(): unknown {
    return {
      channelId: this.channel.id,
      pipelineId: this.#pipelineId,
      source: this.#program.source,
      outputs: this.#outputs.map(({ groupName, outputName, carrier }) => ({
        groupName,
        outputName,
        ...(carrier instanceof RtmpDestination
          ? { kind: 'rtmp', url: carrier.url, state: carrier.state(), ...carrier.stats() }
          : { kind: 'hls', report: carrier.report() }),
      })),
    }
  }

  async close(): Promise<void> {
    this.#program.close()
    this.#thumbnails.close()
    await Promise.all(this.#outputs.map(({ carrier }) => carrier.close()))
  }

  #openPlaces(): readonly FeedPlace[] {
    return this.channel.inputs.flatMap(({ inputId, attachmentName, streamNames }) => {
      const streamName = streamNames[this.at.pipeline]
      if (streamName === undefined) return []
      const isOnAir = () => attachmentName === this.#onAir
      const place: FeedPlace = {
        channelId: this.channel.id,
        inputId,
        pipelineId: this.#pipelineId,
        streamName,
        onBegin: () => isOnAir() && this.#program.feedBegins(),
        onTag: (tag) => isOnAir() && !this.#isPaused && this.#takeTag(tag),
        onDoublePublishing: () => {
          this.#doublePublishingAt = this.#now()
        },
      }
      this.parts.feeds.open(place)
      return [place]
    })
  }

  #takeTag(tag: MediaTag): void {
    if (tag.kind === 'audio') this.#lastSoundAt = this.#now()
    if (tag.kind === 'video' && readVideo(tag.payload).packetType === 'frame') {
      this.#lastPictureAt = this.#now()
    }
    this.#thumbnails.remember(tag)
    this.#program.feedTag(tag)
  }

  #onSource(source: ProgramSource): void {
    this.#thumbnails.show(source)
    const { id: channelId } = this.channel
    const { events } = this.parts.context
    events.append('program-source', { channelId, pipelineId: this.#pipelineId, source })
  }

  #reportInput(): void {
    const [place] = this.#places
    if (!place) return
    const now = this.#now()
    const isNew = now - this.#startedAt < inputLossMs
    const isPublishing = this.parts.feeds.feedAt(place) !== undefined
    const hasPicture = now - this.#lastPictureAt < inputLossMs
    const hasSound = now - this.#lastSoundAt < soundLossMs
    const about = this.#about(place)
    const { alerts } = this.at
    alerts.report(about('RTMP Stream Not Found', 'nobody publishes to it'), !isNew && !isPublishing)
    alerts.report(about('Video Not Detected', 'no video arrives'), !isNew && !hasPicture)
    alerts.report(
      about('RTMP Has No Audio/Video', 'the stream carries neither sound nor picture'),
      isPublishing && !isNew && !hasPicture && !hasSound,
    )
    alerts.report(
      about('Audio Not Detected', 'no audio arrives'),
      isPublishing && hasPicture && !hasSound && now - this.#startedAt > soundLossMs,
    )
    alerts.report(
      about('Input Double-Publishing Detected', 'a second publisher was turned away'),
      now - this.#doublePublishingAt < doublePublishingToldMs,
    )
  }

  /** The name of a push input is as good as a password: messages say the input's id. */
  #about({ inputId }: FeedPlace) {
    return (alertType: AlertSubject['alertType'], what: string): AlertSubject => ({
      alertType,
      pipelineId: this.#pipelineId,
      subject: inputId,
      message: `Input ${inputId}: ${what}`,
    })
  }

  #outputOf(output: RunningOutput): NamedOutput {
    const { groupName, outputName } = output
    const carrier = output.kind === 'rtmp' ? this.#rtmpOf(output) : this.#hlsOf(output)
    return { groupName, outputName, carrier }
  }

  #rtmpOf(output: RunningOutput & { kind: 'rtmp' }): RtmpDestination {
    const { pipeline } = this.at
    const { id: channelId } = this.channel
    const { groupName, outputName, destinationId } = output
    const address = output.addresses[pipeline] ?? { url: '', streamName: '' }
    const isOutsideAws = !isIngestHost(hostOf(address.url))
    const owner = { channelId, destinationId, groupName, outputName, pipelineId: this.#pipelineId }
    this.parts.sinks.expect(owner, address)
    return new RtmpDestination({
      output,
      pipeline,
      dial: this.parts.sinks.dial,
      onFailing: (failure) => this.#reportOutput(output, 'Failed RTMP Connection', failure),
      onBytesSent: (bytes) => {
        if (isOutsideAws) this.parts.context.meter.egressBytes(channelId, bytes)
      },
    })
  }

  #hlsOf(output: RunningOutput & { kind: 'hls' }): HlsRecording {
    return new HlsRecording({
      output,
      pipeline: this.at.pipeline,
      s3: this.parts.s3.access(),
      now: this.parts.context.clock.now,
      onWritten: (failure) => this.#reportOutput(output, 'Failed to Write to Output', failure),
    })
  }

  #reportOutput(
    { groupName, outputName, addresses }: RunningOutput,
    alertType: AlertSubject['alertType'],
    failure: string | undefined,
  ): void {
    const url = addresses[this.at.pipeline]?.url ?? ''
    const message = `Output group ${groupName}, output ${outputName}, ${url}: ${failure ?? ''}`
    const subject = `${groupName}/${outputName}`
    const about = { alertType, pipelineId: this.#pipelineId, subject, message }
    this.at.alerts.report(about, failure !== undefined)
  }
}
