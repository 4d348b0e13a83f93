import {
  type IncomingStream,
  type PublishRequest,
  type PublishVerdict,
  type RtmpServer,
  startRtmpServer,
} from '../../media/rtmp/server'
import type { StreamStats } from '../../media/rtmp/streamStats'
import type { MediaTag } from '../../media/mediaTag'
import type { SimulatorContext } from '../kit/context'
import type { FeedState, IngestGate } from '../medialive/picturePort'
import type { IvsReception } from './ivsReception'

/** Where a feed goes while its channel runs; one for each pipeline of an input. */
export interface FeedPlace {
  readonly channelId: string
  readonly inputId: string
  readonly pipelineId: '0' | '1'
  /** `app/instance` */
  readonly streamName: string
  onBegin(): void
  onTag(tag: MediaTag): void
  onDoublePublishing(): void
}

interface Feed {
  readonly place: FeedPlace
  readonly stream: IncomingStream
  /** Simulator epoch ms. */
  readonly since: number
}

/** A publisher that has sent nothing for so long gives way to a new one: its line is dead. */
const deadAfterMs = 1_000

/** The RTMP ingest of all inputs, and of IVS channels for encoders on this machine. */
export class Feeds {
  readonly #places = new Map<string, FeedPlace>()
  readonly #feeds = new Map<FeedPlace, Feed>()
  readonly #stopListening: () => void
  #server: RtmpServer | undefined

  constructor(
    private readonly context: SimulatorContext,
    private readonly gate: IngestGate,
    private readonly ivs: IvsReception,
  ) {
    this.#stopListening = context.drills.onStart((drill) => {
      if (drill.kind === 'drop-input') this.#dropDrilled()
    })
  }

  /** Rejects when the port is taken. */
  async start(port: number): Promise<number> {
    this.#server = await startRtmpServer({
      port,
      accept: (request) => this.#accept(request),
      onFault: (error) => this.context.log(`rtmp ingest: ${error.message}`),
    })
    return this.#server.port
  }

  open(place: FeedPlace): void {
    this.#places.set(place.streamName, place)
  }

  /** The pipeline does not run any more: its publisher is cut off. */
  close(place: FeedPlace): void {
    if (this.#places.get(place.streamName) === place) this.#places.delete(place.streamName)
    this.#feeds.get(place)?.stream.close('the channel is not running')
  }

  /** How many are held now; nothing is left over when every channel has stopped. */
  held(): { readonly places: number; readonly feeds: number } {
    return { places: this.#places.size, feeds: this.#feeds.size }
  }

  feedAt(place: FeedPlace): { readonly since: number; readonly stats: StreamStats } | undefined {
    const feed = this.#feeds.get(place)
    return feed && { since: feed.since, stats: feed.stream.stats() }
  }

  /** Of an input with two addresses the first that is used. */
  stateOf(inputId: string): FeedState | undefined {
    const places = [...this.#places.values()].filter((place) => place.inputId === inputId)
    if (places.length === 0) return undefined
    const feed = places.map((place) => this.#feeds.get(place)).find((each) => each !== undefined)
    const stats = feed?.stream.stats()
    return {
      publishing: feed !== undefined,
      remoteAddress: feed?.stream.request.remoteAddress,
      since: feed?.since,
      videoFrames: stats?.frames ?? 0,
      bytes: stats?.bytes ?? 0,
    }
  }

  world(): unknown {
    return [...this.#places.values()].map((place) => {
      const feed = this.#feeds.get(place)
      const { inputId, channelId, pipelineId } = place
      return {
        inputId,
        channelId,
        pipelineId,
        publishing: feed !== undefined,
        remoteAddress: feed?.stream.request.remoteAddress,
        encoder: feed?.stream.request.encoder,
        since: feed?.since,
        stats: feed?.stream.stats(),
      }
    })
  }

  async shutDown(): Promise<void> {
    this.#stopListening()
    await this.#server?.close()
  }

  #accept(request: PublishRequest): PublishVerdict {
    const toIvs = this.ivs.admit(request.streamName, true)
    if (toIvs.ok) {
      return { ok: true, onStream: (stream) => this.ivs.take(stream, toIvs) }
    }
    const { app, streamName: instance, remoteAddress } = request
    const admission = this.gate.admitPublisher({ app, instance, remoteAddress })
    if (!admission.ok) return refusal(admission.why)
    const place = this.#places.get(`${app}/${instance}`)
    if (!place) return refusal('The channel is not running')
    if (!this.#makeRoom(place)) return refusal('Another publisher is using this input')
    return { ok: true, onStream: (stream) => this.#take(place, stream) }
  }

  /** The first publisher stays while it sends; a second is refused and told of (alert 5314). */
  #makeRoom(place: FeedPlace): boolean {
    const feed = this.#feeds.get(place)
    if (!feed) return true
    const { lastTagAt, startedAt } = feed.stream.stats()
    if (Date.now() - (lastTagAt ?? startedAt) < deadAfterMs) {
      place.onDoublePublishing()
      return false
    }
    feed.stream.close('replaced by a new publisher')
    return true
  }

  #take(place: FeedPlace, stream: IncomingStream): void {
    this.#feeds.set(place, { place, stream, since: this.context.clock.now() })
    const { channelId, inputId } = place
    this.context.events.append('feed-began', { channelId, inputId })
    place.onBegin()
    stream.onTag((tag) => place.onTag(tag))
    stream.onEnd((reason) => {
      if (this.#feeds.get(place)?.stream === stream) this.#feeds.delete(place)
      this.context.events.append('feed-ended', { channelId, inputId, reason })
    })
  }

  #dropDrilled(): void {
    for (const { place, stream } of this.#feeds.values()) {
      if (!this.context.drills.dropsInput(place.inputId)) continue
      stream.close('the input was dropped by a drill')
    }
  }
}

const refusal = (description: string): PublishVerdict => ({
  ok: false,
  code: 'NetStream.Publish.BadName',
  description,
})
