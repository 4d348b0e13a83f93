import { TimerQueue } from './timerQueue'

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
  /** The moment the hands are on their way to: `now()`, unless a leap is under way and a timer of it fires. */
  horizon(): number
  /** A time in the past is due at once: it fires at the next `settle`, `advance` or turn of the loop. */
  at(timeMs: number, what: () => void): Cancel
  /** Fires what is due. Called before each request, so that an answer never trails its own clock. */
  settle(): void
  /**
   * Moves the hands forward; a real clock keeps running from there. `leapMs`: of a longer leap this is
   * the first part, and the others follow.
   */
  advance(ms: number, leapMs?: number): void
  /** By how much it was moved past the machine's own; 0 for one that has nothing to do with that. */
  aheadMs(): number
  /**
   * Sets the hands, when a saved world is taken up again; never backwards past a real clock. One that
   * runs goes on `aheadMs` ahead of the machine's: what passed meanwhile has passed here too.
   */
  resumeAt(timeMs: number, aheadMs?: number): void
  /**
   * Does this once everything due has fired: for work that a later moment of the same round would
   * only do over again. Nobody can look in between.
   */
  afterwards(what: () => void): void
  /** Forgets every timer. */
  close(): void
}

/** What becomes of an error that a timer throws: unless told otherwise, whoever moved the clock has it. */
type Failed = (thrown: unknown) => void
const rethrown: Failed = (thrown) => {
  throw thrown
}

/** One timer that fails keeps no other from firing. */
function fire(what: () => void, failed: Failed): void {
  try {
    what()
  } catch (thrown) {
    failed(thrown)
  }
}

/** What waits for the end of a round of timers, in the order it was asked for. */
class Afterwards {
  #waiting: (() => void)[] = []

  constructor(private readonly failed: Failed) {}

  add(what: () => void): void {
    this.#waiting.push(what)
  }

  run(): void {
    for (const what of this.#waiting.splice(0)) fire(what, this.failed)
  }

  clear(): void {
    this.#waiting = []
  }
}

/** A clock that moves only when told. Starts at a fixed date unless told otherwise. */
export class ManualClock implements SimulatorClock {
  readonly kind = 'manual'
  readonly #queue = new TimerQueue()
  readonly #afterwards: Afterwards
  readonly #failed: Failed
  #now: number
  #horizon: number

  constructor(started: number | { readonly startMs?: number; readonly failed?: Failed } = {}) {
    const parts = typeof started === 'number' ? { startMs: started } : started
    const { startMs = Date.UTC(2026, 0, 1), failed = rethrown } = parts
    this.#failed = failed
    this.#afterwards = new Afterwards(failed)
    this.#now = startMs
    this.#horizon = startMs
  }

  now = (): number => this.#now

  horizon = (): number => Math.max(this.#now, this.#horizon)

  at(timeMs: number, what: () => void): Cancel {
    return this.#queue.add(timeMs, what)
  }

  settle(): void {
    this.#runUntil(this.#now)
  }

  advance(ms: number, leapMs = ms): void {
    this.#horizon = Math.max(this.#horizon, this.#now + leapMs)
    this.#runUntil(this.#now + ms)
  }

  aheadMs(): number {
    return 0
  }

  resumeAt(timeMs: number): void {
    this.#now = Math.max(this.#now, timeMs)
  }

  afterwards(what: () => void): void {
    this.#afterwards.add(what)
  }

  close(): void {
    this.#queue.clear()
    this.#afterwards.clear()
  }

  #runUntil(target: number): void {
    this.#horizon = Math.max(this.#horizon, target)
    for (let due = this.#queue.takeDue(target); due; due = this.#queue.takeDue(target)) {
      this.#now = Math.max(this.#now, due.timeMs)
      fire(due.what, this.#failed)
    }
    this.#now = Math.max(this.#now, target)
    this.#afterwards.run()
  }
}

/** Node refuses longer time-outs; a timer further away is looked at again then. */
const longestTimeoutMs = 2 ** 31 - 1

/** The machine's clock plus an offset that `advance` makes larger. */
export class RealClock implements SimulatorClock {
  readonly kind = 'real'
  readonly #queue = new TimerQueue()
  readonly #afterwards: Afterwards
  #offsetMs = 0
  #leapingTo = 0
  /** The moment a firing timer was due, while it fires. */
  #firingAt: number | undefined
  #wake: NodeJS.Timeout | undefined

  constructor(private readonly failed: Failed = rethrown) {
    this.#afterwards = new Afterwards(failed)
  }

  horizon = (): number => Math.max(this.now(), Date.now() + this.#offsetMs, this.#leapingTo)

  now = (): number => this.#firingAt ?? Date.now() + this.#offsetMs

  at(timeMs: number, what: () => void): Cancel {
    const cancel = this.#queue.add(timeMs, what)
    // A later one changes nothing, and a round that is on ends with a look at what is next.
    if (this.#firingAt === undefined && this.#queue.nextAt() === timeMs) this.#armWake()
    return cancel
  }

  settle(): void {
    // A timer may advance the clock or look at it: one round at a time.
    if (this.#firingAt !== undefined) return
    try {
      const target = Date.now() + this.#offsetMs
      for (let due = this.#queue.takeDue(target); due; due = this.#queue.takeDue(target)) {
        this.#firingAt = due.timeMs
        fire(due.what, this.failed)
      }
      this.#firingAt = undefined
      this.#afterwards.run()
    } finally {
      this.#firingAt = undefined
      this.#armWake()
    }
  }

  advance(ms: number, leapMs = ms): void {
    this.#leapingTo = Date.now() + this.#offsetMs + leapMs
    this.#offsetMs += ms
    this.settle()
  }

  aheadMs(): number {
    return this.#offsetMs
  }

  resumeAt(timeMs: number, aheadMs = 0): void {
    this.#offsetMs = Math.max(this.#offsetMs, aheadMs, timeMs - Date.now())
    this.#armWake()
  }

  afterwards(what: () => void): void {
    if (this.#firingAt === undefined) this.at(this.now(), what)
    else this.#afterwards.add(what)
  }

  close(): void {
    this.#queue.clear()
    this.#afterwards.clear()
    clearTimeout(this.#wake)
  }

  #armWake(): void {
    clearTimeout(this.#wake)
    const nextAt = this.#queue.nextAt()
    if (nextAt === undefined) return
    const inMs = Math.max(0, nextAt - (Date.now() + this.#offsetMs))
    this.#wake = setTimeout(() => this.settle(), Math.min(inMs, longestTimeoutMs))
  }
}
