/** Ends an abandoned simulator: real time, for a rehearsal's clock may be anywhere. */
export class IdleExit {
  #lastTouch = Date.now()
  #look: NodeJS.Timeout | undefined

  constructor(
    private readonly afterMs: number | null,
    private readonly isBusy: () => boolean,
    private readonly end: () => void,
  ) {
    this.#lookIn(afterMs ?? 0)
  }

  touched(): void {
    this.#lastTouch = Date.now()
  }

  stop(): void {
    clearTimeout(this.#look)
  }

  #lookIn(ms: number): void {
    if (this.afterMs !== null) this.#look = setTimeout(() => this.#endOrWait(), ms)
  }

  #endOrWait(): void {
    if (this.afterMs === null) return
    // What runs counts as use: the time starts when it has ended.
    if (this.isBusy()) this.touched()
    const leftMs = this.#lastTouch + this.afterMs - Date.now()
    if (leftMs <= 0) this.end()
    else this.#lookIn(Math.min(leftMs, 60_000))
  }
}
