import { describe, expect, it } from 'vitest'
import { estimate } from '../../../electron/core/metering/estimate'
import { billedMinutes, ledger, totalMicros } from '../../../electron/core/metering/ledger'
import { bundledRates } from '../../../electron/core/metering/rates'
import { costOf } from '../../../electron/core/shows/cost'
import {
  HOUR,
  MINUTE,
  SECOND,
  START,
  aDraft,
  aSession,
  aShow,
  aUsage,
  anIvsDestination,
  anRtmpDestination,
  destinationId,
  roundRates,
} from '../../harness/builders'

const noRates = roundRates({ perHourMicros: {}, perGigabyteMicros: {}, perThousandMicros: {} })
const mediaLivePart = (
  lines: readonly { readonly what: string; readonly perHourMicros: number }[],
) =>
  lines
    .filter(({ what }) => what.startsWith('MediaLive'))
    .reduce((sum, { perHourMicros }) => sum + perHourMicros, 0)
const rtmps = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    anRtmpDestination({ id: destinationId(`d${index}`), name: `D${index}` }),
  )

describe('the price before the click', () => {
  it.each([
    ['nowhere but the recording', 0, 561_600],
    ['one destination', 1, 982_800],
    ['three destinations', 3, 1_825_200],
  ])('is as AWS publishes it for 1080p30 to %s', (_, count, perHour) => {
    const { lines } = estimate(aDraft({ destinations: rtmps(count) }), bundledRates)
    expect(mediaLivePart(lines)).toBe(perHour)
  })

  it('counts the dearer tier at 60 frames a second and from 10 Mb/s in', () => {
    const at60 = estimate(aDraft({ preset: '1080p60' }), bundledRates)
    expect(mediaLivePart(at60.lines)).toBe(140_400 + 2 * 631_800)
    const feed = { height: 1080, framesPerSecond: 30, bitrateBps: 10_000_000 } as const
    expect(mediaLivePart(estimate(aDraft({ feed }), bundledRates).lines)).toBe(
      176_400 + 2 * 421_200,
    )
  })

  it('adds what flows: data to the internet, IVS, and the requests of the recording', () => {
    const destinations = [anRtmpDestination(), anIvsDestination()]
    const { lines, perHourMicros } = estimate(aDraft({ destinations }), roundRates())
    // 5.128 Mb/s is 2.3076 GB an hour; 1,800 segments and as many playlists are 3,600 writes.
    expect(lines).toEqual([
      { what: 'MediaLive input', perHourMicros: 600_000 },
      { what: 'MediaLive output to Studio', perHourMicros: 1_200_000 },
      { what: 'MediaLive output to Website', perHourMicros: 1_200_000 },
      { what: 'MediaLive output to the recording', perHourMicros: 1_200_000 },
      { what: 'Data to Studio', perHourMicros: 230_760 },
      { what: 'IVS input Website', perHourMicros: 3_600_000 },
      { what: 'S3 requests of the recording', perHourMicros: 36_000 },
    ])
    expect(perHourMicros).toBe(8_066_760)
  })

  it('says the least a click costs: ten minutes of the channel', () => {
    const { leastMicros, idlePerHourMicros } = estimate(aDraft(), roundRates())
    expect(leastMicros).toBe((600_000 + 2 * 1_200_000) / 6)
    expect(idlePerHourMicros).toBe(36_000 + 72_000)
  })

  it('names what has no price, and sums up the rest', () => {
    const { unknown, perHourMicros, lines } = estimate(
      aDraft({ preset: '1080p60' }),
      roundRates({ perHourMicros: { 'medialive.input.hd.avc.10': 600_000 } }),
    )
    expect(unknown).toEqual(['MediaLive output to Studio', 'MediaLive output to the recording'])
    expect(perHourMicros).toBe(lines.reduce((sum, line) => sum + line.perHourMicros, 0))
  })

  it('knows nothing from an empty table, and does not call that free', () => {
    const { unknown, perHourMicros } = estimate(aDraft(), noRates)
    expect(perHourMicros).toBe(0)
    expect(unknown).toHaveLength(5)
  })

  it('has a bundled price for everything a show can hold', () => {
    for (const preset of ['1080p30', '1080p60', '720p30'] as const)
      for (const bitrateBps of [5_000_000, 15_000_000, 40_000_000]) {
        const feed = { height: 1080, framesPerSecond: 60, bitrateBps } as const
        const destinations = [anRtmpDestination(), anIvsDestination()]
        expect(estimate(aDraft({ preset, feed, destinations }), bundledRates).unknown).toEqual([])
      }
  })
})

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
      { what: 'Data to Studio', quantity: '3600 s of 5.1 Mb/s', micros: 230_760 },
    ])
    const { lines: priced } = estimate(aDraft(), roundRates())
    expect(priced.find(({ what }) => what === 'Data to Studio')?.perHourMicros).toBe(230_760)
  })

  it('charges nothing for a stretch that seems to end before it began', () => {
    expect(totalMicros(lines([{ kind: 'channel-idle', to: START - HOUR }]))).toBe(0)
  })

  it('is all integers, so that sums are exact', () => {
    const all = ledger(show, [aUsage({ to: START + 12_345_678 })], bundledRates, START)
    for (const { micros } of all) expect(Number.isInteger(micros)).toBe(true)
  })
})

describe('the meter on screen', () => {
  const session = aSession({
    show: aShow({ destinations: [], capMicros: 5_000_000 }),
    plannedEndAt: START + 2 * HOUR,
  })
  const perHour = 600_000 + 1_200_000 + 36_000

  it('shows the running price only while a channel runs, the idle one while something is there', () => {
    const cost = (usage: Parameters<typeof aUsage>[0][]) =>
      costOf(
        session,
        usage.map((one) => aUsage(one)),
        roundRates(),
        START + HOUR,
      ).perHourMicros
    expect(cost([{}])).toBe(perHour)
    expect(cost([{ to: START + MINUTE }, { kind: 'channel-idle' }])).toBe(108_000)
    expect(cost([{ to: START + MINUTE }])).toBe(0)
    expect(cost([])).toBe(0)
  })

  it('says what stopping now would not save, for ten minutes', () => {
    const committed = (ms: number) =>
      costOf(session, [aUsage()], roundRates(), START + ms).committedMicros
    expect(committed(0)).toBe(300_000)
    expect(committed(10 * MINUTE - 1)).toBe(300_000)
    expect(committed(10 * MINUTE)).toBe(0)
  })

  it('looks ahead to the planned end, and not once it is over or nothing runs', () => {
    const now = START + HOUR
    const cost = costOf(session, [aUsage()], roundRates(), now)
    expect(cost.soFarMicros).toBe(perHour)
    expect(cost.atPlannedEndMicros).toBe(2 * perHour)
    const late = costOf(session, [aUsage()], roundRates(), START + 3 * HOUR)
    expect(late.atPlannedEndMicros).toBe(late.soFarMicros)
    expect(costOf(session, [], roundRates(), now).atPlannedEndMicros).toBeNull()
    expect(
      costOf({ ...session, plannedEndAt: null }, [aUsage()], roundRates(), now).atPlannedEndMicros,
    ).toBeNull()
  })
})
