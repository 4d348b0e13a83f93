import { describe, expect, it } from 'vitest'
import { billOf, billedMinutes, type SharedEncode } from '../../../electron/simulator/bill/bill'
import { Meter, type ChannelRun } from '../../../electron/simulator/bill/meter'
import { inputPerHour, outputPerHour } from '../../../electron/simulator/bill/rates'
import { ManualClock } from '../../../electron/simulator/kit/clock'

const minute = 60_000
const hour = 3_600_000

const hdOutput = (name: string) =>
  ({ name, codec: 'AVC', resolution: 'HD', bitrate: 10, frameRate: 30 }) as const
/** One HD input under 10 Mbit/s and two HD outputs to 30 fps. */
const run: ChannelRun = {
  channelId: '1000001',
  name: 'sunday',
  region: 'eu-west-1',
  pipelines: 'single',
  inputs: [{ name: 'host', codec: 'AVC', resolution: 'HD', bitrate: 10 }],
  outputs: [hdOutput('platform'), hdOutput('recording')],
}

function metered(what: (meter: Meter, clock: ManualClock) => void) {
  const clock = new ManualClock(0)
  const meter = new Meter(clock.now)
  what(meter, clock)
  return billOf(meter.facts(), clock.now())
}

const runFor = (ms: number, changes: Partial<ChannelRun> = {}) =>
  metered((meter, clock) => {
    meter.channelRunBegan({ ...run, ...changes })
    clock.advance(ms)
    meter.channelRunEnded(run.channelId)
  })

describe('a run of a channel', () => {
  it('costs 0.9828 $ an hour for one HD input and two HD outputs in a single pipeline', () => {
    const bill = runFor(hour)
    expect(bill.totalMicros).toBe(982_800)
    expect(bill.lines.map(({ micros }) => micros)).toEqual([140_400, 421_200, 421_200])
  })

  it('costs 1.638 $ an hour as a standard channel', () => {
    expect(runFor(hour, { pipelines: 'standard' }).totalMicros).toBe(1_638_000)
  })

  it('of three minutes is billed as ten', () => {
    const bill = runFor(3 * minute)
    expect(bill.totalMicros).toBe(163_800)
    expect(bill.lines[0]).toMatchObject({ quantity: 10, unit: 'minutes', from: 0, to: 3 * minute })
  })

  it.each([
    [0, 10],
    [10 * minute, 10],
    [10 * minute + 1, 11],
    [11 * minute, 11],
    [61 * minute - 1, 61],
  ])('of %i ms is billed as %i minutes', (ms, minutes) => {
    expect(billedMinutes(ms)).toBe(minutes)
  })

  it('pays the minimum again each time', () => {
    const bill = metered((meter, clock) => {
      for (let n = 0; n < 2; n++) {
        meter.channelRunBegan(run)
        clock.advance(minute)
        meter.channelRunEnded(run.channelId)
      }
    })
    expect(bill.totalMicros).toBe(2 * 163_800)
  })

  it('is on the bill while it lasts', () => {
    const bill = metered((meter, clock) => {
      meter.channelRunBegan(run)
      clock.advance(30 * minute)
    })
    expect(bill.totalMicros).toBe(982_800 / 2)
    expect(bill.lines[0]).toMatchObject({ to: 30 * minute })
  })
})

describe('two outputs of one video description', () => {
  const shared: Partial<ChannelRun> = {
    outputs: [
      { ...hdOutput('platform'), encode: 'video' },
      { ...hdOutput('recording'), encode: 'video' },
      { ...hdOutput('other'), encode: 'other' },
      { name: 'sound', codec: 'audio-only' },
    ],
  }
  const named = (sharedEncode: SharedEncode) => {
    const clock = new ManualClock(0)
    const meter = new Meter(clock.now)
    meter.channelRunBegan({ ...run, ...shared })
    const { lines } = billOf(meter.facts(), hour, sharedEncode)
    return lines.map(({ what }) => what.split(' ')[2])
  }

  it('are two on the bill', () => {
    expect(named('each-output')).toEqual(['host', 'platform', 'recording', 'other', 'sound'])
  })

  it('are one where AWS bills encodes', () => {
    expect(named('once')).toEqual(['host', 'platform', 'other', 'sound'])
  })
})

describe('rates', () => {
  it.each([
    [
      'an HD input, single',
      inputPerHour({ name: '', codec: 'AVC', resolution: 'HD', bitrate: 10 }, 'single'),
      140_400,
    ],
    [
      'an HD input, standard',
      inputPerHour({ name: '', codec: 'AVC', resolution: 'HD', bitrate: 10 }, 'standard'),
      234_000,
    ],
    [
      'an HD input of 20 Mbit/s, single',
      inputPerHour({ name: '', codec: 'AVC', resolution: 'HD', bitrate: 20 }, 'single'),
      176_400,
    ],
    [
      'an HD input of 20 Mbit/s, standard',
      inputPerHour({ name: '', codec: 'AVC', resolution: 'HD', bitrate: 20 }, 'standard'),
      294_000,
    ],
    ['an HD output, single', outputPerHour(hdOutput(''), 'single'), 421_200],
    ['an HD output, standard', outputPerHour(hdOutput(''), 'standard'), 702_000],
    [
      'an SD output, single',
      outputPerHour(
        { name: '', codec: 'AVC', resolution: 'SD', bitrate: 10, frameRate: 30 },
        'single',
      ),
      212_400,
    ],
    [
      'an SD output, standard',
      outputPerHour(
        { name: '', codec: 'AVC', resolution: 'SD', bitrate: 10, frameRate: 30 },
        'standard',
      ),
      354_000,
    ],
  ])('of %s are those of the price list', (_, perHour, expected) => {
    expect(perHour).toBe(expected)
  })

  it('charge more for 60 frames, and for a rate taken from the source', () => {
    const fast = { name: '', codec: 'AVC', resolution: 'HD', bitrate: 10, frameRate: 60 } as const
    expect(outputPerHour(fast, 'single')).toBeGreaterThan(outputPerHour(hdOutput(''), 'single'))
  })
})

describe('every rate of a standard channel', () => {
  const all = (['MPEG2', 'AVC', 'HEVC', 'AV1'] as const).flatMap((codec) =>
    (['SD', 'HD', 'UHD'] as const).flatMap((resolution) =>
      ([10, 20, 50] as const).map((bitrate) => ({ name: '', codec, resolution, bitrate })),
    ),
  )

  it('is 1.667 times that of a single pipeline', () => {
    for (const input of all) {
      const factor = inputPerHour(input, 'standard') / inputPerHour(input, 'single')
      expect(factor).toBeCloseTo(5 / 3, 4)
      for (const frameRate of [30, 60] as const) {
        const output = { ...input, frameRate }
        const ratio = outputPerHour(output, 'standard') / outputPerHour(output, 'single')
        expect(ratio).toBeCloseTo(5 / 3, 4)
      }
    }
  })

  it('never falls with the resolution, the bitrate or the frame rate', () => {
    for (const input of all) {
      const { resolution, bitrate } = input
      const larger = all.filter(
        (each) =>
          each.codec === input.codec &&
          each.bitrate >= bitrate &&
          ['SD', 'HD', 'UHD'].indexOf(each.resolution) >= ['SD', 'HD', 'UHD'].indexOf(resolution),
      )
      const slow = outputPerHour({ ...input, frameRate: 30 }, 'single')
      for (const each of larger) {
        expect(inputPerHour(each, 'single')).toBeGreaterThanOrEqual(inputPerHour(input, 'single'))
        expect(outputPerHour({ ...each, frameRate: 60 }, 'single')).toBeGreaterThan(slow)
      }
    }
  })
})

describe('the rest of the bill', () => {
  it('charges an idle channel and an idle push input a cent an hour each', () => {
    const bill = metered((meter, clock) => {
      meter.idleBegan('channel', '1', 'sunday')
      meter.idleBegan('push-input', '2', 'host')
      clock.advance(90 * minute)
      meter.idleEnded('channel', '1')
      clock.advance(90 * minute)
    })
    expect(bill.lines.map(({ micros }) => micros)).toEqual([15_000, 30_000])
  })

  it('charges IVS by the second of its type', () => {
    const bill = metered((meter, clock) => {
      meter.ivsLiveBegan('arn:one', 'STANDARD')
      clock.advance(900_000)
      meter.ivsLiveEnded('arn:one')
      meter.ivsLiveBegan('arn:two', 'BASIC')
      clock.advance(1)
    })
    expect(bill.lines.map(({ micros }) => micros)).toEqual([500_000, Math.round(200_000 / 3600)])
  })

  it('charges S3 by request and by bytes over time', () => {
    const bill = metered((meter, clock) => {
      meter.s3Request('put', 2000)
      meter.s3Request('list', 1000)
      meter.s3Request('get', 10_000)
      meter.s3BytesChanged('bucket', 1024 ** 3)
      clock.advance(365 * hour)
      meter.s3BytesChanged('bucket', -(1024 ** 3))
      clock.advance(365 * hour)
    })
    expect(bill.lines.map(({ micros }) => micros)).toEqual([10_000, 5_000, 4_000, 11_500])
  })

  it('charges nine cents a gigabyte to the internet', () => {
    const bill = metered((meter) => {
      for (let n = 0; n < 4; n++) meter.egressBytes('1000001', 250_000_000)
    })
    expect(bill.totalMicros).toBe(90_000)
  })

  it('charges IVS by viewer and time, in the resolution delivered, until the stream ends', () => {
    const bill = metered((meter, clock) => {
      meter.ivsLiveBegan('arn:one', 'BASIC')
      meter.viewersChanged('arn:one', 10, 'HD')
      clock.advance(hour)
      meter.viewersChanged('arn:one', 4, 'HD')
      meter.viewersChanged('arn:two', 100, 'SD')
      clock.advance(30 * minute)
      meter.ivsLiveEnded('arn:one')
      clock.advance(30 * minute)
    })
    const viewing = bill.lines.filter(({ unit }) => unit === 'viewer-hours')
    expect(viewing.map(({ quantity, micros }) => [quantity, micros])).toEqual([
      [12, 864_000],
      [100, 3_600_000],
    ])
    expect(viewing[0]).toMatchObject({ from: 0, to: 90 * minute })
  })

  it('charges a cent for a thousand metrics asked for', () => {
    const bill = metered((meter) => {
      for (let n = 0; n < 300; n++) meter.metricsAsked(5)
    })
    expect(bill.lines).toMatchObject([{ service: 'CloudWatch', quantity: 1500, micros: 15_000 }])
  })

  it('charges a dollar for a million invocations, the first 14 million of a month free', () => {
    const tally = (count: number) => ({ count, firstAt: 0, lastAt: 1 })
    const meter = new Meter(() => 0)
    const schedulerInvocations = { '2026-01': tally(14_500_000), '2026-02': tally(14_000_000) }
    meter.restore({ facts: { schedulerInvocations }, open: [] })
    expect(billOf(meter.facts(), 1).lines.map(({ micros }) => micros)).toEqual([500_000, 0])
  })

  it('counts invocations by the month', () => {
    const bill = metered((meter, clock) => {
      meter.schedulerInvocation()
      clock.advance(40 * 24 * hour)
      meter.schedulerInvocation()
      meter.schedulerInvocation()
    })
    expect(bill.lines.map(({ what, quantity }) => [what, quantity])).toEqual([
      ['invocations of 1970-01', 1],
      ['invocations of 1970-02', 2],
    ])
  })

  it('needs no more memory for a million requests than for one', () => {
    const busy = (times: number) => {
      const clock = new ManualClock(0)
      const meter = new Meter(clock.now)
      for (let n = 0; n < times; n++) {
        clock.advance(1)
        meter.s3Request('put')
        meter.s3BytesChanged('bucket', 1)
        meter.egressBytes('1000001', 1)
        meter.viewersChanged('arn:one', n, 'HD')
        meter.metricsAsked(1)
        meter.schedulerInvocation()
      }
      return JSON.stringify(meter.snapshot()).length
    }
    expect(busy(100_000)).toBeLessThan(busy(1) + 100)
  })

  it('adds up to its lines, all whole micro-dollars', () => {
    const bill = metered((meter, clock) => {
      meter.channelRunBegan(run)
      meter.idleBegan('push-input', '2', 'host')
      meter.s3Request('get', 1)
      clock.advance(1_234_567)
    })
    expect(bill.lines.every(({ micros }) => Number.isInteger(micros))).toBe(true)
    expect(bill.totalMicros).toBe(bill.lines.reduce((sum, { micros }) => sum + micros, 0))
  })

  it('is the same from a snapshot', () => {
    const clock = new ManualClock(0)
    const meter = new Meter(clock.now)
    meter.channelRunBegan(run)
    meter.s3BytesChanged('bucket', 5_000_000)
    clock.advance(hour)
    const restored = new Meter(clock.now)
    restored.restore(JSON.parse(JSON.stringify(meter.snapshot())))
    meter.channelRunEnded(run.channelId)
    restored.channelRunEnded(run.channelId)
    clock.advance(hour)
    expect(billOf(restored.facts(), clock.now())).toEqual(billOf(meter.facts(), clock.now()))
  })
})
