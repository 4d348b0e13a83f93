interface Timer {
  readonly timeMs: number
  readonly order: number
  /** Undefined once it has fired or was called off. */
  what: (() => void) | undefined
}

const isBefore = (one: Timer, other: Timer) =>
  one.timeMs < other.timeMs || (one.timeMs === other.timeMs && one.order < other.order)

/**
 * Timers in order of time, then of arming: a binary heap. One that is called off stays in the heap
 * without what it was to do, until more than half of the heap is like that.
 */
export class TimerQueue {
  #heap: Timer[] = []
  #armed = 0
  #calledOff = 0

  /** How many are still to fire. */
  get size(): number {
    return this.#heap.length - this.#calledOff
  }

  /** Returns the way to call it off. */
  add(timeMs: number, what: () => void): () => void {
    const timer: Timer = { timeMs, order: this.#armed++, what }
    this.#heap.push(timer)
    this.#rise(this.#heap.length - 1)
    return () => this.#callOff(timer)
  }

  /** When the next one is due; undefined: there is none. */
  nextAt(): number | undefined {
    this.#dropCalledOff()
    return this.#heap[0]?.timeMs
  }

  /** Takes the next one if it is due by then. */
  takeDue(timeMs: number): { readonly timeMs: number; readonly what: () => void } | undefined {
    const dueAt = this.nextAt()
    if (dueAt === undefined || dueAt > timeMs) return undefined
    const timer = this.#takeFirst()
    if (timer?.what === undefined) return undefined
    const { what } = timer
    timer.what = undefined
    return { timeMs: timer.timeMs, what }
  }

  clear(): void {
    for (const timer of this.#heap) timer.what = undefined
    this.#heap = []
    this.#calledOff = 0
  }

  #callOff(timer: Timer): void {
    if (timer.what === undefined) return
    timer.what = undefined
    this.#calledOff += 1
    if (this.#calledOff * 2 <= this.#heap.length) return
    // A sorted array is a heap.
    this.#heap = this.#heap
      .filter(({ what }) => what !== undefined)
      .sort((one, other) => (isBefore(one, other) ? -1 : 1))
    this.#calledOff = 0
  }

  #dropCalledOff(): void {
    while (this.#heap[0] !== undefined && this.#heap[0].what === undefined) {
      this.#takeFirst()
      this.#calledOff -= 1
    }
  }

  #takeFirst(): Timer | undefined {
    const [first] = this.#heap
    const last = this.#heap.pop()
    if (first === undefined || last === undefined || first === last) return first
    this.#heap[0] = last
    this.#sink()
    return first
  }

  #rise(from: number): void {
    let at = from
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!this.#swapIfBefore(at, parent)) return
      at = parent
    }
  }

  #sink(): void {
    let at = 0
    for (;;) {
      const [left, right] = [this.#heap[2 * at + 1], this.#heap[2 * at + 2]]
      if (left === undefined) return
      const child = right !== undefined && isBefore(right, left) ? 2 * at + 2 : 2 * at + 1
      if (!this.#swapIfBefore(child, at)) return
      at = child
    }
  }

  #swapIfBefore(at: number, other: number): boolean {
    const [one, two] = [this.#heap[at], this.#heap[other]]
    if (one === undefined || two === undefined || !isBefore(one, two)) return false
    this.#heap[at] = two
    this.#heap[other] = one
    return true
  }
}
