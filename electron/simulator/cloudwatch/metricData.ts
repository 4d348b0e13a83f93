import type { XmlValue } from '../kit/queryXml'
import { fineForMs, type Archive } from './archive'
import { invalidNextToken } from './faults'
import { dataRequestOf, type DataRequest, type Query } from './metricDataRules'
import type { GetMetricDataRequest } from './shapes'
import type { StatisticSet } from './statistics'

const minuteMs = 60_000

interface Asked {
  readonly archive: Archive
  readonly region: string
  readonly now: number
}

interface Datapoint {
  readonly at: number
  readonly value: number
}

/** Where a page begins: as many points served before, of what was to be seen at `asOf`. */
interface PageStart {
  readonly asOf: number
  readonly served: number
}

/** The data points of each query, in pages of as many as were asked for. */
export function getMetricData(
  { archive, region, now }: Asked,
  request: GetMetricDataRequest,
): { readonly [name: string]: XmlValue } {
  const asked = dataRequestOf(request)
  const start = asked.nextToken === undefined ? { asOf: now, served: 0 } : decoded(asked.nextToken)
  const all = asked.queries.map((query) => ({
    query,
    points: pointsOf({ archive, region, now: start.asOf }, query, asked),
  }))
  let skipped = start.served
  let room = asked.mostDatapoints
  let hasMore = false
  const results = all.map(({ query, points }) => {
    const from = Math.min(skipped, points.length)
    const page = points.slice(from, from + room)
    skipped -= from
    room -= page.length
    const isComplete = from + page.length === points.length
    hasMore ||= !isComplete
    return resultOf(query, page, isComplete)
  })
  const served = start.served + asked.mostDatapoints
  const nextToken = hasMore ? encoded({ asOf: start.asOf, served }) : undefined
  return { MetricDataResults: results, NextToken: nextToken, Messages: [] }
}

const resultOf = ({ id, label }: Query, points: readonly Datapoint[], isComplete: boolean) => ({
  Id: id,
  Label: label,
  Timestamps: points.map(({ at }) => new Date(at)),
  Values: points.map(({ value }) => value),
  StatusCode: isComplete ? 'Complete' : 'PartialData',
})

function pointsOf(
  { archive, region, now }: Asked,
  { metric, periodMs, statistic, unit }: Query,
  { from, to, newestFirst }: DataRequest,
): readonly Datapoint[] {
  const first = roundedStart(from, periodMs)
  const found = archive.pointsOf({ region, metric }, { from: first, to, asOf: now })
  if (found === undefined || (unit !== undefined && unit !== found.unit)) return []
  const periods = new Map<number, StatisticSet[]>()
  for (const point of found.points) {
    // Seconds are kept for three hours; after that only a whole minute finds anything.
    if (periodMs < minuteMs && point.at < now - fineForMs) continue
    const at = first + Math.floor((point.at - first) / periodMs) * periodMs
    const sets = periods.get(at) ?? []
    if (sets.length === 0) periods.set(at, sets)
    sets.push(point)
  }
  const points = [...periods].flatMap(([at, sets]) => {
    const value = statistic(sets)
    return value === undefined ? [] : [{ at, value }]
  })
  points.sort((one, other) => one.at - other.at)
  return newestFirst ? points.toReversed() : points
}

/** Down to the minute, or to the period where it is less (API reference, `StartTime`). */
function roundedStart(from: number, periodMs: number): number {
  const unit = periodMs < minuteMs ? periodMs : minuteMs
  return Math.floor(from / unit) * unit
}

const encoded = ({ asOf, served }: PageStart) =>
  Buffer.from(`page:${asOf}:${served}`).toString('base64url')

function decoded(token: string): PageStart {
  const text = Buffer.from(token, 'base64url').toString('utf8')
  const [, asOf, served] = /^page:(\d+):(\d+)$/.exec(text) ?? []
  if (asOf === undefined || served === undefined) throw invalidNextToken()
  return { asOf: Number(asOf), served: Number(served) }
}
