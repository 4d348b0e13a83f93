import { notSimulated } from '../kit/notSimulated'
import { validationError } from './faults'
import type { GetMetricDataRequest, MetricDataQuery } from './shapes'
import { statisticOf, type Statistic } from './statistics'
import type { Metric } from './metric'

const mostQueries = 500
export const mostDatapoints = 100_800
const mostDimensions = 30
const idPattern = /^[a-z][a-zA-Z0-9_]*$/
const highResolution = [1, 5, 10, 20, 30]

/** A query that may be answered. */
export interface Query {
  readonly id: string
  readonly label: string
  readonly metric: Metric
  readonly periodMs: number
  readonly statistic: Statistic
  /** Only data in this unit. */
  readonly unit: string | undefined
}

export interface DataRequest {
  readonly queries: readonly Query[]
  readonly from: number
  readonly to: number
  readonly newestFirst: boolean
  readonly mostDatapoints: number
  readonly nextToken: string | undefined
}

/** GetMetricData's rules (CloudWatch API reference). Everything that is wrong is said at once. */
export function dataRequestOf(request: GetMetricDataRequest): DataRequest {
  const asked = request.MetricDataQueries ?? []
  const complaints = [...requestComplaints(request), ...asked.flatMap(queryComplaints)]
  if (complaints.length > 0) throw validationError(complaints)
  return {
    queries: asked.filter(({ ReturnData }) => ReturnData !== false).map(queryOf),
    from: request.StartTime ?? 0,
    to: request.EndTime ?? 0,
    newestFirst: request.ScanBy !== 'TimestampAscending',
    mostDatapoints: request.MaxDatapoints ?? mostDatapoints,
    nextToken: request.NextToken,
  }
}

function requestComplaints(request: GetMetricDataRequest): readonly string[] {
  const { MetricDataQueries: queries = [], StartTime, EndTime, ScanBy, MaxDatapoints } = request
  const ids = queries.map(({ Id }) => Id)
  return [
    ...(queries.length === 0 ? ['The parameter MetricDataQueries is required.'] : []),
    ...(queries.length > mostQueries
      ? [`The collection MetricDataQueries must not have a size greater than ${mostQueries}.`]
      : []),
    ...(new Set(ids).size < ids.length
      ? ['The values for parameter id in MetricDataQueries are not unique.']
      : []),
    ...timeComplaints(StartTime, EndTime),
    ...(ScanBy === undefined || /^Timestamp(De|A)scending$/.test(ScanBy)
      ? []
      : [`The value ${ScanBy} for parameter ScanBy is not valid.`]),
    ...(MaxDatapoints === undefined || (MaxDatapoints >= 1 && MaxDatapoints <= mostDatapoints)
      ? []
      : [`The parameter MaxDatapoints must be between 1 and ${mostDatapoints}.`]),
  ]
}

function timeComplaints(start: number | undefined, end: number | undefined): readonly string[] {
  if (start === undefined) return ['The parameter StartTime is required.']
  if (end === undefined) return ['The parameter EndTime is required.']
  if (start === end) return ['The parameter StartTime must not equal parameter EndTime.']
  return start > end ? ['The parameter StartTime must be less than the parameter EndTime.'] : []
}

/** Beyond these the query is one that AWS would take and the simulator cannot answer: 501. */
function queryComplaints(query: MetricDataQuery, index: number): readonly string[] {
  const place = `MetricDataQueries.member.${index + 1}`
  const { Id, MetricStat, Expression } = query
  const ofId =
    Id === undefined
      ? [`The parameter ${place}.Id is required.`]
      : idPattern.test(Id)
        ? []
        : [
            `The value ${Id} for parameter ${place}.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`,
          ]
  const isOne = (MetricStat === undefined) !== (Expression === undefined)
  if (!isOne) {
    return [
      ...ofId,
      `Either the parameter ${place}.MetricStat or ${place}.Expression is required, not both.`,
    ]
  }
  return MetricStat ? [...ofId, ...statComplaints(MetricStat, `${place}.MetricStat`)] : ofId
}

type MetricStat = NonNullable<MetricDataQuery['MetricStat']>

function statComplaints({ Metric, Period, Stat }: MetricStat, place: string): readonly string[] {
  return [
    ...(Metric?.Namespace ? [] : [`The parameter ${place}.Metric.Namespace is required.`]),
    ...(Metric?.MetricName ? [] : [`The parameter ${place}.Metric.MetricName is required.`]),
    ...dimensionComplaints(Metric?.Dimensions ?? [], `${place}.Metric.Dimensions`),
    ...periodComplaints(Period, place),
    ...(Stat === undefined ? [`The parameter ${place}.Stat is required.`] : []),
    ...(Stat !== undefined && statisticOf(Stat) === undefined
      ? [`The value ${Stat} for parameter ${place}.Stat is not a valid statistic.`]
      : []),
  ]
}

function periodComplaints(period: number | undefined, place: string): readonly string[] {
  if (period === undefined) return [`The parameter ${place}.Period is required.`]
  if (highResolution.includes(period) || (period > 0 && period % 60 === 0)) return []
  return [
    `The value ${period} for parameter ${place}.Period must be 1, 5, 10, 20, 30, or a multiple of 60.`,
  ]
}

function dimensionComplaints(
  dimensions: NonNullable<NonNullable<MetricStat['Metric']>['Dimensions']>,
  place: string,
): readonly string[] {
  if (dimensions.length > mostDimensions) {
    return [`The collection ${place} must not have a size greater than ${mostDimensions}.`]
  }
  return dimensions.flatMap(({ Name, Value }, index) => [
    ...(Name ? [] : [`The parameter ${place}.member.${index + 1}.Name is required.`]),
    ...(Value ? [] : [`The parameter ${place}.member.${index + 1}.Value is required.`]),
  ])
}

function queryOf({ Id = '', MetricStat, Label, AccountId }: MetricDataQuery): Query {
  if (MetricStat === undefined) {
    throw notSimulated('GetMetricData with an Expression: metric math, SEARCH and Metrics Insights')
  }
  if (Label?.includes('${')) throw notSimulated('A dynamic label')
  if (AccountId !== undefined) throw notSimulated('GetMetricData of another account')
  const { Metric, Period = 60, Stat = '', Unit } = MetricStat
  const statistic = statisticOf(Stat)
  if (typeof statistic !== 'function') throw notSimulated(`The statistic ${Stat}`)
  const name = Metric?.MetricName ?? ''
  const dimensions = (Metric?.Dimensions ?? []).map((each) => ({
    name: each.Name ?? '',
    value: each.Value ?? '',
  }))
  return {
    id: Id,
    label: Label ?? name,
    metric: { namespace: Metric?.Namespace ?? '', name, dimensions },
    periodMs: Period * 1000,
    statistic,
    unit: Unit,
  }
}
