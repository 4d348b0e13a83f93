import {
  GetMetricDataCommand,
  ListMetricsCommand,
  type CloudWatchClient,
  type MetricDataQuery,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch'
import type { ChannelMetrics, Metrics, MetricWindow } from '../../core/witnesses'
import type { AwsTime, ObservedChannel } from '../../core/ports'

const namespace = 'AWS/MediaLive'
/** MediaLive publishes one data point per ten seconds (MediaLive user guide, "MediaLive metrics"). */
const windowMs = 10_000
/** Older data prove nothing any more. */
const lookBackMs = 5 * 60_000
/** CloudWatch API reference, GetMetricData. */
const mostQueries = 500
/** ListMetrics names a new metric within a quarter of an hour. */
const askAgainMs = 5 * 60_000

type Metered = Pick<ObservedChannel, 'id' | 'outputIds'>

/** One series to ask for, and where its data belong. */
interface Question {
  readonly channelId: string
  readonly name: 'InputVideoFrameRate' | 'FillMsec' | 'DroppedFrames' | 'ActiveOutputs'
  readonly stat: 'Maximum' | 'Minimum' | 'Sum'
  readonly dimensions: Readonly<Record<string, string>>
}

/** MediaLive's metrics of running channels, one GetMetricData call for all of them. */
export class CloudWatchMetrics implements Metrics {
  /** Whether DroppedFrames is published by channel: AWS's guide and its dashboards differ. */
  #countsDropsByChannel = false
  #listedAt: number | undefined

  constructor(
    private readonly client: CloudWatchClient,
    private readonly clock: { readonly now: () => number; readonly time: AwsTime },
  ) {}

  async ofChannels(channels: readonly Metered[]): Promise<ReadonlyMap<string, ChannelMetrics>> {
    await this.#learnDimensions()
    const questions = channels.flatMap((each) => questionsOf(each, this.#countsDropsByChannel))
    const answers = new Map<Question, readonly MetricWindow[]>()
    for (let from = 0; from < questions.length; from += mostQueries) {
      const some = questions.slice(from, from + mostQueries)
      const results = await this.#ask(some)
      results.forEach((windows, index) => {
        const question = some[index]
        if (question && windows.length > 0) answers.set(question, windows)
      })
    }
    return metricsIn(channels, answers)
  }

  async #ask(questions: readonly Question[]): Promise<readonly (readonly MetricWindow[])[]> {
    const offset = this.clock.time.offsetMs()
    const awsNow = this.clock.now() + offset
    const { MetricDataResults = [] } = await this.client.send(
      new GetMetricDataCommand({
        MetricDataQueries: questions.map(queryOf),
        StartTime: new Date(awsNow - lookBackMs),
        EndTime: new Date(awsNow + windowMs),
        ScanBy: 'TimestampDescending',
      }),
    )
    const byId = new Map(MetricDataResults.map((result) => [result.Id, result]))
    return questions.map((_, index) => windowsOf(byId.get(idAt(index)), offset))
  }

  async #learnDimensions(): Promise<void> {
    const now = this.clock.now()
    if (this.#countsDropsByChannel) return
    if (this.#listedAt !== undefined && now - this.#listedAt < askAgainMs) return
    this.#listedAt = now
    const command = new ListMetricsCommand({
      Namespace: namespace,
      MetricName: 'DroppedFrames',
      Dimensions: [{ Name: 'ChannelId' }],
      RecentlyActive: 'PT3H',
    })
    // Who may not list metrics may well read them: only dropped frames are then not known.
    const found = await this.client.send(command).then(
      ({ Metrics = [] }) => Metrics.length > 0,
      () => false,
    )
    this.#countsDropsByChannel = found
  }
}

/** A SINGLE_PIPELINE channel, which ours are, publishes pipeline 0 only. */
function questionsOf({ id, outputIds }: Metered, dropsByChannel: boolean): readonly Question[] {
  const dimensions = { ChannelId: id, Pipeline: '0' }
  const ofChannel = { channelId: id, dimensions }
  return [
    { ...ofChannel, name: 'InputVideoFrameRate', stat: 'Maximum' },
    { ...ofChannel, name: 'FillMsec', stat: 'Maximum' },
    ...(dropsByChannel ? [{ ...ofChannel, name: 'DroppedFrames', stat: 'Sum' } as const] : []),
    ...outputIds.map((OutputGroupName): Question => ({
      channelId: id,
      name: 'ActiveOutputs',
      stat: 'Minimum',
      dimensions: { OutputGroupName, ...dimensions },
    })),
  ]
}

const idAt = (index: number) => `m${index}`

const queryOf = ({ name, stat, dimensions }: Question, index: number): MetricDataQuery => ({
  Id: idAt(index),
  MetricStat: {
    Metric: {
      Namespace: namespace,
      MetricName: name,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    },
    Period: windowMs / 1000,
    Stat: stat,
  },
})

/** Newest first, told by this machine's clock. */
function windowsOf(result: MetricDataResult | undefined, offset: number): readonly MetricWindow[] {
  const { Timestamps = [], Values = [] } = result ?? {}
  return Timestamps.flatMap((timestamp, index) => {
    const value = Values[index]
    const from = timestamp.getTime() - offset
    return value === undefined ? [] : [{ from, to: from + windowMs, value }]
  })
}

function metricsIn(
  channels: readonly Metered[],
  answers: ReadonlyMap<Question, readonly MetricWindow[]>,
): ReadonlyMap<string, ChannelMetrics> {
  const found = new Map<string, ChannelMetrics>()
  for (const { id } of channels) {
    const own = [...answers].filter(([{ channelId }]) => channelId === id)
    if (own.length === 0) continue
    const newest = (wanted: Question['name']) =>
      own.find(([{ name }]) => name === wanted)?.[1][0] ?? null
    found.set(id, {
      framesIn: newest('InputVideoFrameRate'),
      fillMs: newest('FillMsec'),
      droppedFrames: newest('DroppedFrames'),
      activeOutputs: new Map(
        own.flatMap(([{ name, dimensions }, windows]) =>
          name === 'ActiveOutputs' ? [[dimensions['OutputGroupName'] ?? '', windows] as const] : [],
        ),
      ),
    })
  }
  return found
}
