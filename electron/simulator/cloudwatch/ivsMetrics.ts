import type { BroadcastMeasures } from './broadcastCounters'
import { dimensionsOf, type Reading } from './metric'
import type { MetricSource } from './sampler'

const namespace = 'AWS/IVS'

interface Counted {
  readonly at: number
  readonly measures: BroadcastMeasures
}

interface Parts {
  readonly now: () => number
  readonly measures: () => readonly BroadcastMeasures[]
}

/** What arrives at live IVS channels (IVS user guide, "Monitoring stream health"): points 5 s apart. */
export class IvsIngestMetrics implements MetricSource {
  readonly windowMs = 5_000
  readonly arrival = 'ivs-metric-arrival'
  readonly #before = new Map<string, Counted>()

  constructor(private readonly parts: Parts) {}

  gauges(): readonly Reading[] | undefined {
    const all = this.parts.measures()
    const streams = new Set(all.map(({ streamId }) => streamId))
    for (const key of this.#before.keys()) if (!streams.has(key)) this.#before.delete(key)
    for (const measures of all) {
      if (!this.#before.has(measures.streamId)) this.#count(measures)
    }
    return all.length === 0 ? undefined : all.flatMap(keyframeInterval)
  }

  totals(): readonly Reading[] {
    return this.parts.measures().flatMap((measures) => {
      const before = this.#before.get(measures.streamId)
      const { at } = this.#count(measures)
      return before && at > before.at ? rates(before, measures, (at - before.at) / 1000) : []
    })
  }

  reset(): void {
    this.#before.clear()
  }

  #count(measures: BroadcastMeasures): Counted {
    const counted = { at: this.parts.now(), measures }
    this.#before.set(measures.streamId, counted)
    return counted
  }
}

/** How many streams there are, once a minute: of the account, and viewers by channel. */
export class IvsAudienceMetrics implements MetricSource {
  readonly windowMs = 60_000
  readonly arrival = 'ivs-metric-arrival'

  constructor(private readonly measures: () => readonly BroadcastMeasures[]) {}

  gauges(): readonly Reading[] | undefined {
    const all = this.measures()
    if (all.length === 0) return undefined
    const views = all.map((each) =>
      ofChannel(each, { name: 'ConcurrentViews', value: each.viewers, unit: 'Count' }),
    )
    const regions = [...new Set(all.map(({ region }) => region))]
    return [...views, ...regions.map((region) => streamsIn(region, all))]
  }

  totals(): readonly Reading[] {
    return []
  }
}

const streamsIn = (region: string, all: readonly BroadcastMeasures[]): Reading => ({
  region,
  metric: { namespace, name: 'ConcurrentStreams', dimensions: [] },
  unit: 'Count',
  value: all.filter((each) => each.region === region).length,
  group: `streams ${region}`,
})

function ofChannel(
  { channelArn, region, streamId }: BroadcastMeasures,
  { name, ...valued }: Pick<Reading, 'value' | 'unit'> & { readonly name: string },
): Reading {
  // The dimension is the last part of the ARN.
  const dimensions = dimensionsOf({ Channel: channelArn.split('/').at(-1) ?? '' })
  return { region, group: streamId, metric: { namespace, name, dimensions }, ...valued }
}

function keyframeInterval(measures: BroadcastMeasures): readonly Reading[] {
  const { keyframeIntervalMs } = measures
  if (keyframeIntervalMs === undefined) return []
  const value = keyframeIntervalMs / 1000
  return [ofChannel(measures, { name: 'KeyframeInterval', value, unit: 'Seconds' })]
}

function rates({ measures: before }: Counted, now: BroadcastMeasures, seconds: number) {
  const bits = (bytes: number) => (bytes * 8) / seconds
  const video = bits(now.videoBytes - before.videoBytes)
  const audio = bits(now.audioBytes - before.audioBytes)
  const frames = (now.videoFrames - before.videoFrames) / seconds
  return [
    ofChannel(now, { name: 'IngestVideoBitrate', value: video, unit: 'Bits/Second' }),
    ofChannel(now, { name: 'IngestAudioBitrate', value: audio, unit: 'Bits/Second' }),
    ofChannel(now, { name: 'IngestFramerate', value: frames, unit: 'Count/Second' }),
  ]
}
