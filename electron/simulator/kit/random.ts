/** A stream of numbers in [0, 1), the same for the same seed and purpose. */
export interface RandomStream {
  next(): number
}

/**
 * Seeded randomness, one stream a purpose: drawing a channel id does not change how long the next
 * start takes, so a rehearsal can be played again with one call more or less.
 */
export class Randomness {
  readonly #states = new Map<string, number>()

  constructor(readonly seed: number) {}

  stream(purpose: string): RandomStream {
    return { next: () => this.#draw(purpose) }
  }

  snapshot(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#states)
  }

  restore(states: Readonly<Record<string, number>>): void {
    this.#states.clear()
    for (const [purpose, state] of Object.entries(states)) this.#states.set(purpose, state)
  }

  /** mulberry32: 32 bits of state are plenty for durations and names. */
  #draw(purpose: string): number {
    const state = ((this.#states.get(purpose) ?? this.#firstState(purpose)) + 0x6d2b79f5) >>> 0
    this.#states.set(purpose, state)
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  /** FNV-1a over seed and purpose. */
  #firstState(purpose: string): number {
    let hash = 0x811c9dc5
    for (const character of `${this.seed}:${purpose}`) {
      hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0
    }
    return hash
  }
}
