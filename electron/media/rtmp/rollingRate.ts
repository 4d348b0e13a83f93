const WINDOW_MS = 3_000
const BUCKET_MS = 250
const MIN_SPAN_MS = 1_000

interface Bucket {
  readonly startMs: number
  bytes: number
  frames: number
}

/** Bytes and frames per second over the last three seconds, from times it is told. */
export class RollingRate {
  private buckets: Bucket[] = []

  constructor(private readonly startedAt: number) {}

  add(nowMs: number, bytes: number, frames: number): void {
    const startMs = nowMs - (nowMs % BUCKET_MS)
    const last = this.buckets.at(-1)
    if (last && last.startMs >= startMs) {
      last.bytes += bytes
      last.frames += frames
      return
    }
    this.buckets = [...this.within(nowMs), { startMs, bytes, frames }]
  }

  bitsPerSecond(nowMs: number): number {
    return Math.round(this.perSecond(nowMs, (bucket) => bucket.bytes) * 8)
  }

  framesPerSecond(nowMs: number): number {
    return Math.round(this.perSecond(nowMs, (bucket) => bucket.frames) * 10) / 10
  }

  private perSecond(nowMs: number, amountOf: (bucket: Bucket) => number): number {
    const total = this.within(nowMs).reduce((sum, bucket) => sum + amountOf(bucket), 0)
    // A stream a moment old would otherwise show the rate of its first burst.
    const spanMs = Math.max(MIN_SPAN_MS, nowMs - Math.max(this.startedAt, windowStart(nowMs)))
    return (total * 1000) / spanMs
  }

  private within(nowMs: number): Bucket[] {
    return this.buckets.filter((bucket) => bucket.startMs >= windowStart(nowMs))
  }
}

/** Whole buckets only, or the rate would seem to fall while the oldest one is half outside. */
function windowStart(nowMs: number): number {
  return Math.ceil((nowMs - WINDOW_MS) / BUCKET_MS) * BUCKET_MS
}
