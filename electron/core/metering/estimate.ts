import type { RateTable } from '../../../src/shared/domain/rateTable'
import type { ShowDraft } from '../../../src/shared/domain/show'
import { presetOf } from '../encoder/presets'
import {
  egressLine,
  idleLines,
  ivsLine,
  requestsLine,
  runningLines,
  type PricedLine,
} from './lines'

/** AWS bills at least this much of every run (MediaLive pricing page). */
export const LEAST_MINUTES = 10

export interface Estimate {
  readonly perHourMicros: number
  readonly idlePerHourMicros: number
  /** What one click on Go live costs at the very least. */
  readonly leastMicros: number
  readonly ratesDatedAt: string
  readonly lines: readonly { readonly what: string; readonly perHourMicros: number }[]
  /** Things whose price is in no table we have: the total is then a floor, and said to be one. */
  readonly unknown: readonly string[]
}

/** The price before the click. Pure. */
export function estimate(plan: ShowDraft, rates: RateTable): Estimate {
  const channel = runningLines(plan, rates)
  const all = [...channel, ...streamLines(plan, rates)]
  const known = all.filter(isKnown)
  return {
    perHourMicros: sum(known),
    idlePerHourMicros: sum(idleLines(rates).filter(isKnown)),
    leastMicros: Math.round((sum(channel.filter(isKnown)) * LEAST_MINUTES) / 60),
    ratesDatedAt: rates.datedAt,
    lines: known,
    unknown: all.filter((line) => !isKnown(line)).map(({ what }) => what),
  }
}

/** What is paid only while the picture flows. */
function streamLines(plan: ShowDraft, rates: RateTable): readonly PricedLine[] {
  const preset = presetOf(plan.preset)
  const perDestination = plan.destinations.map((destination) =>
    destination.kind === 'ivs'
      ? ivsLine(destination.name, rates)
      : egressLine(destination, preset, rates),
  )
  return [...perDestination, requestsLine(rates)]
}

type KnownLine = PricedLine & { readonly perHourMicros: number }
const isKnown = (line: PricedLine): line is KnownLine => line.perHourMicros !== undefined
const sum = (lines: readonly KnownLine[]): number =>
  lines.reduce((total, line) => total + line.perHourMicros, 0)
