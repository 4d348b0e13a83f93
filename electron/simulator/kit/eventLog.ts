/** One thing that happened: when, what, and the particulars. Never a secret: no stream key, no credential. */
export interface SimulatorEvent {
  readonly seq: number
  readonly at: number
  readonly kind: string
  readonly [detail: string]: unknown
}

/** The end of the log, and the number of its last event, were it dropped or cleared since. */
export interface SavedEvents {
  readonly last: number
  readonly events: readonly SimulatorEvent[]
}

/** Older events are dropped beyond this; the bill does not depend on them. */
const mostKept = 20_000

/** Append-only; numbers go on rising when events are dropped or a saved world is taken up. */
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
  snapshot(): SavedEvents {
    return { last: this.#last, events: this.#events.slice(-1_000) }
  }

  restore({ last, events }: SavedEvents): void {
    this.#events = [...events]
    this.#last = last
  }
}
