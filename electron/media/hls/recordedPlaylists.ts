import type { AacConfig } from '../flv/aacConfig'
import { pictureOf } from '../flv/avcConfig'
import type { AvcConfig } from '../flv/avcConfig'
import { audioCodecName, videoCodecName } from './elementary'
import { formatMasterPlaylist, formatPlaylist } from './playlist'
import type { PlaylistSegment } from './playlist'
import type { CutSegment } from './segmentCutter'

/** Version 3 is the first with fractional durations (RFC 8216 §7). */
const PLAYLIST_VERSION = 3

interface Rules {
  readonly mediaUri: string
  readonly segmentSeconds: number
  /** How many segments a live playlist lists; undefined lists them all. */
  readonly window: number | undefined
  readonly targetBandwidth: number | undefined
}

/** Counts over everything recorded, also what has left a live playlist. */
export interface RecordedFacts {
  readonly segments: number
  readonly seconds: number
  readonly longestSegmentSeconds: number
  readonly discontinuities: number
}

/** What is in the store, and the two playlists that say so. */
export class RecordedPlaylists {
  readonly #rules: Rules
  #segments: PlaylistSegment[] = []
  #facts: RecordedFacts = { segments: 0, seconds: 0, longestSegmentSeconds: 0, discontinuities: 0 }
  #discontinuitiesGone = 0
  #peakBandwidth = 0
  #bytes = 0
  #video: AvcConfig | undefined
  #audio: AacConfig | undefined
  #isEnded = false

  constructor(rules: Rules) {
    this.#rules = rules
  }

  get facts(): RecordedFacts {
    return this.#facts
  }

  add(cut: CutSegment, uri: string, bytes: number): void {
    // Nothing comes before the first segment that it could fail to carry on from.
    const discontinuity = cut.discontinuity && this.#facts.segments > 0
    this.#segments.push({
      uri,
      seconds: cut.seconds,
      programDateTimeMs: cut.startsAtMs,
      discontinuity,
    })
    this.#facts = {
      segments: this.#facts.segments + 1,
      seconds: Math.round((this.#facts.seconds + cut.seconds) * 1000) / 1000,
      longestSegmentSeconds: Math.max(this.#facts.longestSegmentSeconds, cut.seconds),
      discontinuities: this.#facts.discontinuities + (discontinuity ? 1 : 0),
    }
    this.#bytes += bytes
    if (cut.seconds > 0)
      this.#peakBandwidth = Math.max(this.#peakBandwidth, (bytes * 8) / cut.seconds)
    this.#video = cut.video ?? this.#video
    this.#audio = cut.audio ?? this.#audio
    this.#slide()
  }

  /** No segment follows any more. */
  end(): void {
    this.#isEnded = true
  }

  media(): string {
    const { window, segmentSeconds } = this.#rules
    const longest = Math.max(segmentSeconds, this.#facts.longestSegmentSeconds)
    return formatPlaylist({
      version: PLAYLIST_VERSION,
      targetDurationSeconds: Math.round(longest),
      mediaSequence: this.#facts.segments - this.#segments.length + 1,
      discontinuitySequence: this.#discontinuitiesGone,
      kind: window === undefined ? (this.#isEnded ? 'VOD' : 'EVENT') : undefined,
      ended: this.#isEnded,
      segments: this.#segments,
    })
  }

  /** Changes only with codecs and size while recording, so that it need not be sent each time. */
  master(): string {
    const picture = this.#video && pictureOf(this.#video)
    return formatMasterPlaylist({
      uri: this.#rules.mediaUri,
      bandwidth: this.#rules.targetBandwidth ?? this.#announcedBandwidth(),
      codecs: [
        ...(this.#video ? [videoCodecName(this.#video)] : []),
        ...(this.#audio ? [audioCodecName(this.#audio)] : []),
      ],
      ...(picture ? { resolution: { width: picture.width, height: picture.height } } : {}),
      ...(this.#isEnded ? { averageBandwidth: this.#averageBandwidth() } : {}),
    })
  }

  #averageBandwidth(): number {
    return this.#facts.seconds > 0 ? (this.#bytes * 8) / this.#facts.seconds : this.#peakBandwidth
  }

  /** The peak, rounded up by at most a fifth while it still grows. */
  #announcedBandwidth(): number {
    if (this.#isEnded || this.#peakBandwidth === 0) return this.#peakBandwidth
    return 1.2 ** Math.ceil(Math.log(this.#peakBandwidth) / Math.log(1.2))
  }

  #slide(): void {
    const { window } = this.#rules
    while (window !== undefined && this.#segments.length > window) {
      const gone = this.#segments.shift()
      if (gone?.discontinuity) this.#discontinuitiesGone += 1
    }
  }
}
