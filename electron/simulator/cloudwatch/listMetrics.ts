import { AwsFault } from '../kit/aws'
import { notSimulated } from '../kit/notSimulated'
import { pageOf, type Page } from '../kit/paging'
import type { XmlValue } from '../kit/queryXml'
import type { Archive } from './archive'
import { invalidNextToken, invalidValue, missing } from './faults'
import { metricKey, type Metric } from './metric'
import type { ListMetricsRequest } from './shapes'

const pageSize = 500
const recentMs = 3 * 3_600_000
/** What has had no data for two weeks is not listed. */
const listedMs = 14 * 24 * 3_600_000
/** Filters a request may hold. */
const mostFilters = 10

interface Asked {
  readonly archive: Archive
  readonly region: string
  readonly now: number
}

/** Metrics that have had data of late, 500 a page (CloudWatch API reference, ListMetrics). */
export function listMetrics(
  { archive, region, now }: Asked,
  request: ListMetricsRequest,
): { readonly [name: string]: XmlValue } {
  refuse(request)
  const since = now - (request.RecentlyActive === undefined ? listedMs : recentMs)
  const found = archive.metrics(region, { since, asOf: now }).filter(passes(request))
  const { items, nextToken } = page(found, request.NextToken)
  return {
    Metrics: items.map(({ namespace, name, dimensions }) => ({
      Namespace: namespace,
      MetricName: name,
      Dimensions: dimensions.map((each) => ({ Name: each.name, Value: each.value })),
    })),
    NextToken: nextToken,
  }
}

function refuse(request: ListMetricsRequest): void {
  const { RecentlyActive, Dimensions = [], IncludeLinkedAccounts, OwningAccount } = request
  if (RecentlyActive !== undefined && RecentlyActive !== 'PT3H') {
    throw invalidValue(`The value ${RecentlyActive} for parameter RecentlyActive is not valid.`)
  }
  if (Dimensions.length > mostFilters) {
    throw invalidValue(
      `The collection Dimensions must not have a size greater than ${mostFilters}.`,
    )
  }
  const nameless = Dimensions.findIndex(({ Name }) => !Name)
  if (nameless >= 0) throw missing(`Dimensions.member.${nameless + 1}.Name`)
  if (IncludeLinkedAccounts || OwningAccount !== undefined) {
    throw notSimulated('ListMetrics over linked accounts')
  }
}

/** A filter without a value asks for the name only; other dimensions may be there as well. */
const passes =
  ({ Namespace, MetricName, Dimensions = [] }: ListMetricsRequest) =>
  ({ namespace, name, dimensions }: Metric) =>
    (Namespace === undefined || Namespace === namespace) &&
    (MetricName === undefined || MetricName === name) &&
    Dimensions.every(({ Name, Value }) =>
      dimensions.some(
        (each) => each.name === Name && (Value === undefined || Value === each.value),
      ),
    )

function page(metrics: readonly Metric[], nextToken: string | undefined): Page<Metric> {
  try {
    return pageOf(metrics, metricKey, { maxResults: pageSize, nextToken })
  } catch (thrown) {
    throw thrown instanceof AwsFault ? invalidNextToken() : thrown
  }
}
