import { parseAacConfig } from '../flv/aacConfig'
import type { AacConfig } from '../flv/aacConfig'
import { parseAvcConfig } from '../flv/avcConfig'
import type { AvcConfig } from '../flv/avcConfig'
import { readAudio, readVideo } from '../flv/payload'
import type { MediaTag } from '../mediaTag'
import { fitsAdts } from './elementary'
import { OpenSegment } from './openSegment'
import type { TimedFrame } from './openSegment'

/** A finished segment, not yet in any container. */
export interface CutSegment {
  readonly frames: readonly TimedFrame[]
  readonly video: AvcConfig | undefined
  readonly audio: AacConfig | undefined
  /** Whether there is a picture in it; sound alone is recorded too. */
  readonly lead: 'video' | 'audio'
  readonly seconds: number
  /** Wall clock of its first frame, epoch ms. */
  readonly startsAtMs: number
  /** The `timeMs` of the first frame of its lead. */
  readonly startMs: number
  readonly discontinuity: boolean
}

/** How to cut; the limits keep a feed without keyframes from filling the memory. */
export interface CutRules {
  readonly segmentSeconds: number
  readonly longestSegmentSeconds: number
  readonly largestSegmentBytes: number
  readonly now: () => number
}

/** What happened on a connection, besides its segments. */
export interface CutFacts {
  readonly longestKeyframeGapSeconds: number
  /** Frames that could not be shown: no keyframe or no sequence header before them. */
  readonly framesPassedOver: number
  /** Codecs that arrived and that cannot be recorded, for example `hevc`. */
  readonly unsupported: ReadonlySet<string>
}

/** Sound for this long without a picture is taken for a feed of sound alone. */
const SOUND_ALONE_MS = 5_000
/** How far sound may be from the picture it arrives with before one of the two has broken off. */
const SOUND_BEHIND_MS = 1_000
const SOUND_AHEAD_MS = 3_000
/** Sound this little before the first keyframe still belongs to it. */
const SOUND_LEAD_IN_MS = 500

/** A stretch of unbroken timestamps. */
interface Era {
  readonly originMs: number
  readonly originAtMs: number
}

/**
 * Cuts the tags of one publisher connection into segments.
 * 1. A segment with a picture begins with a keyframe, unless the limits force a cut.
 * 2. Within an era timestamps carry on; whatever breaks them begins a new era at a keyframe.
 * 3. A segment lasts as long as its picture is shown, never as long as a gap.
 */
export class SegmentCutter {
  readonly #rules: CutRules
  readonly #emit: (segment: CutSegment) => void
  #video: AvcConfig | undefined
  #audio: AacConfig | undefined
  #videoHeader: Uint8Array | undefined
  #audioHeader: Uint8Array | undefined
  #open: OpenSegment | undefined
  #era: Era | undefined
  #isNewEra = true
  #hasEmitted = false
  #held: TimedFrame[] = []
  #lastRawMs: number | undefined
  #timeMs = 0
  #keyframeMs: number | undefined
  #longestKeyframeGapMs = 0
  #framesPassedOver = 0
  readonly #unsupported = new Set<string>()

  constructor(rules: CutRules, emit: (segment: CutSegment) => void) {
    this.#rules = rules
    this.#emit = emit
  }

  get facts(): CutFacts {
    // The wait for a keyframe that has not come yet counts too, or one that never comes stays unseen.
    const waitingMs = (this.#open?.lastLeadMs ?? 0) - (this.#keyframeMs ?? Infinity)
    return {
      longestKeyframeGapSeconds: Math.max(this.#longestKeyframeGapMs, waitingMs) / 1000,
      framesPassedOver: this.#framesPassedOver,
      unsupported: this.#unsupported,
    }
  }

  accept(tag: MediaTag): void {
    if (tag.kind === 'video') this.#acceptVideo(tag)
    if (tag.kind === 'audio') this.#acceptAudio(tag)
  }

  /** The connection is over, expected or not: what is there becomes the last segment. */
  finish(): void {
    if (!this.#open && !this.#hasEmitted) this.#recordHeldSound()
    this.#end(this.#open?.endMs)
    this.#dropHeld()
  }

  #acceptVideo(tag: MediaTag): void {
    const { codec, packetType, data, isKeyframe, compositionTimeMs } = readVideo(tag.payload)
    if (packetType === 'unsupported') this.#unsupported.add(codec)
    if (packetType === 'config') this.#takeVideoHeader(data)
    if (packetType !== 'frame') return
    const timeMs = this.#unwrap(tag.timestampMs)
    if (!this.#video) return this.#passOver()
    this.#takePicture({ kind: 'video', timeMs, compositionMs: compositionTimeMs, isKeyframe, data })
  }

  #acceptAudio(tag: MediaTag): void {
    const { codec, packetType, data } = readAudio(tag.payload)
    if (packetType === 'unsupported') this.#unsupported.add(codec)
    if (packetType === 'config') this.#takeAudioHeader(data)
    if (packetType !== 'frame') return
    const timeMs = this.#unwrap(tag.timestampMs)
    if (!this.#audio) return this.#passOver()
    this.#takeSound({ kind: 'audio', timeMs, compositionMs: 0, isKeyframe: true, data })
  }

  /** RTMP time has 32 bits: the shortest way round the circle is the true step. */
  #unwrap(rawMs: number): number {
    this.#timeMs += this.#lastRawMs === undefined ? 0 : (rawMs - this.#lastRawMs) | 0
    this.#lastRawMs = rawMs
    return this.#timeMs
  }

  #passOver(): void {
    this.#framesPassedOver += 1
  }

  #dropHeld(): void {
    this.#framesPassedOver += this.#held.length
    this.#held = []
  }

  #takeVideoHeader(header: Uint8Array): void {
    if (isSame(this.#videoHeader, header)) return
    if (this.#video) this.#break()
    this.#videoHeader = header.slice()
    this.#video = parseAvcConfig(this.#videoHeader)
    if (!this.#video) this.#unsupported.add('h264 with a damaged header')
  }

  #takeAudioHeader(header: Uint8Array): void {
    if (isSame(this.#audioHeader, header)) return
    if (this.#audio) this.#break()
    this.#audioHeader = header.slice()
    const config = parseAacConfig(header)
    this.#audio = config && fitsAdts(config) ? config : undefined
    if (!this.#audio) this.#unsupported.add('aac with an unusual header')
  }

  #takePicture(frame: TimedFrame): void {
    const open = this.#open
    if (open?.lead === 'video' && open.isJump(frame.timeMs)) this.#break()
    if (this.#open?.lead === 'video') return this.#continuePicture(this.#open, frame)
    if (!frame.isKeyframe) return this.#passOver()
    if (this.#open) this.#break(frame.timeMs)
    this.#noteKeyframe(frame.timeMs)
    this.#begin(frame, frame.timeMs)
    const from = frame.timeMs - SOUND_LEAD_IN_MS
    const to = frame.timeMs + SOUND_AHEAD_MS
    const soundsWith = this.#held.filter(({ timeMs }) => timeMs >= from && timeMs <= to)
    this.#framesPassedOver += this.#held.length - soundsWith.length
    this.#held = []
    for (const sound of soundsWith) this.#open?.add(sound)
  }

  #continuePicture(open: OpenSegment, frame: TimedFrame): void {
    if (frame.isKeyframe) this.#noteKeyframe(frame.timeMs)
    const isDue = frame.isKeyframe && open.isDue(frame.timeMs, this.#rules.segmentSeconds * 1000)
    if (!isDue && !this.#isTooLarge(open, frame.timeMs)) return open.add(frame)
    this.#end(frame.timeMs)
    this.#begin(frame, frame.timeMs, open.stepMs)
  }

  #noteKeyframe(timeMs: number): void {
    const gapMs = timeMs - (this.#keyframeMs ?? timeMs)
    this.#longestKeyframeGapMs = Math.max(this.#longestKeyframeGapMs, gapMs)
    this.#keyframeMs = timeMs
  }

  #isTooLarge(open: OpenSegment, timeMs: number): boolean {
    const { longestSegmentSeconds, largestSegmentBytes } = this.#rules
    return timeMs - open.startMs >= longestSegmentSeconds * 1000 || open.bytes > largestSegmentBytes
  }

  #takeSound(frame: TimedFrame): void {
    const open = this.#open
    if (!open) return this.#holdSound(frame)
    if (open.lead === 'audio') return this.#continueSound(open, frame)
    const behindMs = open.lastLeadMs - frame.timeMs
    if (behindMs <= SOUND_BEHIND_MS && behindMs >= -SOUND_AHEAD_MS) return open.add(frame)
    this.#break()
    this.#holdSound(frame)
  }

  #continueSound(open: OpenSegment, frame: TimedFrame): void {
    if (open.isJump(frame.timeMs)) {
      this.#break()
      return this.#holdSound(frame)
    }
    if (!open.isDue(frame.timeMs, this.#rules.segmentSeconds * 1000)) return open.add(frame)
    this.#end(frame.timeMs)
    this.#begin(frame, frame.timeMs, open.stepMs)
  }

  /** Keeps sound until it is clear whether a picture comes with it. */
  #holdSound(frame: TimedFrame): void {
    const last = this.#held.at(-1)
    const stepMs = last ? frame.timeMs - last.timeMs : 0
    if (Math.abs(stepMs) > SOUND_BEHIND_MS) this.#dropHeld()
    this.#held.push(frame)
    const firstMs = this.#held[0]?.timeMs ?? frame.timeMs
    if (frame.timeMs - firstMs >= SOUND_ALONE_MS) this.#recordHeldSound()
  }

  #recordHeldSound(): void {
    const [first, ...rest] = this.#held
    this.#held = []
    if (!first) return
    this.#begin(first, this.#timeMs)
    for (const frame of rest) this.#takeSound(frame)
  }

  /** Opens a segment; `arrivedMs` is the time line's place now, which held sound lies before. */
  #begin(first: TimedFrame, arrivedMs: number, stepBeforeMs?: number): void {
    if (this.#isNewEra || !this.#era) {
      const originAtMs = this.#rules.now() - (arrivedMs - first.timeMs)
      this.#era = { originMs: first.timeMs, originAtMs }
    }
    this.#open = new OpenSegment(first, stepBeforeMs)
    this.#open.add(first)
  }

  /**
   * Timestamps, codecs or tracks change here: what comes next starts anew, at a keyframe. Sound past
   * the end of the picture, or past the start of a new one, is not lost with the old.
   */
  #break(pictureStartsMs?: number): void {
    const open = this.#open
    const soundEndsMs = open?.lead === 'video' ? open.endMs : pictureStartsMs
    if (open && soundEndsMs !== undefined) this.#held.push(...open.takeSoundFrom(soundEndsMs))
    this.#end(open?.endMs)
    this.#isNewEra = true
    this.#keyframeMs = undefined
  }

  #end(endMs: number | undefined): void {
    const open = this.#open
    const era = this.#era
    this.#open = undefined
    if (!open || !era || endMs === undefined || open.frames.length === 0) return
    if (this.#keyframeMs !== undefined) {
      this.#longestKeyframeGapMs = Math.max(this.#longestKeyframeGapMs, endMs - this.#keyframeMs)
    }
    this.#emit({
      frames: open.frames,
      video: open.lead === 'video' ? this.#video : undefined,
      audio: this.#audio,
      lead: open.lead,
      seconds: (endMs - open.startMs) / 1000,
      startsAtMs: era.originAtMs + (open.startMs - era.originMs),
      startMs: open.startMs,
      discontinuity: this.#isNewEra,
    })
    this.#isNewEra = false
    this.#hasEmitted = true
  }
}

const isSame = (one: Uint8Array | undefined, other: Uint8Array): boolean =>
  one !== undefined && Buffer.compare(one, other) === 0
