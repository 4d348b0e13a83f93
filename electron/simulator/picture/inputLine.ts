import { readVideo } from '../../media/flv/payload'
import type { MediaTag } from '../../media/mediaTag'
import { StreamHeaders } from '../../media/rtmp/streamHeaders'
import type { SimulatorContext } from '../kit/context'
import type { PipelineId, RunningInput } from '../medialive/picturePort'
import type { InputObservation } from './failover'
import type { FeedPlace, Feeds } from './feeds'
import { inputLossMs } from './program'
import { Retouch, type Retouching, type Still } from './retouch'

export interface LineOptions {
  readonly input: RunningInput
  readonly channelId: string
  readonly pipelineId: PipelineId
  readonly drills: SimulatorContext['drills']
  readonly feeds: Feeds
  readonly black: Still
  readonly now: () => number
  /** Told of another publisher, and of every tag as it is to be seen. */
  readonly onBegin: (line: InputLine) => void
  readonly onTag: (line: InputLine, tag: MediaTag) => void
  /** Told of every tag as it came. */
  readonly onReceived: (line: InputLine, tag: MediaTag) => void
}

const doublePublishingToldMs = 10_000

/**
 * One attached input in one pipeline. It receives whether it is on air or not, so that a switch to it
 * is quick (MediaLive user guide, "Input switching": push inputs are always connected).
 */
export class InputLine {
  readonly #retouch: Retouch
  readonly #place: FeedPlace | undefined
  readonly #startedAt: number
  #headers = new StreamHeaders()
  #lastPictureAt = Number.NEGATIVE_INFINITY
  #lastSoundAt = Number.NEGATIVE_INFINITY
  #doublePublishingAt = Number.NEGATIVE_INFINITY
  #blackSince: number | undefined

  constructor(private readonly options: LineOptions) {
    this.#retouch = new Retouch(options.black)
    this.#startedAt = options.now()
    this.#place = this.#placeOf(options)
    if (this.#place) options.feeds.open(this.#place)
  }

  get inputId(): string {
    return this.options.input.inputId
  }

  get attachmentName(): string {
    return this.options.input.attachmentName
  }

  get failover(): RunningInput['failover'] {
    return this.options.input.failover
  }

  /** False for an input without an address in this pipeline: nothing will ever arrive. */
  get isPush(): boolean {
    return this.#place !== undefined
  }

  get isPublishing(): boolean {
    return this.#place !== undefined && this.options.feeds.feedAt(this.#place) !== undefined
  }

  get isDoublyPublished(): boolean {
    return this.options.now() - this.#doublePublishingAt < doublePublishingToldMs
  }

  get hasPicture(): boolean {
    return this.options.now() - this.#lastPictureAt < inputLossMs
  }

  /** Metadata and sequence headers of what is to be seen. */
  get latestHeaders(): StreamHeaders {
    return this.#headers
  }

  /** For how long, up to now, it has shown what an operator would call a failure. */
  observe(): InputObservation {
    const now = this.options.now()
    return {
      lossMs: now - Math.max(this.#lastPictureAt, this.#startedAt),
      silenceMs: now - Math.max(this.#lastSoundAt, this.#startedAt),
      blackMs: this.#blackSince === undefined || !this.hasPicture ? 0 : now - this.#blackSince,
    }
  }

  close(): void {
    if (this.#place) this.options.feeds.close(this.#place)
  }

  #placeOf({ input, channelId, pipelineId }: LineOptions): FeedPlace | undefined {
    const streamName = input.streamNames[pipelineId === '0' ? 0 : 1]
    if (streamName === undefined) return undefined
    return {
      channelId,
      inputId: input.inputId,
      pipelineId,
      streamName,
      onBegin: () => this.#begin(),
      onTag: (tag) => this.#take(tag),
      onDoublePublishing: () => {
        this.#doublePublishingAt = this.options.now()
      },
    }
  }

  #begin(): void {
    this.#headers = new StreamHeaders()
    this.#retouch.reset()
    this.options.onBegin(this)
  }

  #take(tag: MediaTag): void {
    const now = this.options.now()
    this.options.onReceived(this, tag)
    if (tag.kind === 'audio') this.#lastSoundAt = now
    if (tag.kind === 'video' && readVideo(tag.payload).packetType === 'frame') {
      this.#lastPictureAt = now
    }
    for (const seen of this.#retouch.treat(tag, this.#retouching(now))) {
      this.#headers.remember(seen)
      this.options.onTag(this, seen)
    }
  }

  #retouching(now: number): Retouching {
    const { drills, input } = this.options
    const isBlack = drills.blackensInput(input.inputId)
    this.#blackSince = isBlack ? (this.#blackSince ?? now) : undefined
    if (isBlack) return 'black'
    return drills.freezesInput(input.inputId) ? 'frozen' : 'none'
  }
}
