import { describe, expect, it } from 'vitest'
import { estimate } from '../../../electron/core/metering/estimate'
import { bundledRates } from '../../../electron/core/metering/rates'
import {
  aDraft,
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
