import { GetMetricDataCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MediaTag } from '../../../electron/media/mediaTag'
import { computedSource, type IngestSource } from '../../../electron/simulator/ivs/ingestGauge'
import type { IvsChannel } from '../../../electron/simulator/ivs/records'
import { openMeasured, type MeasuredAccount } from './measuredAccount'

let account: MeasuredAccount
beforeEach(async () => {
  account = await openMeasured()
})
afterEach(() => account.close())

const begin = Date.UTC(2026, 0, 1)
const arn = 'arn:aws:ivs:eu-west-1:111122223333:channel/abcdEFGH1234'
// Counting asks for no more of a channel than these.
const channel = { arn, region: 'eu-west-1' } as IvsChannel

/** 20 pictures a second of 2,500 bytes, a keyframe every two seconds, and 1,600 bytes of sound. */
class Encoder implements IngestSource {
  readonly request = {}
  readonly #listeners = new Set<(tag: MediaTag) => void>()
  #sent = 0

  onTag(listener: (tag: MediaTag) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  stats = () => ({ declared: undefined })

  /** One second. */
  send(): void {
    for (let frame = 0; frame < 20; frame += 1) {
      const isKeyframe = this.#sent % 40 === 0
      const payload = Uint8Array.from({ length: 2_500 }, () => 0)
      payload.set([isKeyframe ? 0x17 : 0x27, 1])
      this.#tell({ kind: 'video', timestampMs: this.#sent * 50, payload })
      this.#sent += 1
    }
    this.#tell({ kind: 'audio', timestampMs: this.#sent * 50, payload: new Uint8Array(1_600) })
  }

  #tell(tag: MediaTag): void {
    for (const listener of this.#listeners) listener(tag)
  }
}

function stream(encoder: Encoder, seconds: number): void {
  for (let second = 0; second < seconds; second += 1) {
    encoder.send()
    account.advance(1_000)
  }
}

async function valuesOf(
  name: string,
  { period = 5, dimension = 'abcdEFGH1234' }: { period?: number; dimension?: string | null } = {},
) {
  const Dimensions = dimension === null ? [] : [{ Name: 'Channel', Value: dimension }]
  const Metric = { Namespace: 'AWS/IVS', MetricName: name, Dimensions }
  const { MetricDataResults = [] } = await account.client.send(
    new GetMetricDataCommand({
      MetricDataQueries: [{ Id: 'm', MetricStat: { Metric, Period: period, Stat: 'Average' } }],
      StartTime: new Date(begin),
      EndTime: new Date(account.context.clock.now()),
    }),
  )
  return MetricDataResults[0]?.Values ?? []
}

describe('metrics of a live IVS channel', () => {
  it('tell rates and the keyframe interval every five seconds, within seconds', async () => {
    const encoder = new Encoder()
    account.ingest.began(channel, encoder)
    stream(encoder, 40)
    expect(await valuesOf('IngestVideoBitrate')).toContain(20 * 2_500 * 8)
    expect(await valuesOf('IngestAudioBitrate')).toContain(1_600 * 8)
    const rates = await valuesOf('IngestFramerate')
    expect(rates).toContain(20)
    expect(rates.length).toBeGreaterThanOrEqual(6)
    expect(await valuesOf('KeyframeInterval')).toContain(2)
  })

  it('count streams of the account and viewers of the channel once a minute', async () => {
    const encoder = new Encoder()
    account.ingest.began(channel, encoder)
    account.advance(5 * 60_000)
    expect(new Set(await valuesOf('ConcurrentViews', { period: 60 }))).toEqual(new Set([7]))
    const streams = await valuesOf('ConcurrentStreams', { period: 60, dimension: null })
    expect(new Set(streams)).toEqual(new Set([1]))
  })

  it('go on with the encoder that takes over', async () => {
    const [first, second] = [new Encoder(), new Encoder()]
    account.ingest.began(channel, first)
    stream(first, 20)
    account.ingest.takenOver(arn, second)
    stream(second, 40)
    expect(new Set(await valuesOf('IngestFramerate'))).toEqual(new Set([20]))
  })

  it('are what a computed stream says of itself', async () => {
    const video = {
      codec: 'avc1.640029',
      profile: 'High',
      level: '4.1',
      encoder: '',
      targetBitrate: 5e6,
      targetFramerate: 30,
      videoWidth: 1920,
      videoHeight: 1080,
    }
    account.ingest.began(channel, computedSource({ video }))
    account.advance(60_000)
    expect(new Set(await valuesOf('IngestFramerate'))).toEqual(new Set([30]))
    expect(new Set(await valuesOf('IngestVideoBitrate'))).toEqual(new Set([5_000_000]))
  })

  it('end with the stream, and with them the looking', async () => {
    const encoder = new Encoder()
    account.ingest.began(channel, encoder)
    stream(encoder, 20)
    account.ingest.ended(arn)
    account.advance(60 * 60_000)
    const values = await valuesOf('IngestFramerate')
    expect(values.length).toBeLessThanOrEqual(5)
    const { Metrics = [] } = await account.client.send(
      new ListMetricsCommand({ Namespace: 'AWS/IVS' }),
    )
    expect([...new Set(Metrics.map(({ MetricName }) => MetricName))].sort().join(' ')).toBe(
      'ConcurrentStreams ConcurrentViews IngestAudioBitrate IngestFramerate IngestVideoBitrate KeyframeInterval',
    )
  })
})
