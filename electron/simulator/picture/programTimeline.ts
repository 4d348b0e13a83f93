/**
 * One time line for sources that each have their own: every source begins where the programme is,
 * and never before its end.
 */
export class ProgramTimeline {
  #baseMs = 0
  #firstMs: number | undefined
  #endMs = -1

  /** The latest time given to a frame. */
  get end(): number {
    return this.#endMs
  }

  /** The next frame belongs at this time, or just after the end if that is later. */
  rebase(atMs: number): void {
    this.#baseMs = Math.max(this.#endMs + 1, Math.round(atMs))
    this.#firstMs = undefined
  }

  /** The program time of a source's frame; RTMP time wraps at 2^32, the difference does not. */
  place(timestampMs: number): number {
    this.#firstMs ??= timestampMs
    const placed = Math.max(0, this.#baseMs + ((timestampMs - this.#firstMs) | 0))
    this.#endMs = Math.max(this.#endMs, placed)
    return placed >>> 0
  }

  /** Headers stand where the next frame begins, or at the end of what was sent. */
  timeOfHeader(): number {
    return Math.max(0, this.#firstMs === undefined ? this.#baseMs : this.#endMs) >>> 0
  }
}
