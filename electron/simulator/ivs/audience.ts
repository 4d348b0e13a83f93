/** IVS API reference, Stream, `viewerCount`: more viewers show after 15 s, fewer after 60 s. */
const riseShowsAfterMs = 15_000
const fallShowsAfterMs = 60_000

interface Change {
  readonly count: number
  readonly showsAt: number
}

/** How many watch each channel, and how many of them IVS already knows of. Times in simulator epoch ms. */
export class Audience {
  readonly #wanted = new Map<string, number>()
  readonly #changes = new Map<string, readonly Change[]>()

  constructor(private readonly now: () => number) {}

  /** From now on so many watch, whenever the channel is live. */
  set(channelArn: string, count: number): void {
    const before = this.watching(channelArn)
    this.#wanted.set(channelArn, count)
    const changes = this.#changes.get(channelArn)
    if (changes)
      this.#changes.set(channelArn, [
        ...stillTelling(changes, this.now()),
        this.#change(before, count),
      ])
  }

  /** The channel has gone live: those who wait for it begin to watch. */
  opened(channelArn: string): void {
    this.#changes.set(channelArn, [this.#change(0, this.watching(channelArn))])
  }

  closed(channelArn: string): void {
    this.#changes.delete(channelArn)
  }

  /** Who really watches, or would if it were live. */
  watching(channelArn: string): number {
    return this.#wanted.get(channelArn) ?? 0
  }

  /** What GetStream shows. */
  shown(channelArn: string): number {
    const now = this.now()
    const known = this.#changes.get(channelArn)?.filter(({ showsAt }) => showsAt <= now)
    return known?.at(-1)?.count ?? 0
  }

  forget(channelArn: string): void {
    this.#wanted.delete(channelArn)
    this.#changes.delete(channelArn)
  }

  snapshot(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#wanted)
  }

  reset(): void {
    this.#wanted.clear()
    this.#changes.clear()
  }

  #change(before: number, count: number): Change {
    return { count, showsAt: this.now() + (count >= before ? riseShowsAfterMs : fallShowsAfterMs) }
  }
}

/** What came before the last change that shows already has nothing more to tell. */
function stillTelling(changes: readonly Change[], now: number): readonly Change[] {
  const last = changes.findLastIndex(({ showsAt }) => showsAt <= now)
  return changes.slice(Math.max(0, last))
}
