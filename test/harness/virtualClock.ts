import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../../electron/core/ports'

interface Sleeper {
  readonly dueAt: number
  readonly order: number
  readonly wake: () => void
}

export interface VirtualClockOptions {
  readonly startMs?: number
  /** Calls to the outside that have no answer yet: while there are any, time stands still. */
  readonly inFlight?: () => number
  /** Moves the hands of whoever shares this time (the simulator) by the same step. */
  readonly onAdvance?: (ms: number) => void
  /** Whoever shares this time does what is due before it moves on. */
  readonly onIdle?: () => Promise<void>
  /** Turns of the event loop without anything under way, before time may move. */
  readonly idleTurns?: number
}

/** Nobody means to sleep for so long at once but a test that waits for something. */
const LONG_JUMP_MS = 10 * 60_000
/** Files that are read and modules that are loaded are no traffic: they get this moment, in real time. */
const BREATH_MS = 300

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

/**
 * Time that passes only when nobody has anything else to do: then it jumps to the earliest sleeper.
 * Hours pass in a blink and always in the same order: by due time, then by who lay down first, one
 * sleeper at a time.
 */
export class VirtualClock implements Clock {
  readonly #options: Required<VirtualClockOptions>
  #sleepers: Sleeper[] = []
  #now: number
  #order = 0
  #pumping = false
  #closed = false

  constructor({
    startMs = Date.UTC(2026, 0, 1),
    inFlight = () => 0,
    onAdvance = () => undefined,
    onIdle = () => Promise.resolve(),
    idleTurns = 8,
  }: VirtualClockOptions = {}) {
    this.#options = { startMs, inFlight, onAdvance, onIdle, idleTurns }
    this.#now = startMs
  }

  now = (): number => this.#now

  get sleeping(): number {
    return this.#sleepers.length
  }

  sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error)
      const onAbort = () => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper)
        reject(signal?.reason as Error)
      }
      const wake = () => {
        signal?.removeEventListener('abort', onAbort)
        resolve()
      }
      const sleeper = { dueAt: this.#now + Math.max(0, ms), order: this.#order++, wake }
      signal?.addEventListener('abort', onAbort, { once: true })
      this.#sleepers.push(sleeper)
      void this.#pump()
    })

  /** Moves the hands by hand, waking whoever is due on the way. */
  async advance(ms: number): Promise<void> {
    const target = this.#now + ms
    for (let next = this.#earliest(); next && next.dueAt <= target; next = this.#earliest()) {
      this.#wake(next)
      await this.#idle()
    }
    this.#moveTo(target)
  }

  /** Stops moving by itself. Whoever still sleeps stays asleep. */
  close(): void {
    this.#closed = true
    this.#sleepers = []
  }

  async #pump(): Promise<void> {
    if (this.#pumping) return
    this.#pumping = true
    while (this.#sleepers.length > 0 && !this.#closed) {
      await this.#idle()
      if (!this.#closed) await this.#options.onIdle()
      if (this.#isLongJump()) {
        await sleep(BREATH_MS)
        await this.#idle()
      }
      const next = this.#earliest()
      if (next && !this.#closed) this.#wake(next)
    }
    this.#pumping = false
  }

  #isLongJump(): boolean {
    const next = this.#earliest()
    return next !== undefined && next.dueAt - this.#now >= LONG_JUMP_MS
  }

  /** Resolves when nothing was under way for some turns on end. */
  async #idle(): Promise<void> {
    const { inFlight, idleTurns } = this.#options
    for (let quiet = 0; quiet < idleTurns && !this.#closed; quiet++) {
      await turn()
      if (inFlight() > 0) quiet = -1
    }
  }

  #earliest(): Sleeper | undefined {
    return this.#sleepers.reduce<Sleeper | undefined>(
      (first, other) => (first === undefined || isEarlier(other, first) ? other : first),
      undefined,
    )
  }

  #wake(sleeper: Sleeper): void {
    this.#sleepers = this.#sleepers.filter((other) => other !== sleeper)
    this.#moveTo(sleeper.dueAt)
    sleeper.wake()
  }

  #moveTo(time: number): void {
    const ms = Math.max(0, time - this.#now)
    this.#now += ms
    if (ms > 0) this.#options.onAdvance(ms)
  }
}

const isEarlier = (a: Sleeper, b: Sleeper): boolean =>
  a.dueAt < b.dueAt || (a.dueAt === b.dueAt && a.order < b.order)
