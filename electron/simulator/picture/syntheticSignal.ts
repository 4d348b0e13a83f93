import type { Sent } from './syntheticFeeds'

/** Since when something holds; undefined: it does not. Epoch ms. */
export interface Spells {
  readonly noPicture: number | undefined
  readonly noSound: number | undefined
  readonly black: number | undefined
}

/** What one input of a pipeline looks like over time. */
export class SyntheticSignal {
  spells: Spells

  constructor(now: number) {
    this.spells = { noPicture: now, noSound: now, black: undefined }
  }

  see(sent: Sent | undefined, now: number): void {
    const { spells } = this
    const since = (before: number | undefined, holds: boolean) =>
      holds ? (before ?? now) : undefined
    this.spells = {
      noPicture: since(spells.noPicture, sent === undefined),
      noSound: since(spells.noSound, !sent?.audio),
      black: since(spells.black, sent?.black === true),
    }
  }
}

/** Answers what has lasted long enough, and remembers when the next answer changes. */
export class Deadlines {
  #next = Number.POSITIVE_INFINITY

  constructor(private readonly now: number) {}

  /** Whether it has held for so long. */
  lasted(since: number | undefined, forMs: number): boolean {
    if (since === undefined) return false
    const at = since + forMs
    if (at <= this.now) return true
    this.#next = Math.min(this.#next, at)
    return false
  }

  /** Undefined: nothing changes by time alone. */
  get next(): number | undefined {
    return Number.isFinite(this.#next) ? this.#next : undefined
  }
}
