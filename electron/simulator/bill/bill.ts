import type { ChannelRun, MeterFacts, S3RequestKind, StretchFact } from './meter'
import {
  egressPerGb,
  idlePerHour,
  inputPerHour,
  ivsInputPerHour,
  outputPerHour,
  s3PerGbMonth,
  s3PerThousandRequests,
  shortestBilledRunMinutes,
} from './rates'
import type { BillLine, BillReport } from './report'

const minuteMs = 60_000
const hourMs = 3_600_000
/** AWS prices by the decimal gigabyte of transfer and the binary one of storage. */
const transferGb = 1_000_000_000
const storageGb = 1024 ** 3
/** S3 divides a month's price by the hours of the month; 730 is what its calculator uses. */
const monthMs = 730 * hourMs

type Fact<Kind extends StretchFact['kind']> = Extract<StretchFact, { kind: Kind }>

/** The bill at an instant, as AWS would write it. What still goes on is billed up to `asOf`. */
export function billOf(facts: MeterFacts, asOf: number): BillReport {
  const lines = [
    ...facts.stretches.flatMap((fact) => stretchLines(fact, asOf)),
    ...s3RequestLines(facts),
    ...s3StorageLines(facts, asOf),
    ...egressLines(facts),
  ]
  const totalMicros = lines.reduce((sum, line) => sum + line.micros, 0)
  return { currency: 'USD', asOf, totalMicros, lines }
}

function stretchLines(fact: StretchFact, asOf: number): readonly BillLine[] {
  switch (fact.kind) {
    case 'channel-run':
      return runLines(fact, asOf)
    case 'idle':
      return [idleLine(fact, asOf)]
    case 'ivs-live':
      return [ivsLine(fact, asOf)]
  }
}

/** Whole minutes begun, and never fewer than ten a run (MediaLive pricing page). */
export const billedMinutes = (ms: number): number =>
  Math.max(shortestBilledRunMinutes, Math.ceil(ms / minuteMs))

function runLines({ run, from, to }: Fact<'channel-run'>, asOf: number): readonly BillLine[] {
  const end = to ?? asOf
  const minutes = billedMinutes(end - from)
  return ratedLines(run).map(({ what, perHour }) => ({
    service: 'MediaLive',
    resource: run.channelId,
    what,
    quantity: minutes,
    unit: 'minutes',
    from,
    to: end,
    micros: Math.round((minutes * perHour) / 60),
  }))
}

const ratedLines = (run: ChannelRun) => [
  ...run.inputs.map((input) => ({
    what: `${run.pipelines} input ${input.name} ${input.codec} ${input.resolution} to ${input.bitrate} Mbit/s`,
    perHour: inputPerHour(input, run.pipelines),
  })),
  ...run.outputs.map((output) => ({
    what:
      output.codec === 'audio-only'
        ? `${run.pipelines} output ${output.name} audio only`
        : `${run.pipelines} output ${output.name} ${output.codec} ${output.resolution} to ${output.bitrate} Mbit/s to ${output.frameRate} fps`,
    perHour: outputPerHour(output, run.pipelines),
  })),
]

function idleLine({ resource, id, from, to }: Fact<'idle'>, asOf: number): BillLine {
  const end = to ?? asOf
  return {
    service: 'MediaLive',
    resource: id,
    what: resource === 'channel' ? 'idle channel' : 'idle push input',
    quantity: (end - from) / 1000,
    unit: 'seconds',
    from,
    to: end,
    micros: Math.round(((end - from) * idlePerHour[resource]) / hourMs),
  }
}

/** Billed by the second. */
function ivsLine({ arn, type, from, to }: Fact<'ivs-live'>, asOf: number): BillLine {
  const end = to ?? asOf
  const seconds = Math.ceil((end - from) / 1000)
  return {
    service: 'IVS',
    resource: arn,
    what: `live input ${type}`,
    quantity: seconds,
    unit: 'seconds',
    from,
    to: end,
    micros: Math.round((seconds * ivsInputPerHour[type]) / 3600),
  }
}

const requestNames: Readonly<Record<S3RequestKind, string>> = {
  put: 'PUT, COPY and POST requests',
  list: 'LIST requests',
  get: 'GET and other requests',
}

function s3RequestLines({ s3Requests }: MeterFacts): readonly BillLine[] {
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
        micros: Math.round((tally.count * s3PerThousandRequests[kind]) / 1000),
      },
    ]
  })
}

function s3StorageLines({ s3Storage }: MeterFacts, asOf: number): readonly BillLine[] {
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
      micros: Math.round(gbMonths * s3PerGbMonth),
    }
  })
}

function egressLines({ egress }: MeterFacts): readonly BillLine[] {
  return Object.entries(egress).map(([channelId, { count, firstAt, lastAt }]) => ({
    service: 'DataTransfer',
    resource: channelId,
    what: 'data transfer out to the internet',
    quantity: count / transferGb,
    unit: 'GB',
    from: firstAt,
    to: lastAt,
    micros: Math.round((count * egressPerGb) / transferGb),
  }))
}
