import { describe, expect, it } from 'vitest'
import { estimate } from '../../../electron/core/metering/estimate'
import { billedMinutes, ledger, totalMicros } from '../../../electron/core/metering/ledger'
import { bundledRates } from '../../../electron/core/metering/rates'
import {
  HOUR,
  MINUTE,
  SECOND,
  START,
  aDraft,
  aShow,
  aUsage,
  anIvsDestination,
  anRtmpDestination,
  roundRates,
} from '../../harness/builders'

describe('the ledger', () => {
  const show = aShow({ destinations: [anRtmpDestination(), anIvsDestination()] })
  const lines = (usage: Parameters<typeof aUsage>[0][], now = START) =>
    ledger(
      show,
      usage.map((one, index) => aUsage({ id: `u${index}`, ...one })),
      roundRates(),
      now,
    )
  const of = (what: string, all: ReturnType<typeof lines>) => all.find((line) => line.what === what)

  it.each([
    [0, 10],
    [1, 10],
    [10 * MINUTE, 10],
    [10 * MINUTE + 1, 11],
    [61 * MINUTE - 1, 61],
  ])('bills a run of %i ms as %i minutes', (ms, minutes) => {
    expect(billedMinutes(ms)).toBe(minutes)
  })

  it('comes to what one works out by hand for a run of 90 minutes', () => {
    const all = lines([{ to: START + 90 * MINUTE }])
    expect(of('MediaLive input', all)).toEqual({
      what: 'MediaLive input',
      quantity: '90 min',
      micros: 900_000,
    })
    expect(of('MediaLive output to Studio', all)?.micros).toBe(1_800_000)
    expect(of('MediaLive output to the recording', all)?.micros).toBe(1_800_000)
    expect(of('S3 requests of the recording', all)?.micros).toBe(54_000)
    expect(totalMicros(all)).toBe(900_000 + 3 * 1_800_000 + 54_000)
  })

  it('charges every run with ten minutes at least, two short ones with twenty', () => {
    const all = lines([
      { to: START + MINUTE },
      { from: START + HOUR, to: START + HOUR + 3 * SECOND },
    ])
    expect(of('MediaLive input', all)).toEqual({
      what: 'MediaLive input',
      quantity: '10 min + 10 min',
      micros: 200_000,
    })
  })

  it('lets what still runs grow with the time', () => {
    const running = [{ to: null }]
    expect(of('MediaLive input', lines(running, START + 5 * MINUTE))?.micros).toBe(100_000)
    expect(of('MediaLive input', lines(running, START + HOUR))?.micros).toBe(600_000)
  })

  it('charges idle things by the second and IVS by its own clock', () => {
    const all = lines([
      { kind: 'channel-idle', to: START + 100 * SECOND },
      { kind: 'input-idle', resource: '2000001', to: START + 50 * SECOND },
      { kind: 'ivs-live', resource: 'website', to: START + 10 * SECOND },
    ])
    expect(of('Idle MediaLive channel', all)?.micros).toBe(1_000)
    expect(of('Idle MediaLive input', all)?.micros).toBe(1_000)
    expect(of('IVS input Website', all)).toEqual({
      what: 'IVS input Website',
      quantity: '10 s',
      micros: 10_000,
    })
  })

  it('charges what left AWS by its bytes, not by time', () => {
    const all = lines([
      { kind: 'egress', resource: 'studio', quantity: 2_500_000_000, to: START + HOUR },
      { kind: 'egress', resource: 'studio', quantity: 500_000_000, to: START + 9 * HOUR },
    ])
    expect(all).toEqual([
      { what: 'Data to Studio', quantity: '2.500 GB + 0.500 GB', micros: 300_000 },
    ])
  })

  it('charges by the bitrate where nobody counts the bytes, as the estimate does', () => {
    const all = lines([{ kind: 'egress', resource: 'studio', quantity: null, to: START + HOUR }])
    expect(all).toEqual([
      { what: 'Data to Studio (estimated)', quantity: '3600 s of 5.1 Mb/s', micros: 230_760 },
    ])
    const { lines: priced } = estimate(aDraft(), roundRates())
    expect(priced.find(({ what }) => what === 'Data to Studio')?.perHourMicros).toBe(230_760)
  })

  it('charges up to the next look what ended while nobody looked, and says that it is at most that', () => {
    const seenFor10 = { from: START, lastSeenAt: START + 10 * MINUTE }
    const all = lines([
      { ...seenFor10, to: START + 2 * HOUR },
      { from: START + 3 * HOUR, to: START + 4 * HOUR },
    ])
    expect(of('MediaLive input', all)).toEqual({
      what: 'MediaLive input',
      quantity: 'at most 120 min + 60 min',
      micros: 1_800_000,
    })
    const known = lines([{ ...seenFor10, to: START + 11 * MINUTE }])
    expect(of('MediaLive input', known)?.quantity).toBe('11 min')
    const counted = { kind: 'egress', resource: 'studio', quantity: 1_000_000_000 } as const
    const [bytes] = lines([{ ...counted, ...seenFor10, to: START + 2 * HOUR }])
    expect(bytes?.quantity).toBe('1.000 GB')
  })

  it('charges nothing for a stretch that seems to end before it began', () => {
    expect(totalMicros(lines([{ kind: 'channel-idle', to: START - HOUR }]))).toBe(0)
  })

  it('is all integers, so that sums are exact', () => {
    const all = ledger(show, [aUsage({ to: START + 12_345_678 })], bundledRates, START)
    for (const { micros } of all) expect(Number.isInteger(micros)).toBe(true)
  })
})
