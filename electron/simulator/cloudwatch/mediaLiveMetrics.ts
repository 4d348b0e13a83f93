import type { Assumptions } from '../kit/assumptions'
import type { PipelineMeasures } from '../medialive/picturePort'
import { dimensionsOf, type Reading, type Unit } from './metric'
import type { MetricSource } from './sampler'

/** MediaLive user guide, "MediaLive metrics": FillMsec goes up to a minute. */
const mostFillMs = 60_000

interface Parts {
  readonly now: () => number
  readonly assumptions: Assumptions
  /** Of every pipeline that runs now. */
  readonly measures: () => readonly PipelineMeasures[]
}

interface Counted {
  readonly at: number
  readonly measures: PipelineMeasures
}

/** MediaLive's metrics (user guide, "MediaLive metrics"): windows of ten seconds from looks a second apart. */
export class MediaLiveMetrics implements MetricSource {
  readonly windowMs = 10_000
  readonly arrival = 'metric-arrival'
  readonly firstArrival = 'metric-first'
  /** As of the end of the window before, or the first look. */
  readonly #before = new Map<string, Counted>()

  constructor(private readonly parts: Parts) {}

  gauges(): readonly Reading[] | undefined {
    const all = this.parts.measures()
    this.#forgetEnded(all)
    if (all.length === 0) return undefined
    for (const each of all) this.#begin(each)
    const paired = new Set(all.filter(({ pipelineId }) => pipelineId === '1').map(channelOf))
    return all.flatMap((each) => this.#named(each, gaugesOf(each, paired.has(each.channelId))))
  }

  totals(): readonly Reading[] {
    return this.parts.measures().flatMap((each) => {
      const key = keyOf(each)
      const before = this.#before.get(key)
      const at = this.parts.now()
      this.#before.set(key, { at, measures: each })
      if (before === undefined || before.at === at) return []
      return this.#named(each, totalsOf(before.measures, each, (at - before.at) / 1000))
    })
  }

  reset(): void {
    this.#before.clear()
  }

  /** Counters begin anew with the channel. */
  #begin(measures: PipelineMeasures): void {
    const before = this.#before.get(keyOf(measures))
    const isSameRun = before && before.measures.networkOutBytes <= measures.networkOutBytes
    if (isSameRun && before.measures.networkInBytes <= measures.networkInBytes) return
    this.#before.set(keyOf(measures), { at: this.parts.now(), measures })
  }

  #forgetEnded(running: readonly PipelineMeasures[]): void {
    const keys = new Set(running.map(keyOf))
    for (const key of this.#before.keys()) if (!keys.has(key)) this.#before.delete(key)
  }

  #named(measures: PipelineMeasures, values: readonly Value[]): readonly Reading[] {
    const { assumptions } = this.parts
    const namespaces =
      assumptions.of('metrics-namespace') === 'both'
        ? ['AWS/MediaLive', 'MediaLive']
        : ['AWS/MediaLive']
    const isPlain = assumptions.of('dropped-frames-dimensions') === 'channel-pipeline'
    const { channelId, pipelineId, region } = measures
    return values.flatMap(({ name, value, unit, groupName, isOfEncoder }) => {
      const dimensions =
        isOfEncoder && !isPlain
          ? dimensionsOf({ Pipeline: pipelineId, Region: region })
          : dimensionsOf({
              ...(groupName === undefined ? {} : { OutputGroupName: groupName }),
              ChannelId: channelId,
              Pipeline: pipelineId,
            })
      return namespaces.map((namespace) => ({
        region,
        value,
        unit,
        metric: {
          namespace,
          name,
          dimensions,
        },
        group: `${channelId}/${pipelineId}`,
      }))
    })
  }
}

interface Value {
  readonly name: string
  readonly value: number
  readonly unit: Unit
  readonly groupName?: string
  /** DroppedFrames and SvqTime, whose dimensions nobody is sure of. */
  readonly isOfEncoder?: true
}

const keyOf = ({ channelId, pipelineId }: PipelineMeasures) => `${channelId}/${pipelineId}`
const channelOf = ({ channelId }: PipelineMeasures) => channelId

function gaugesOf(measures: PipelineMeasures, isPaired: boolean): readonly Value[] {
  const { activeAlerts, fillMs, primaryInputActive, outputGroups } = measures
  return [
    { name: 'ActiveAlerts', value: activeAlerts, unit: 'Count' },
    { name: 'FillMsec', value: Math.min(fillMs, mostFillMs), unit: 'Milliseconds' },
    { name: 'PrimaryInputActive', value: primaryInputActive ? 1 : 0, unit: 'Count' },
    ...(isPaired ? [{ name: 'PipelinesLocked', value: 1, unit: 'Count' } as const] : []),
    ...outputGroups.map(({ name: groupName, active }) => ({
      name: 'ActiveOutputs',
      value: active,
      groupName,
      unit: 'Count' as const,
    })),
  ]
}

/** Nothing here ever drops a frame or saves on quality: the encoder's own metrics stay 0. */
function totalsOf(
  before: PipelineMeasures,
  now: PipelineMeasures,
  seconds: number,
): readonly Value[] {
  const megabits = (bytes: number) => (bytes * 8) / 1e6 / seconds
  const frames = (now.inputVideoFrames - before.inputVideoFrames) / seconds
  return [
    ...(now.hadInput
      ? [{ name: 'InputVideoFrameRate', value: frames, unit: 'Count/Second' } as const]
      : []),
    {
      name: 'NetworkIn',
      value: megabits(now.networkInBytes - before.networkInBytes),
      unit: 'Megabits/Second',
    },
    {
      name: 'NetworkOut',
      value: megabits(now.networkOutBytes - before.networkOutBytes),
      unit: 'Megabits/Second',
    },
    { name: 'DroppedFrames', value: 0, unit: 'Count', isOfEncoder: true },
    { name: 'SvqTime', value: 0, unit: 'Percent', isOfEncoder: true },
    ...now.outputGroups
      .filter(({ kind }) => kind === 'hls')
      .flatMap((group) => errors(before, group)),
  ]
}

/** Only outputs that speak HTTP have these; RTMP never. */
function errors(
  before: PipelineMeasures,
  { name: groupName, errors4xx, errors5xx }: PipelineMeasures['outputGroups'][number],
): readonly Value[] {
  const earlier = before.outputGroups.find(({ name }) => name === groupName)
  return [
    {
      ...({ name: 'Output4xxErrors', unit: 'Count', groupName } as const),
      value: Math.max(0, errors4xx - (earlier?.errors4xx ?? 0)),
    },
    {
      ...({ name: 'Output5xxErrors', unit: 'Count', groupName } as const),
      value: Math.max(0, errors5xx - (earlier?.errors5xx ?? 0)),
    },
  ]
}
