import type { AwsTime } from '../../core/ports'

/** Between which offsets AWS's clock lies from ours, in ms. */
export interface OffsetInterval {
  readonly min: number
  readonly max: number
}

/** One answer: what its `Date` header says, and when it was asked for and came, by our clock. */
export interface DateSample {
  readonly date: number
  readonly sentAt: number
  readonly receivedAt: number
}

/** `Date` headers are cut to whole seconds. */
const headerStepMs = 1000

/**
 * What one more answer tells. AWS wrote `date` at some moment between sending and receiving, and up
 * to a second of it was cut off; intersecting many answers narrows that down to some milliseconds.
 * Where nothing is left to intersect, a clock has jumped, and the new answer alone counts.
 */
export function narrowOffset(
  known: OffsetInterval | undefined,
  { date, sentAt, receivedAt }: DateSample,
): OffsetInterval | undefined {
  // Our own clock was set back while the call was under way.
  if (receivedAt < sentAt) return known
  const fresh = { min: date - receivedAt, max: date + headerStepMs - sentAt }
  if (known === undefined) return fresh
  const both = { min: Math.max(known.min, fresh.min), max: Math.min(known.max, fresh.max) }
  return both.min > both.max ? fresh : both
}

/** The offset nearest zero that the interval allows: a machine on network time needs none. */
export function offsetOf(interval: OffsetInterval | undefined): number {
  if (interval === undefined) return 0
  if (interval.min > 0) return interval.min
  return interval.max < 0 ? interval.max : 0
}

/** Learns AWS's time from the answers that pass by. */
export class LearntAwsTime implements AwsTime {
  #interval: OffsetInterval | undefined
  #latest = 0

  learn(sample: DateSample): void {
    this.#interval = narrowOffset(this.#interval, sample)
    this.#latest = Math.max(this.#latest, sample.date)
  }

  offsetMs(): number {
    return offsetOf(this.#interval)
  }

  latest(): number {
    return this.#latest
  }
}
