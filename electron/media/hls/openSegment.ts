/** A frame as it arrived, on the connection's own time line. */
export interface TimedFrame {
  readonly kind: 'video' | 'audio'
  /** Decode time in ms. */
  readonly timeMs: number
  /** Presentation time less decode time, in ms. */
  readonly compositionMs: number
  readonly isKeyframe: boolean
  readonly data: Uint8Array
}

const JUMP_MS = 1_000
const JUMP_STEPS = 5
/** Encoders that dither their clock step back by a few ms; that is no restart. */
const DITHER_MS = 100
const FIRST_GUESS_STEP_MS = 33

/**
 * The segment that is being filled. Its duration is that of its lead, which is the picture where
 * there is one and the sound where there is not.
 */
export class OpenSegment {
  readonly lead: 'video' | 'audio'
  readonly startMs: number
  #frames: TimedFrame[] = []
  #leadFrames = 0
  #lastLeadMs: number
  #bytes = 0
  /** What one frame took in the segment before, for a segment that ends after a single frame. */
  readonly #stepBeforeMs: number

  constructor(first: TimedFrame, stepBeforeMs = FIRST_GUESS_STEP_MS) {
    this.lead = first.kind
    this.startMs = first.timeMs
    this.#lastLeadMs = first.timeMs
    this.#stepBeforeMs = stepBeforeMs
  }

  get frames(): readonly TimedFrame[] {
    return this.#frames
  }

  get bytes(): number {
    return this.#bytes
  }

  get lastLeadMs(): number {
    return this.#lastLeadMs
  }

  /** Mean time between two frames of the lead. */
  get stepMs(): number {
    const elapsed = this.#lastLeadMs - this.startMs
    return this.#leadFrames > 1 && elapsed > 0
      ? elapsed / (this.#leadFrames - 1)
      : this.#stepBeforeMs
  }

  /** When the last frame of the lead has been shown. */
  get endMs(): number {
    return Math.round(this.#lastLeadMs + this.stepMs)
  }

  add(frame: TimedFrame): void {
    const isLead = frame.kind === this.lead
    const timeMs = isLead ? Math.max(frame.timeMs, this.#lastLeadMs) : frame.timeMs
    this.#frames.push({ ...frame, timeMs })
    this.#bytes += frame.data.length
    if (!isLead) return
    this.#leadFrames += 1
    this.#lastLeadMs = timeMs
  }

  /** Whether a frame of the lead does not carry on from the last one: a restart or a gap. */
  isJump(timeMs: number): boolean {
    const delta = timeMs - this.#lastLeadMs
    return delta < -DITHER_MS || delta > Math.max(JUMP_MS, JUMP_STEPS * this.stepMs)
  }

  /** Whether the segment is long enough to end before a frame; half a frame of rounding is forgiven. */
  isDue(timeMs: number, targetMs: number): boolean {
    return timeMs - this.startMs >= targetMs - this.stepMs / 2
  }

  /** Takes out and returns the sound from a time on; it belongs to what comes next. */
  takeSoundFrom(timeMs: number): readonly TimedFrame[] {
    const isTaken = (frame: TimedFrame): boolean => frame.kind === 'audio' && frame.timeMs >= timeMs
    const taken = this.#frames.filter(isTaken)
    this.#frames = this.#frames.filter((frame) => !isTaken(frame))
    if (this.lead === 'audio') {
      this.#leadFrames = this.#frames.length
      this.#lastLeadMs = this.#frames.at(-1)?.timeMs ?? this.startMs
    }
    return taken
  }
}
