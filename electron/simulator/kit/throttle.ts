import type { ThrottleLimit } from './aws'

interface Bucket {
  tokens: number
  filledAt: number
}

/** One token bucket per service and Region, filled by the simulator's clock; no speed divides it. */
export class Throttle {
  readonly #buckets = new Map<string, Bucket>()

  constructor(private readonly now: () => number) {}

  /** Takes a token; false when there is none, and then nothing is taken. */
  admits(scope: string, region: string, limit: ThrottleLimit): boolean {
    const bucket = this.#bucketOf(`${scope}/${region}`, limit)
    if (bucket.tokens < 1) return false
    bucket.tokens -= 1
    return true
  }

  clear(): void {
    this.#buckets.clear()
  }

  #bucketOf(name: string, limit: ThrottleLimit): Bucket {
    const now = this.now()
    const before = this.#buckets.get(name) ?? { tokens: limit.burst, filledAt: now }
    const gained = ((now - before.filledAt) / 1000) * limit.perSecond
    const bucket = { tokens: Math.min(limit.burst, before.tokens + gained), filledAt: now }
    this.#buckets.set(name, bucket)
    return bucket
  }
}
