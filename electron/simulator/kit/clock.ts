/** Takes a timer off the clock; harmless when it has already fired. */
export type Cancel = () => void

/**
 * The only time the simulator knows, in epoch ms. Timers fire in the order of their times, and while
 * one fires `now()` says the moment it was due, so that an hour skipped leaves the same record as an
 * hour waited for.
 */
export interface SimulatorClock {
  readonly kind: 'real' | 'manual'
  now(): number
  /** A time in the past is due at once: it fires at the next `settle`, `advance` or turn of the loop. */
  at(timeMs: number, what: () => void): Cancel
  /** Fires what is due. Called before each request, so that an answer never trails its own clock. */
  settle(): void
  /** Moves the hands forward; a real clock keeps running from there. */
  advance(ms: number): void
  /** Sets the hands, when a saved world is taken up again; never backwards past a real clock. */
  resumeAt(timeMs: number): void
  /** Forgets every timer. */
  close(): void
}

interface Timer {
  readonly timeMs: number
  readonly order: number
  readonly what: () => void
}

/** Timers in order of time, then of arming. Kept as a sorted array: there are never many. */
class TimerQueue {
  #timers: Timer[] = []
  #armed = 0

  add(timeMs: number, what: () => void): Cancel {
    const timer = { timeMs, order: this.#armed++, what }
    const after = this.#timers.findIndex((other) => other.timeMs > timeMs)
    this.#timers.splice(after === -1 ? this.#timers.length : after, 0, timer)
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }

  next(): Timer | undefined {
    return this.#timers[0]
  }

  takeDue(timeMs: number): Timer | undefined {
    const next = this.#timers[0]
    return next !== undefined && next.timeMs <= timeMs ? this.#timers.shift() : undefined
  }

  clear(): void {
    this.#timers = []
  }
}

/** A clock that moves only when told. Starts at a fixed date unless told otherwise. */
export class ManualClock implements SimulatorClock {
  readonly kind = 'manual'
  readonly #queue = new TimerQueue()
  #now: number

  constructor(startMs = Date.UTC(2026, 0, 1)) {
    this.#now = startMs
  }

  now = (): number => this.#now

  at(timeMs: number, what: () => void): Cancel {
    return this.#queue.add(timeMs, what)
  }

  settle(): void {
    this.#runUntil(this.#now)
  }

  advance(ms: number): void {
    this.#runUntil(this.#now + ms)
  }

  resumeAt(timeMs: number): void {
    this.#now = Math.max(this.#now, timeMs)
  }

  close(): void {
    this.#queue.clear()
  }

  #runUntil(target: number): void {
    for (let due = this.#queue.takeDue(target); due; due = this.#queue.takeDue(target)) {
      this.#now = Math.max(this.#now, due.timeMs)
      due.what()
    }
    this.#now = Math.max(this.#now, target)
  }
}

/** Node refuses longer time-outs; a timer further away is looked at again then. */
const longestTimeoutMs = 2 ** 31 - 1

/** The machine's clock plus an offset that `advance` makes larger. */
export class RealClock implements SimulatorClock {
  readonly kind = 'real'
  readonly #queue = new TimerQueue()
  #offsetMs = 0
  /** The moment a firing timer was due, while it fires. */
  #firingAt: number | undefined
  #wake: NodeJS.Timeout | undefined

  now = (): number => this.#firingAt ?? Date.now() + this.#offsetMs

  at(timeMs: number, what: () => void): Cancel {
    const cancel = this.#queue.add(timeMs, what)
    this.#armWake()
    return cancel
  }

  settle(): void {
    // A timer may advance the clock or look at it: one round at a time.
    if (this.#firingAt !== undefined) return
    try {
      const target = Date.now() + this.#offsetMs
      for (let due = this.#queue.takeDue(target); due; due = this.#queue.takeDue(target)) {
        this.#firingAt = due.timeMs
        due.what()
      }
    } finally {
      this.#firingAt = undefined
      this.#armWake()
    }
  }

  advance(ms: number): void {
    this.#offsetMs += ms
    this.settle()
  }

  resumeAt(timeMs: number): void {
    this.#offsetMs = Math.max(this.#offsetMs, timeMs - Date.now())
    this.#armWake()
  }

  close(): void {
    this.#queue.clear()
    clearTimeout(this.#wake)
  }

  #armWake(): void {
    clearTimeout(this.#wake)
    const next = this.#queue.next()
    if (next === undefined) return
    const inMs = Math.max(0, next.timeMs - (Date.now() + this.#offsetMs))
    this.#wake = setTimeout(() => this.settle(), Math.min(inMs, longestTimeoutMs))
  }
}
