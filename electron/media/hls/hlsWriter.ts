import type { MediaTag } from '../mediaTag'
import { muxSegment } from './muxSegment'
import { RecordedPlaylists } from './recordedPlaylists'
import { SegmentCutter } from './segmentCutter'
import type { CutFacts, CutSegment } from './segmentCutter'
import { segmentName } from './segmentName'
import { TransportStream } from './transportStream'

/** Where segments and playlists go; `put` replaces what has the same name. */
export interface SegmentStore {
  put(name: string, body: Uint8Array, contentType: string): Promise<void>
}

/** What to write and how; only what has no sensible default must be given. */
export interface HlsWriterOptions {
  readonly store: SegmentStore
  readonly baseName: string
  /** Tells the renditions of one show apart, for example `-1080p`. */
  readonly nameModifier: string
  /** For example `-$t$-`; see segmentName. */
  readonly segmentModifier?: string
  readonly segmentSeconds: number
  /** Epoch ms of the clock that stamps the pictures. */
  readonly now: () => number
  /** `vod` lists every segment (the default), `live` only the last few. */
  readonly mode?: 'vod' | 'live'
  /** How many segments a live playlist lists. */
  readonly liveSegments?: number
  /** Bits per second to announce; measured when not given. */
  readonly targetBandwidth?: number
  /** Told of everything that is missing from the recording; the writer itself carries on. */
  readonly onError: (error: Error) => void
  /** Segments that wait for a slow store may fill this much memory, then they are given up. */
  readonly largestBacklogBytes?: number
  readonly longestSegmentSeconds?: number
  readonly largestSegmentBytes?: number
}

/** One publisher's stay, from connecting to hanging up. After `close`, tags are ignored. */
export interface HlsConnection {
  write(tag: MediaTag): void
  close(): void
}

/** What was written so far. */
export interface HlsReport {
  /** Segments that are in the store and in the playlist. */
  readonly segments: number
  /** Segments that the store refused or that were given up because it was too slow. */
  readonly lostSegments: number
  readonly seconds: number
  readonly longestSegmentSeconds: number
  readonly discontinuities: number
  readonly longestKeyframeGapSeconds: number
  /** True when the feed's keyframes force segments longer than asked for. */
  readonly keyframesTooFarApart: boolean
  readonly framesPassedOver: number
  readonly unsupportedCodecs: readonly string[]
}

const SEGMENT_TYPE = 'video/MP2T'
const PLAYLIST_TYPE = 'application/vnd.apple.mpegurl'
const MEBIBYTE = 2 ** 20
const DEFAULT_BACKLOG_BYTES = 64 * MEBIBYTE
const DEFAULT_SEGMENT_BYTES = 32 * MEBIBYTE
const DEFAULT_LONGEST_SECONDS = 60
const DEFAULT_LIVE_SEGMENTS = 10
const noFacts: CutFacts = {
  longestKeyframeGapSeconds: 0,
  framesPassedOver: 0,
  unsupported: new Set(),
}
/** Rounding of timestamps does not make keyframes too far apart. */
const KEYFRAME_TOLERANCE_SECONDS = 0.1

/**
 * Records the feed of one publisher after another as one HLS rendition.
 * 1. A segment is in the store before a playlist names it.
 * 2. What the store refuses is told once and left out, with a discontinuity in its place.
 * 3. Durations are those of the pictures; time without a picture is not in the playlist.
 */
export class HlsWriter {
  readonly #options: HlsWriterOptions
  readonly #stream = new TransportStream()
  readonly #playlists: RecordedPlaylists
  #cutter: SegmentCutter | undefined
  /** Of connections that are over: a recording may see thousands of them. */
  #factsBefore = noFacts
  #connection: HlsConnection | undefined
  #puts: Promise<void> = Promise.resolve()
  #closing: Promise<void> | undefined
  #counter = 0
  #lostSegments = 0
  #backlogBytes = 0
  #playedMs = 0
  #endsAtMs = Number.NEGATIVE_INFINITY
  #masterInStore = ''
  /** The segment before the next one taken, or before the next one put, is missing. */
  #isSkipped = false
  #isRefused = false

  constructor(options: HlsWriterOptions) {
    this.#options = options
    this.#playlists = new RecordedPlaylists({
      mediaUri: `${options.baseName}${options.nameModifier}.m3u8`,
      segmentSeconds: options.segmentSeconds,
      window: options.mode === 'live' ? (options.liveSegments ?? DEFAULT_LIVE_SEGMENTS) : undefined,
      targetBandwidth: options.targetBandwidth,
    })
  }

  /** Begins a publisher's stay; one that is still open ends here. */
  openConnection(): HlsConnection {
    if (this.#closing) throw new Error('This recording is closed.')
    this.#connection?.close()
    const { segmentSeconds, now, longestSegmentSeconds, largestSegmentBytes } = this.#options
    const rules = {
      segmentSeconds,
      now,
      longestSegmentSeconds: longestSegmentSeconds ?? DEFAULT_LONGEST_SECONDS,
      largestSegmentBytes: largestSegmentBytes ?? DEFAULT_SEGMENT_BYTES,
    }
    const cutter = new SegmentCutter(rules, (segment) => this.#take(segment))
    this.#factsBefore = this.#facts()
    this.#cutter = cutter
    this.#connection = connectionTo(cutter)
    return this.#connection
  }

  /** Ends the recording: resolves when the last segment and the VOD playlists are in the store. */
  close(): Promise<void> {
    this.#closing ??= this.#finish()
    return this.#closing
  }

  report(): HlsReport {
    const facts = this.#facts()
    const longestGap = facts.longestKeyframeGapSeconds
    return {
      ...this.#playlists.facts,
      lostSegments: this.#lostSegments,
      longestKeyframeGapSeconds: longestGap,
      keyframesTooFarApart: longestGap > this.#options.segmentSeconds + KEYFRAME_TOLERANCE_SECONDS,
      framesPassedOver: facts.framesPassedOver,
      unsupportedCodecs: [...facts.unsupported],
    }
  }

  #facts(): CutFacts {
    const before = this.#factsBefore
    const now = this.#cutter?.facts ?? noFacts
    return {
      longestKeyframeGapSeconds: Math.max(
        before.longestKeyframeGapSeconds,
        now.longestKeyframeGapSeconds,
      ),
      framesPassedOver: before.framesPassedOver + now.framesPassedOver,
      unsupported: new Set([...before.unsupported, ...now.unsupported]),
    }
  }

  async #finish(): Promise<void> {
    this.#connection?.close()
    await this.#puts
    if (this.#playlists.facts.segments === 0) return
    this.#playlists.end()
    await this.#putPlaylists()
  }

  #take(cut: CutSegment): void {
    // A publisher may send faster than its own clock; the next one must not seem to come before it.
    const startsAtMs = Math.max(Math.round(cut.startsAtMs), this.#endsAtMs)
    this.#endsAtMs = startsAtMs + Math.round(cut.seconds * 1000)
    this.#counter += 1
    const name = this.#nameOf(startsAtMs)
    const bytes = muxSegment(this.#stream, cut, this.#playedMs)
    this.#playedMs += Math.round(cut.seconds * 1000)
    if (this.#backlogBytes + bytes.length > this.#largestBacklog()) {
      this.#isSkipped = true
      return this.#lose(new Error(`The store is too slow: ${name} was given up.`))
    }
    const discontinuity = cut.discontinuity || this.#isSkipped
    this.#isSkipped = false
    this.#backlogBytes += bytes.length
    const waiting = { ...cut, startsAtMs, discontinuity }
    this.#puts = this.#puts.then(() => this.#record(waiting, name, bytes))
  }

  #nameOf(atMs: number): string {
    const { baseName, nameModifier, segmentModifier = '' } = this.#options
    return segmentName({ baseName, nameModifier, segmentModifier, counter: this.#counter, atMs })
  }

  #largestBacklog(): number {
    return this.#options.largestBacklogBytes ?? DEFAULT_BACKLOG_BYTES
  }

  async #record(cut: CutSegment, name: string, bytes: Uint8Array): Promise<void> {
    try {
      await this.#options.store.put(name, bytes, SEGMENT_TYPE)
    } catch (cause) {
      this.#isRefused = true
      return this.#lose(new Error(`The store refused ${name}: it is missing.`, { cause }))
    } finally {
      this.#backlogBytes -= bytes.length
    }
    const discontinuity = cut.discontinuity || this.#isRefused
    this.#isRefused = false
    this.#playlists.add({ ...cut, discontinuity }, name, bytes.length)
    await this.#putPlaylists()
  }

  #lose(error: Error): void {
    this.#lostSegments += 1
    this.#options.onError(error)
  }

  /** The playlists in the store may lag behind after a refusal; the next one makes up for it. */
  async #putPlaylists(): Promise<void> {
    const { baseName, nameModifier } = this.#options
    await this.#putText(`${baseName}${nameModifier}.m3u8`, this.#playlists.media())
    const master = this.#playlists.master()
    if (master === this.#masterInStore) return
    if (await this.#putText(`${baseName}.m3u8`, master)) this.#masterInStore = master
  }

  async #putText(name: string, text: string): Promise<boolean> {
    try {
      await this.#options.store.put(name, new TextEncoder().encode(text), PLAYLIST_TYPE)
      return true
    } catch (cause) {
      this.#options.onError(new Error(`The store refused the playlist ${name}.`, { cause }))
      return false
    }
  }
}

function connectionTo(cutter: SegmentCutter): HlsConnection {
  let isOpen = true
  return {
    write: (tag) => {
      if (isOpen) cutter.accept(tag)
    },
    close: () => {
      if (isOpen) cutter.finish()
      isOpen = false
    },
  }
}
