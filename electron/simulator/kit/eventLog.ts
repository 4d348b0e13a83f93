/** One thing that happened: when, what, and the particulars. Never a secret: no stream key, no credential. */
export interface SimulatorEvent {
  readonly seq: number
  readonly at: number
  readonly kind: string
  readonly [detail: string]: unknown
}

/** Older events are dropped beyond this; the bill does not depend on them. */
const mostKept = 20_000

/** Append-only; numbers go on rising when the oldest are dropped or a saved world is taken up. */
export class EventLog {
  #events: SimulatorEvent[] = []
  #last = 0

  constructor(private readonly now: () => number) {}

  append(kind: string, details: Readonly<Record<string, unknown>> = {}): void {
    this.#events.push({ ...details, seq: ++this.#last, at: this.now(), kind })
    if (this.#events.length > mostKept) this.#events = this.#events.slice(-mostKept / 2)
  }

  /** Events with a number above `seq`. */
  since(seq: number): readonly SimulatorEvent[] {
    // The numbers in the log follow each other without a gap.
    const first = this.#events[0]?.seq ?? 0
    return this.#events.slice(Math.max(0, seq + 1 - first))
  }

  clear(): void {
    this.#events = []
  }

  /** Only the end of the log is worth keeping over a restart. */
  snapshot(): readonly SimulatorEvent[] {
    return this.#events.slice(-1_000)
  }

  restore(events: readonly SimulatorEvent[]): void {
    this.#events = [...events]
    this.#last = events.at(-1)?.seq ?? this.#last
  }
}
