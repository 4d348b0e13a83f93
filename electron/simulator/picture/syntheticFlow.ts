/** Something that flows at a rate and is counted: computed from the clock, never sampled. */
export class Flow {
  #counted = 0
  #perSecond = 0
  #since: number

  constructor(private readonly now: () => number) {
    this.#since = now()
  }

  /** From now on so much a second. */
  runAt(perSecond: number): void {
    this.#counted = this.#exactly()
    this.#since = this.now()
    this.#perSecond = perSecond
  }

  /** Whole ones up to now. */
  total(): number {
    // A hair, so that thirty frames a second are thirty after a second.
    return Math.floor(this.#exactly() + 1e-6)
  }

  #exactly(): number {
    return this.#counted + ((this.now() - this.#since) * this.#perSecond) / 1000
  }
}
