import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { billOf } from '../../../electron/simulator/bill/bill'
import { Meter } from '../../../electron/simulator/bill/meter'
import { ManualClock } from '../../../electron/simulator/kit/clock'

/** One thing that happens to one of a few resources, after some time. */
interface Happening {
  readonly afterMs: number
  readonly what: keyof typeof deeds
  readonly which: number
  readonly amount: number
}

type Deed = (meter: Meter, id: string, amount: number) => void

const deeds = {
  runBegan: (meter, id) =>
    meter.channelRunBegan({
      channelId: id,
      name: id,
      region: 'eu-west-1',
      pipelines: 'standard',
      inputs: [{ name: 'host', codec: 'AVC', resolution: 'HD', bitrate: 10 }],
      outputs: [
        { name: 'main', codec: 'HEVC', resolution: 'UHD', bitrate: 50, frameRate: 60 },
        { name: 'sound', codec: 'audio-only' },
      ],
    }),
  runEnded: (meter, id) => meter.channelRunEnded(id),
  idleBegan: (meter, id) => meter.idleBegan('channel', id, id),
  idleEnded: (meter, id) => meter.idleEnded('channel', id),
  liveBegan: (meter, id) => meter.ivsLiveBegan(`arn:${id}`, 'ADVANCED_HD'),
  liveEnded: (meter, id) => meter.ivsLiveEnded(`arn:${id}`),
  viewers: (meter, id, amount) => meter.viewersChanged(`arn:${id}`, amount, 'HD'),
  stored: (meter, id, amount) => meter.s3BytesChanged(`bucket-${id}`, (amount - 50) * 1e9),
  sent: (meter, id, amount) => meter.egressBytes(id, amount * 1e6),
} as const satisfies Readonly<Record<string, Deed>>

/** What is counted for the account as a whole, so that it does not add up line by line. */
const accountDeeds = {
  put: (meter, _, amount) => meter.s3Request('put', amount),
  metrics: (meter, _, amount) => meter.metricsAsked(amount),
  invoked: (meter) => meter.schedulerInvocation(),
} as const satisfies Readonly<Record<string, Deed>>

const happening = fc.record({
  afterMs: fc.integer({ min: 0, max: 3_600_000 }),
  what: fc.constantFrom(...(Object.keys(deeds) as (keyof typeof deeds)[])),
  which: fc.integer({ min: 0, max: 2 }),
  amount: fc.integer({ min: 0, max: 100 }),
})
const accountHappening = fc.record({
  afterMs: fc.integer({ min: 0, max: 3_600_000 }),
  what: fc.constantFrom(...(Object.keys(accountDeeds) as (keyof typeof accountDeeds)[])),
  which: fc.constant(0),
  amount: fc.integer({ min: 0, max: 10_000 }),
})

describe('the bill', () => {
  it('never falls as time goes by, whatever happens', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(happening, accountHappening)), (happenings) => {
        const clock = new ManualClock(0)
        const meter = new Meter(clock.now)
        let before = 0
        for (const { afterMs, what, which, amount } of happenings) {
          clock.advance(afterMs)
          const just = billOf(meter.facts(), clock.now()).totalMicros
          expect(just).toBeGreaterThanOrEqual(before)
          const deed: Deed = { ...deeds, ...accountDeeds }[what]
          deed(meter, String(which), amount)
          before = billOf(meter.facts(), clock.now()).totalMicros
          expect(before).toBeGreaterThanOrEqual(just)
        }
      }),
    )
  })

  it('of all resources is the sum of the bills of each', () => {
    fc.assert(
      fc.property(fc.array(happening), (happenings) => {
        const totalOf = (counts: (happened: Happening) => boolean) => {
          const clock = new ManualClock(0)
          const meter = new Meter(clock.now)
          for (const happened of happenings) {
            clock.advance(happened.afterMs)
            const { what, which, amount } = happened
            const deed: Deed = deeds[what]
            if (counts(happened)) deed(meter, String(which), amount)
          }
          return billOf(meter.facts(), clock.now()).totalMicros
        }
        const each = [0, 1, 2].map((wanted) => totalOf(({ which }) => which === wanted))
        expect(totalOf(() => true)).toBe(each.reduce((sum, one) => sum + one, 0))
      }),
    )
  })

  it('does not depend on how often it is looked at, nor on a restart', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(happening, accountHappening)), (happenings) => {
        const clock = new ManualClock(0)
        const steady = new Meter(clock.now)
        let restarted = new Meter(clock.now)
        for (const { afterMs, what, which, amount } of happenings) {
          clock.advance(afterMs)
          const deed: Deed = { ...deeds, ...accountDeeds }[what]
          deed(steady, String(which), amount)
          deed(restarted, String(which), amount)
          billOf(restarted.facts(), clock.now())
          const saved: unknown = JSON.parse(JSON.stringify(restarted.snapshot()))
          restarted = new Meter(clock.now)
          restarted.restore(saved as ReturnType<Meter['snapshot']>)
        }
        clock.advance(1)
        const bills = [steady, restarted].map((meter) => billOf(meter.facts(), clock.now()))
        expect(bills[1]).toEqual(bills[0])
      }),
    )
  })
})
