/** C: stated by AWS; L: third-party, or inferred from several sources; U: not established. */
export type Grade = 'C' | 'L' | 'U'

export interface Rate {
  readonly id: string
  /** Micro-dollars. */
  readonly micros: number
  readonly per: 'hour' | 'GB' | 'GB-month' | 'thousand' | 'million' | 'viewer-hour'
  readonly source: string
  readonly grade: Grade
}

/** By how much a row that nobody read differs from one that was read. */
export interface Factor {
  readonly id: string
  readonly by: number
  readonly source: string
  readonly grade: Grade
}

const priceList = 'Price List API, 2026-09-18'
const costExample = 'cost example of Live Streaming on AWS with Amazon S3'
const ivsPage = 'IVS pricing page, 2026-07-27'
const s3Page = 'S3 pricing page'
const idlePage = 'MediaLive pricing page, without the amount'

/**
 * The simulator's own rates, on demand, us-east-1 for every Region. They are not the console's: the
 * two tables are kept apart so that one can check the other. docs/SIMULATOR.md shows these rows.
 */
export const rateTable = [
  hourly('medialive.input.avc.hd.10.single', 140_400, priceList, 'L'),
  hourly('medialive.input.avc.hd.10.standard', 234_000, priceList, 'L'),
  hourly('medialive.input.avc.hd.20.standard', 294_000, costExample, 'C'),
  hourly('medialive.output.avc.hd.10.30.single', 421_200, priceList, 'L'),
  hourly('medialive.output.avc.hd.10.30.standard', 702_000, `${costExample}; ${priceList}`, 'C'),
  hourly('medialive.output.avc.sd.10.30.single', 212_400, priceList, 'L'),
  hourly('medialive.output.avc.sd.10.30.standard', 354_000, `${costExample}; ${priceList}`, 'C'),
  hourly('medialive.output.audio-only.standard', 35_400, 'a tenth of SD, chosen', 'U'),
  hourly('medialive.channel.idle', 10_000, idlePage, 'L'),
  hourly('medialive.input.idle', 10_000, idlePage, 'L'),
  hourly('ivs.input.basic', 200_000, ivsPage, 'L'),
  hourly('ivs.input.standard', 2_000_000, ivsPage, 'L'),
  hourly('ivs.input.advanced_sd', 500_000, ivsPage, 'L'),
  hourly('ivs.input.advanced_hd', 850_000, ivsPage, 'L'),
  { id: 'ivs.viewer.hd', micros: 72_000, per: 'viewer-hour', source: ivsPage, grade: 'L' },
  { id: 'ivs.viewer.sd', micros: 36_000, per: 'viewer-hour', source: ivsPage, grade: 'L' },
  { id: 's3.put', micros: 5_000, per: 'thousand', source: s3Page, grade: 'L' },
  { id: 's3.list', micros: 5_000, per: 'thousand', source: s3Page, grade: 'L' },
  { id: 's3.get', micros: 400, per: 'thousand', source: s3Page, grade: 'L' },
  { id: 's3.standard', micros: 23_000, per: 'GB-month', source: s3Page, grade: 'L' },
  {
    id: 'egress.internet',
    micros: 90_000,
    per: 'GB',
    source: 'EC2 data transfer pricing',
    grade: 'L',
  },
  {
    id: 'cloudwatch.metrics',
    micros: 10_000,
    per: 'thousand',
    source: 'CloudWatch pricing page, GetMetricData',
    grade: 'L',
  },
  {
    id: 'scheduler.invocations',
    micros: 1_000_000,
    per: 'million',
    source: 'EventBridge pricing page; the first 14 million a month are free',
    grade: 'L',
  },
] as const satisfies readonly Rate[]

export const factorTable = [
  { id: 'single pipeline', by: 0.6, source: 'every row read', grade: 'L' },
  { id: 'SD input', by: 0.5, source: 'as outputs', grade: 'U' },
  { id: 'UHD', by: 2, source: 'chosen', grade: 'U' },
  { id: 'HEVC or AV1', by: 2, source: 'chosen', grade: 'U' },
  { id: '30 to 60 frames', by: 1.5, source: 'chosen', grade: 'U' },
  { id: 'each bitrate tier', by: 294 / 234, source: 'HD input, 20 over 10 Mbit/s', grade: 'U' },
] as const satisfies readonly Factor[]

function hourly<Id extends string>(id: Id, micros: number, source: string, grade: Grade) {
  return { id, micros, per: 'hour' as const, source, grade }
}
