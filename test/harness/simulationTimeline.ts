/** One line of what happened: when, who, what. */
interface Line {
  readonly at: number
  readonly who: string
  readonly what: string
}

/** What happened in a story, as a person reads it. */
export class Timeline {
  readonly #lines: Line[] = []
  #startedAt: number | undefined

  constructor(private readonly now: () => number) {}

  note(who: string, what: string): void {
    const at = this.now()
    this.#startedAt ??= at
    this.#lines.push({ at, who, what })
  }

  /** Without what repeats itself: the looks of a console are told by their number. */
  text(): string {
    const told: string[] = []
    let looks = 0
    for (const { at, who, what } of this.#lines) {
      if (isLook(what)) {
        looks++
        continue
      }
      if (looks > 0) told.push(`                          (${looks} looks)`)
      looks = 0
      told.push(`${this.#clock(at)}  ${who.padEnd(10)} ${what}`)
    }
    return told.join('\n')
  }

  /** All of it, to compare two tellings of the same seed. */
  whole(): readonly string[] {
    return this.#lines.map(({ at, who, what }) => `${this.#clock(at)} ${who} ${what}`)
  }

  #clock(at: number): string {
    const ms = at - (this.#startedAt ?? at)
    const minutes = String(Math.floor(ms / 60_000)).padStart(3)
    return `${minutes}:${((ms % 60_000) / 1000).toFixed(3).padStart(6, '0')}`
  }
}

/** A list that was answered tells nothing by itself. */
const isLook = (what: string): boolean => /^calls (List|Describe)\w+$/.test(what)
