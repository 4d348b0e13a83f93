import type { MediaTag } from '../mediaTag'

/** More than encoders interleave by, less than any real restart jumps. */
const LARGEST_STEP_BACK_MS = 1_000
const LARGEST_STEP_AHEAD_MS = 60_000

/**
 * Gives outgoing tags times that never run backwards, whatever the source does: an encoder that
 * starts again from nought, a slate that comes in between, a counter that wraps at 2^32.
 */
export class Timeline {
  private lastSourceMs: number | undefined
  private lastSentMs = 0
  private lastAt = 0
  private readonly lastOfKind = new Map<MediaTag['kind'], number>()

  constructor(private readonly now: () => number) {}

  /** The time to send the tag with. Call once for each tag, in order. */
  place(tag: MediaTag): number {
    const at = this.now()
    const time = this.lastSentMs + this.stepTo(tag.timestampMs, at)
    const placed = Math.max(time, this.lastOfKind.get(tag.kind) ?? 0)
    this.lastOfKind.set(tag.kind, placed)
    this.lastSourceMs = tag.timestampMs
    this.lastSentMs = time
    this.lastAt = at
    return placed >>> 0
  }

  private stepTo(timestampMs: number, at: number): number {
    if (this.lastSourceMs === undefined) return timestampMs
    const step = (timestampMs - this.lastSourceMs) | 0
    const isContinuous = step >= -LARGEST_STEP_BACK_MS && step <= LARGEST_STEP_AHEAD_MS
    // Where the source's clock broke, ours tells how much time went by.
    return isContinuous ? step : Math.max(1, at - this.lastAt)
  }
}
