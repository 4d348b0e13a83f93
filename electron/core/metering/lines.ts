import type { Destination } from '../../../src/shared/domain/destination'
import type { EncodingPreset } from '../../../src/shared/domain/preset'
import type { RateTable } from '../../../src/shared/domain/rateTable'
import { bitrateTier, inputSpecification } from '../encoder/inputSpecification'
import { presetOf } from '../encoder/presets'
import type { ShowDraft } from '../../../src/shared/domain/show'

/** One thing that is paid by the hour. `perHourMicros` is undefined where its price is not known. */
export interface PricedLine {
  readonly what: string
  readonly perHourMicros: number | undefined
}

type Plan = Pick<ShowDraft, 'preset' | 'feed' | 'destinations'>

/**
 * What a running channel is billed for: the input, and every output whether or not it is watched
 * (MediaLive user guide, "Billing operations"). One pipeline, standard video quality.
 */
export function runningLines(plan: Plan, rates: RateTable): readonly PricedLine[] {
  const preset = presetOf(plan.preset)
  const output = rates.perHourMicros[outputRate(preset)]
  return [
    {
      what: 'MediaLive input',
      perHourMicros: rates.perHourMicros[inputRate(inputSpecification(plan.feed))],
    },
    ...plan.destinations.map(({ name }) => ({
      what: `MediaLive output to ${name}`,
      perHourMicros: output,
    })),
    { what: 'MediaLive output to the recording', perHourMicros: output },
  ]
}

/** What is billed while nothing runs, as long as the resources exist. */
export const idleLines = (rates: RateTable): readonly PricedLine[] => [
  { what: 'Idle MediaLive channel', perHourMicros: rates.perHourMicros['medialive.channel.idle'] },
  { what: 'Idle MediaLive input', perHourMicros: rates.perHourMicros['medialive.input.idle'] },
]

/** What IVS takes for receiving the programme, per hour live. */
export const ivsLine = (name: string, rates: RateTable): PricedLine => ({
  what: `IVS input ${name}`,
  perHourMicros: rates.perHourMicros['ivs.input.standard'],
})

/** What leaves AWS for the internet; IVS is inside. */
export function egressLine(
  destination: Pick<Destination, 'name'>,
  preset: EncodingPreset,
  rates: RateTable,
): PricedLine {
  const gigabytesPerHour = (totalBitrate(preset) * 3600) / 8 / 1e9
  const perGigabyte = rates.perGigabyteMicros['egress.internet']
  return {
    what: `Data to ${destination.name}`,
    perHourMicros:
      perGigabyte === undefined ? undefined : Math.round(gigabytesPerHour * perGigabyte),
  }
}

/** Segments and playlists of a recording: two writes of each a segment. */
export function requestsLine(rates: RateTable): PricedLine {
  const perThousand = rates.perThousandMicros['s3.put']
  return {
    what: 'S3 requests of the recording',
    perHourMicros:
      perThousand === undefined ? undefined : Math.round((3600 / 2) * 2 * (perThousand / 1000)),
  }
}

export const totalBitrate = (preset: EncodingPreset): number =>
  preset.videoBitrateBps + preset.audioBitrateBps

const inputRate = ({ MaximumBitrate }: ReturnType<typeof inputSpecification>): string =>
  `medialive.input.hd.avc.${/\d+/.exec(MaximumBitrate ?? '')?.[0]}`

/** Output tiers begin above 10 Mb/s and above 30 frames a second. */
function outputRate({ videoBitrateBps, framesPerSecond }: EncodingPreset): string {
  const bitrate = /\d+/.exec(bitrateTier(videoBitrateBps))?.[0]
  return `medialive.output.hd.avc.${bitrate}.${framesPerSecond <= 30 ? 30 : 60}`
}
