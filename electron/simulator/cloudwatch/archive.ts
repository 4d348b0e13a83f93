import { metricKey, type Metric, type Unit } from './metric'
import { merged, type StatisticSet } from './statistics'

const minuteMs = 60_000
const hourMs = 3_600_000
/** CloudWatch API reference, GetMetricData: below a minute for 3 hours, minutes for 15 days. */
export const fineForMs = 3 * hourMs
export const coarseForMs = 15 * 24 * hourMs
/** Old points are folded together in batches: one by one would cost more than it saves. */
const foldEvery = 120
/** A restart keeps so much; more would make every save of the world slow. */
const savedFineMs = 15 * minuteMs

/** The values of one window, which began at `at`. */
export interface Point extends StatisticSet {
  readonly at: number
  /** Nobody sees it earlier. */
  readonly visibleAt: number
}

interface Series {
  readonly region: string
  readonly metric: Metric
  readonly unit: Unit
  /** When ListMetrics begins to name it. */
  readonly listedAt: number
  fine: Point[]
  coarse: Point[]
}

type SavedPoint = readonly [
  at: number,
  visibleAt: number,
  count: number,
  sum: number,
  min: number,
  max: number,
]
interface SavedSeries extends Pick<Series, 'region' | 'metric' | 'unit' | 'listedAt'> {
  readonly points: readonly SavedPoint[]
}
/** Only ever what `snapshot` gave. */
export interface SavedArchive {
  readonly series: readonly SavedSeries[]
}

/** What a window says of one metric. */
export interface Window {
  readonly region: string
  readonly metric: Metric
  readonly unit: Unit
  readonly point: Point
}

/** The data points of every metric, as long as CloudWatch keeps them and no longer. */
export class Archive {
  readonly #series = new Map<string, Series>()
  #sweptAt = Number.NEGATIVE_INFINITY

  /** Two windows of the same moment become one. `listAfterMs` is asked for a metric nobody knew. */
  put({ region, metric, unit, point }: Window, listAfterMs: () => number): void {
    const key = `${region} ${metricKey(metric)}`
    const known = this.#series.get(key)
    const series = known ?? {
      region,
      metric,
      unit,
      listedAt: point.at + listAfterMs(),
      fine: [],
      coarse: [],
    }
    if (known === undefined) this.#series.set(key, series)
    append(series.fine, point)
    if (series.fine.length % foldEvery === 0) fold(series, point.at)
    if (point.at - this.#sweptAt >= hourMs) this.#sweep(point.at)
  }

  /** Metrics that nothing is added to any more age all the same, until nothing is left of them. */
  #sweep(now: number): void {
    this.#sweptAt = now
    for (const [key, series] of this.#series) {
      fold(series, now)
      if (series.fine.length + series.coarse.length === 0) this.#series.delete(key)
    }
  }

  /** Points that began within [from, to) and can be seen at `asOf`, oldest first. */
  pointsOf(
    { region, metric }: Pick<Series, 'region' | 'metric'>,
    range: { readonly from: number; readonly to: number; readonly asOf: number },
  ): { readonly unit: Unit; readonly points: readonly Point[] } | undefined {
    const series = this.#series.get(`${region} ${metricKey(metric)}`)
    if (series === undefined) return undefined
    const { from, to, asOf } = range
    const points = [...series.coarse, ...series.fine].filter(
      ({ at, visibleAt }) => at >= from && at < to && visibleAt <= asOf && at > asOf - coarseForMs,
    )
    return { unit: series.unit, points }
  }

  /** Metrics with a point that began after `since`, once ListMetrics names them. */
  metrics(region: string, { since, asOf }: { since: number; asOf: number }): readonly Metric[] {
    return [...this.#series.values()]
      .filter((series) => series.region === region && series.listedAt <= asOf)
      .filter(({ fine, coarse }) =>
        [...fine.slice(-foldEvery), ...coarse.slice(-1)].some(
          ({ at, visibleAt }) => at > since && visibleAt <= asOf,
        ),
      )
      .map(({ metric }) => metric)
  }

  /** How much there is, for whoever looks at the world. */
  size(): { readonly metrics: number; readonly points: number } {
    const all = [...this.#series.values()]
    const points = all.reduce((sum, { fine, coarse }) => sum + fine.length + coarse.length, 0)
    return { metrics: all.length, points }
  }

  /** The last quarter of an hour as it is, three hours by the minute. */
  snapshot(now: number): SavedArchive | undefined {
    if (this.#series.size === 0) return undefined
    const series = [...this.#series.values()].map(
      ({ region, metric, unit, listedAt, ...points }) => ({
        region,
        metric,
        unit,
        listedAt,
        points: savedPoints(points, now),
      }),
    )
    return { series }
  }

  restore({ series }: SavedArchive): void {
    this.reset()
    for (const { points, ...known } of series) {
      const fine = points.map(([at, visibleAt, count, sum, min, max]) => ({
        at,
        visibleAt,
        count,
        sum,
        min,
        max,
      }))
      this.#series.set(`${known.region} ${metricKey(known.metric)}`, { ...known, fine, coarse: [] })
    }
  }

  reset(): void {
    this.#series.clear()
    this.#sweptAt = Number.NEGATIVE_INFINITY
  }
}

const together = (one: Point, other: Point): Point => ({
  at: one.at,
  visibleAt: Math.max(one.visibleAt, other.visibleAt),
  ...merged(one, other),
})

function append(points: Point[], point: Point): void {
  const last = points.at(-1)
  if (last?.at === point.at) points[points.length - 1] = together(last, point)
  else points.push(point)
}

/** What is older than three hours becomes minutes; what is older than 15 days is dropped. */
function fold(series: Series, now: number): void {
  const oldest = now - fineForMs
  const old = series.fine.filter(({ at }) => at < oldest)
  if (old.length > 0) {
    series.fine = series.fine.slice(old.length)
    for (const minute of byMinute(old)) append(series.coarse, minute)
  }
  const isGone = (series.coarse[0]?.at ?? now) < now - coarseForMs
  if (isGone) series.coarse = series.coarse.filter(({ at }) => at >= now - coarseForMs)
}

function byMinute(points: readonly Point[]): Point[] {
  const minutes = new Map<number, Point>()
  for (const point of points) {
    const at = Math.floor(point.at / minuteMs) * minuteMs
    const before = minutes.get(at)
    minutes.set(at, before ? together(before, point) : { ...point, at })
  }
  return [...minutes.values()]
}

function savedPoints({ fine }: Pick<Series, 'fine'>, now: number): readonly SavedPoint[] {
  const recent = fine.filter(({ at }) => at >= now - fineForMs)
  const exact = recent.filter(({ at }) => at >= now - savedFineMs)
  const rough = byMinute(recent.slice(0, recent.length - exact.length))
  return [...rough, ...exact].map(({ at, visibleAt, count, sum, min, max }) => [
    at,
    visibleAt,
    count,
    sum,
    min,
    max,
  ])
}
