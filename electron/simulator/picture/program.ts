import { isSequenceHeader, readVideo } from '../../media/flv/payload'
import type { MediaTag } from '../../media/mediaTag'
import { startLoop } from '../../media/testCard/loopPlayer'
import { ProgramTimeline } from './programTimeline'

export type ProgramSource = 'slate' | 'feed'

/** What carries the programme on: an RTMP destination, a recording. */
export interface ProgramOutput {
  /**
   * Another source begins: its headers follow, then a keyframe, with times that go on from before.
   * What comes first belongs to a moment that is `behindMs` past.
   */
  begin(source: ProgramSource, behindMs: number): void
  send(tag: MediaTag): void
  /** Nothing comes until the next `begin`. */
  hold(): void
}

export interface ProgramOptions {
  readonly slate: readonly MediaTag[]
  readonly outputs: readonly ProgramOutput[]
  /** Milliseconds that never jump: a change of the simulator's clock is no gap in the picture. */
  readonly now: () => number
  /** Told when the source becomes another kind, not when one input follows another. */
  readonly onSource: (source: ProgramSource) => void
  /** Whether the outputs are held from the start. */
  readonly isHeld?: boolean
}

/** The input counts as lost when no picture came for so long. */
export const inputLossMs = 1_000
/** One frame at 30 a second: where the slate takes up a feed that broke off. */
const frameMs = 33

/**
 * What one pipeline sends out: the feed while pictures arrive, the slate while they do not, from the
 * start of the channel to its end, on one time line without gaps. MediaLive fills in the same way
 * (user guide, "Handling loss of video input"); it can repeat frames first, which needs a decoder.
 */
export class Program {
  readonly #timeline = new ProgramTimeline()
  readonly #startedAt: number
  readonly #feedHeaders = new Map<MediaTag['kind'], MediaTag>()
  #source: ProgramSource | undefined
  #isHeld: boolean
  /** The outputs were held: the feed goes on at a keyframe. */
  #owesKeyframe = false
  #loop: { stop(): void } | undefined
  #lastPictureAt = Number.NEGATIVE_INFINITY
  #isClosed = false

  constructor(private readonly options: ProgramOptions) {
    this.#startedAt = options.now()
    this.#isHeld = options.isHeld ?? false
    this.#playSlate(0)
  }

  get source(): ProgramSource {
    return this.#source ?? 'slate'
  }

  get isHeld(): boolean {
    return this.#isHeld
  }

  /** The outputs get nothing from now on; time and the feed go on. */
  hold(): void {
    if (this.#isHeld || this.#isClosed) return
    this.#isHeld = true
    this.#loop?.stop()
    for (const output of this.options.outputs) output.hold()
  }

  /** The slate comes back at once, a feed at its next keyframe. */
  release(): void {
    if (!this.#isHeld || this.#isClosed) return
    this.#isHeld = false
    if (this.#source === 'slate') this.#playSlate(this.#elapsed())
    else this.#owesKeyframe = true
  }

  /** Another publisher begins: nothing of the one before holds for it. */
  feedBegins(): void {
    this.#feedHeaders.clear()
    if (this.#source === 'feed') this.#timeline.rebase(this.#elapsed())
  }

  feedTag(tag: MediaTag): void {
    if (this.#isClosed) return
    const isHeader = tag.kind === 'data' || isSequenceHeader(tag)
    if (isHeader) this.#feedHeaders.set(tag.kind, tag)
    const picture = tag.kind === 'video' ? readVideo(tag.payload) : undefined
    const isPicture = picture?.packetType === 'frame'
    if (isPicture) this.#lastPictureAt = this.options.now()
    if (this.#source === 'slate' || this.#owesKeyframe) {
      if (isPicture && picture.isKeyframe && this.#feedHeaders.has('video')) this.#takeFeed(tag)
    } else if (isHeader) this.#sendHeader(tag)
    else this.#sendFrame(tag)
  }

  /** Another input's picture takes over here, with its own headers. */
  cut(headers: readonly MediaTag[], keyframe: MediaTag): void {
    if (this.#isClosed) return
    this.#setFeedHeaders(headers)
    this.#lastPictureAt = this.options.now()
    this.#takeFeed(keyframe)
  }

  /** Another input is on air that shows nothing yet; these are its headers, as far as it sent any. */
  expect(headers: readonly MediaTag[]): void {
    if (this.#isClosed) return
    this.#setFeedHeaders(headers)
    if (this.#source === 'feed') this.#playSlate(this.#timeline.end + frameMs)
  }

  /** Looks whether the feed has fallen silent. */
  tick(): void {
    if (this.#source !== 'feed' || this.#isClosed) return
    if (this.options.now() - this.#lastPictureAt < inputLossMs) return
    this.#playSlate(this.#timeline.end + frameMs)
  }

  close(): void {
    this.#isClosed = true
    this.#loop?.stop()
  }

  #setFeedHeaders(headers: readonly MediaTag[]): void {
    this.#feedHeaders.clear()
    for (const header of headers) this.#feedHeaders.set(header.kind, header)
  }

  #takeFeed(keyframe: MediaTag): void {
    this.#loop?.stop()
    this.#loop = undefined
    this.#owesKeyframe = false
    this.#switchTo('feed', 0)
    this.#timeline.rebase(this.#elapsed())
    for (const kind of ['data', 'video', 'audio'] as const) {
      const header = this.#feedHeaders.get(kind)
      if (header) this.#sendHeader(header)
    }
    this.#sendFrame(keyframe)
  }

  /** Begins at that time of the programme, even if it has passed: the player makes up for it at once. */
  #playSlate(fromMs: number): void {
    this.#owesKeyframe = false
    this.#switchTo('slate', Math.max(0, this.#elapsed() - fromMs))
    this.#timeline.rebase(fromMs)
    if (this.#isHeld) return
    const { now, slate } = this.options
    const loopNow = startingAt(this.#startedAt + fromMs, now)
    const onTag = (tag: MediaTag) => {
      if (tag.kind === 'data' || isSequenceHeader(tag)) this.#sendHeader(tag)
      else this.#sendFrame(tag)
    }
    this.#loop = startLoop({ tags: slate, now: loopNow, onTag })
  }

  #switchTo(source: ProgramSource, behindMs: number): void {
    const isAnother = source !== this.#source
    this.#source = source
    if (!this.#isHeld) for (const output of this.options.outputs) output.begin(source, behindMs)
    if (isAnother) this.options.onSource(source)
  }

  #sendHeader(tag: MediaTag): void {
    this.#send({ ...tag, timestampMs: this.#timeline.timeOfHeader() })
  }

  #sendFrame(tag: MediaTag): void {
    this.#send({ ...tag, timestampMs: this.#timeline.place(tag.timestampMs) })
  }

  #send(tag: MediaTag): void {
    if (this.#isClosed || this.#isHeld) return
    for (const output of this.options.outputs) output.send(tag)
  }

  #elapsed(): number {
    return this.options.now() - this.#startedAt
  }
}

/** A clock whose first answer is the time given, so that a loop begins there and catches up. */
function startingAt(firstMs: number, now: () => number): () => number {
  let isFirst = true
  return () => {
    if (!isFirst) return now()
    isFirst = false
    return Math.min(firstMs, now())
  }
}
