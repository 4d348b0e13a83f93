import type { SimulatorContext } from '../kit/context'
import type { Cancel } from '../kit/clock'
import type { Transition } from '../kit/durations'
import { coarseForMs, fineForMs, type Archive, type Window } from './archive'
import { metricKey, type Reading } from './metric'
import { merged, setOf, type StatisticSet } from './statistics'

const secondMs = 1_000
const minuteMs = 60_000
/** A leap of the clock is looked at closely at its end only: nothing arrives while it lasts. */
const closelyMs = 10 * minuteMs

/** Somebody whose measures become metrics. */
export interface MetricSource {
  /** Data points are of windows this long, aligned to the clock. */
  readonly windowMs: number
  /** How long until a window can be seen, and the first ones of a group. */
  readonly arrival: Transition
  readonly firstArrival?: Transition
  /** What holds at this moment: several a window. Undefined: nothing runs. */
  gauges(): readonly Reading[] | undefined
  /** What has been counted since the last call: one a window. */
  totals(): readonly Reading[]
}

interface Open {
  readonly reading: Reading
  readonly values: StatisticSet
}

/**
 * Looks once a second while something runs and files a window when it is over. With a leap of the
 * clock it looks as often as what it files will be kept: a year is a matter of a moment.
 */
export class Sampler {
  #open = new Map<string, Open>()
  /** When the first windows of a group can be seen. */
  #firstSeen = new Map<string, number>()
  #next: Cancel | undefined

  constructor(
    private readonly context: Pick<SimulatorContext, 'clock' | 'durations'>,
    private readonly source: MetricSource,
    private readonly archive: Archive,
  ) {}

  /** Something has begun to run. */
  wake(): void {
    if (this.#next === undefined) this.#look()
  }

  stop(): void {
    this.#next?.()
    this.#next = undefined
    this.#open.clear()
    this.#firstSeen.clear()
  }

  #look(): void {
    const now = this.context.clock.now()
    const gauges = this.source.gauges()
    for (const reading of gauges ?? []) this.#add(reading)
    const isOver = now % this.source.windowMs === 0
    if (isOver) this.#file(now - this.source.windowMs)
    if (gauges === undefined && this.#open.size === 0) return this.stop()
    this.#next = this.context.clock.at(this.#nextLook(now), () => this.#look())
  }

  #nextLook(now: number): number {
    const left = this.context.clock.horizon() - now
    const { windowMs } = this.source
    if (left > coarseForMs) return multipleAfter(now + left - coarseForMs, minuteMs)
    if (left > fineForMs) return multipleAfter(now, minuteMs)
    return multipleAfter(now, left > closelyMs ? windowMs : secondMs)
  }

  #add(reading: Reading): void {
    const key = `${reading.region} ${metricKey(reading.metric)}`
    const before = this.#open.get(key)
    const values = setOf(reading.value)
    this.#open.set(key, { reading, values: before ? merged(before.values, values) : values })
  }

  #file(at: number): void {
    for (const reading of this.source.totals()) this.#add(reading)
    const endsAt = at + this.source.windowMs
    const seenAt = new Map<string, number>()
    for (const { reading, values } of this.#open.values()) {
      const { group, region, metric, unit } = reading
      const visibleAt = seenAt.get(group) ?? this.#visibleAt(group, endsAt)
      seenAt.set(group, visibleAt)
      const window: Window = { region, metric, unit, point: { at, visibleAt, ...values } }
      this.archive.put(window, () => this.context.durations.draw('metric-listing'))
    }
    // A group that is silent for a window has ended; its next first window is a first one again.
    for (const group of this.#firstSeen.keys()) {
      if (!seenAt.has(group)) this.#firstSeen.delete(group)
    }
    this.#open.clear()
  }

  #visibleAt(group: string, endsAt: number): number {
    const { arrival, firstArrival } = this.source
    const { durations } = this.context
    const first =
      this.#firstSeen.get(group) ?? (firstArrival ? endsAt + durations.draw(firstArrival) : endsAt)
    this.#firstSeen.set(group, first)
    return Math.max(first, endsAt + durations.draw(arrival))
  }
}

const multipleAfter = (timeMs: number, unitMs: number) => (Math.floor(timeMs / unitMs) + 1) * unitMs
