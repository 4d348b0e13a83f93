import type { MeterFacts, S3RequestKind } from './meter'
import { scheduledFreePerMonth, type UnitRates } from './rates'
import type { BillLine } from './report'

const hourMs = 3_600_000
/** AWS prices by the decimal gigabyte of transfer and the binary one of storage. */
const transferGb = 1_000_000_000
const storageGb = 1024 ** 3
/** S3 divides a month's price by the hours of the month; 730 is what its calculator uses. */
const monthMs = 730 * hourMs

const requestNames: Readonly<Record<S3RequestKind, string>> = {
  put: 'PUT, COPY and POST requests',
  list: 'LIST requests',
  get: 'GET and other requests',
}

/** What is billed by the piece, the byte and the viewer: everything that is no stretch of time. */
export function usageLines(facts: MeterFacts, rates: UnitRates, asOf: number): readonly BillLine[] {
  return [
    ...s3RequestLines(facts, rates),
    ...s3StorageLines(facts, rates, asOf),
    ...egressLines(facts, rates),
    ...viewingLines(facts, rates, asOf),
    ...metricLines(facts, rates),
    ...schedulerLines(facts, rates),
  ]
}

function s3RequestLines({ s3Requests }: MeterFacts, rates: UnitRates): readonly BillLine[] {
  const kinds: readonly S3RequestKind[] = ['put', 'list', 'get']
  return kinds.flatMap((kind): readonly BillLine[] => {
    const tally = s3Requests[kind]
    if (tally === undefined) return []
    return [
      {
        service: 'S3',
        resource: 'account',
        what: requestNames[kind],
        quantity: tally.count,
        unit: 'requests',
        from: tally.firstAt,
        to: tally.lastAt,
        micros: Math.round((tally.count * rates[`s3.${kind}`]) / 1000),
      },
    ]
  })
}

function s3StorageLines(
  { s3Storage }: MeterFacts,
  rates: UnitRates,
  asOf: number,
): readonly BillLine[] {
  return Object.entries(s3Storage).map(([bucket, { bytes, byteMs, firstAt, since }]) => {
    const gbMonths = (byteMs + bytes * (asOf - since)) / storageGb / monthMs
    return {
      service: 'S3',
      resource: bucket,
      what: 'standard storage',
      quantity: gbMonths,
      unit: 'GB-months',
      from: firstAt,
      to: asOf,
      micros: Math.round(gbMonths * rates['s3.standard']),
    }
  })
}

function egressLines({ egress }: MeterFacts, rates: UnitRates): readonly BillLine[] {
  return Object.entries(egress).map(([channelId, { count, firstAt, lastAt }]) => ({
    service: 'DataTransfer',
    resource: channelId,
    what: 'data transfer out to the internet',
    quantity: count / transferGb,
    unit: 'GB',
    from: firstAt,
    to: lastAt,
    micros: Math.round((count * rates['egress.internet']) / transferGb),
  }))
}

function viewingLines(
  { viewing }: MeterFacts,
  rates: UnitRates,
  asOf: number,
): readonly BillLine[] {
  return Object.values(viewing).map(({ arn, rendition, viewers, viewerMs, firstAt, since }) => {
    const hours = (viewerMs + viewers * (asOf - since)) / hourMs
    const row = rendition === 'HD' ? 'ivs.viewer.hd' : 'ivs.viewer.sd'
    return {
      service: 'IVS',
      resource: arn,
      what: `video delivered in ${rendition}`,
      quantity: hours,
      unit: 'viewer-hours',
      from: firstAt,
      to: viewers > 0 ? asOf : since,
      micros: Math.round(hours * rates[row]),
    }
  })
}

function metricLines({ metricsRequested }: MeterFacts, rates: UnitRates): readonly BillLine[] {
  if (metricsRequested === undefined) return []
  const { count, firstAt, lastAt } = metricsRequested
  return [
    {
      service: 'CloudWatch',
      resource: 'account',
      what: 'metrics requested by GetMetricData',
      quantity: count,
      unit: 'metrics',
      from: firstAt,
      to: lastAt,
      micros: Math.round((count * rates['cloudwatch.metrics']) / 1000),
    },
  ]
}

function schedulerLines(
  { schedulerInvocations }: MeterFacts,
  rates: UnitRates,
): readonly BillLine[] {
  return Object.entries(schedulerInvocations).map(([month, { count, firstAt, lastAt }]) => ({
    service: 'EventBridge Scheduler',
    resource: 'account',
    what: `invocations of ${month}`,
    quantity: count,
    unit: 'invocations',
    from: firstAt,
    to: lastAt,
    micros: Math.round(
      (Math.max(0, count - scheduledFreePerMonth) * rates['scheduler.invocations']) / 1_000_000,
    ),
  }))
}
