import type { RateTable } from '../../../src/shared/domain/rateTable'
import type { Show } from '../../../src/shared/domain/show'
import type { Usage } from '../ports'
import { LEAST_MINUTES } from './estimate'
import { presetOf } from '../encoder/presets'
import { egressLine, idleLines, ivsLine, requestsLine, runningLines, totalBitrate } from './lines'

/** One charge. `committed` is what has to be paid even if it were stopped this instant. */
export interface LedgerLine {
  readonly what: string
  readonly quantity: string
  readonly micros: number
}

const MINUTE = 60_000
const HOUR = 3_600_000

/** Every charge of a session up to `now`, from what was observed. Pure: the same usage, the same ledger. */
export function ledger(
  show: Pick<Show, 'preset' | 'feed' | 'destinations'>,
  usage: readonly Usage[],
  rates: RateTable,
  now: number,
): readonly LedgerLine[] {
  return merge(
    usage.flatMap((stretch) => {
      const lines = linesOf(show, stretch, rates, now)
      return isAtMost(stretch) ? lines.map(atMost) : lines
    }),
  )
}

/** Longer than this nobody looked: where a stretch ended then, it is charged up to the next look. */
const UNSEEN_MS = 90_000

/**
 * It goes by time, and ended at some moment between two looks that lie far apart, as where the console
 * was closed meanwhile.
 */
const isAtMost = ({ to, lastSeenAt, quantity }: Usage): boolean =>
  quantity === null && to !== null && to - lastSeenAt > UNSEEN_MS

const atMost = (line: LedgerLine): LedgerLine => ({ ...line, quantity: `at most ${line.quantity}` })

export const totalMicros = (lines: readonly LedgerLine[]): number =>
  lines.reduce((total, { micros }) => total + micros, 0)

function linesOf(
  show: Pick<Show, 'preset' | 'feed' | 'destinations'>,
  usage: Usage,
  rates: RateTable,
  now: number,
): readonly LedgerLine[] {
  const ms = Math.max(0, (usage.to ?? now) - usage.from)
  switch (usage.kind) {
    case 'channel-running': {
      const minutes = billedMinutes(ms)
      const lines = runningLines(show, rates).map(({ what, perHourMicros = 0 }) => ({
        what,
        quantity: `${minutes} min`,
        micros: Math.round((perHourMicros * minutes) / 60),
      }))
      return [...lines, byTime(requestsLine(rates), ms)]
    }
    case 'channel-idle':
      return [byTime(idleLines(rates)[0], ms)]
    case 'input-idle':
      return [byTime(idleLines(rates)[1], ms)]
    case 'ivs-live':
      return [byTime(ivsLine(nameOf(show, usage.resource), rates), ms)]
    case 'egress':
      return [egressOf(show, usage, rates, ms)]
  }
}

/** By the bytes that were counted; where nobody counts, by the bitrate that is sent. */
function egressOf(
  show: Pick<Show, 'preset' | 'feed' | 'destinations'>,
  { resource, quantity }: Usage,
  rates: RateTable,
  ms: number,
): LedgerLine {
  const name = nameOf(show, resource)
  if (quantity !== null)
    return byBytes(`Data to ${name}`, quantity, rates.perGigabyteMicros['egress.internet'] ?? 0)
  const preset = presetOf(show.preset)
  const byBitrate = byTime(egressLine({ name }, preset, rates), ms)
  const megabits = (totalBitrate(preset) / 1e6).toFixed(1)
  return {
    ...byBitrate,
    what: `${byBitrate.what} (estimated)`,
    quantity: `${byBitrate.quantity} of ${megabits} Mb/s`,
  }
}

/** Started minutes, ten at least for every run (MediaLive pricing page). */
export const billedMinutes = (ms: number): number => Math.max(LEAST_MINUTES, Math.ceil(ms / MINUTE))

const byTime = (
  line: { readonly what: string; readonly perHourMicros: number | undefined } | undefined,
  ms: number,
): LedgerLine => ({
  what: line?.what ?? '',
  quantity: `${Math.round(ms / 1000)} s`,
  micros: Math.round(((line?.perHourMicros ?? 0) * ms) / HOUR),
})

const byBytes = (what: string, bytes: number, microsPerGigabyte: number): LedgerLine => ({
  what,
  quantity: `${(bytes / 1e9).toFixed(3)} GB`,
  micros: Math.round((bytes / 1e9) * microsPerGigabyte),
})

const nameOf = (show: Pick<Show, 'destinations'>, destinationId: string): string =>
  show.destinations.find(({ id }) => id === destinationId)?.name ?? destinationId

/** Several runs of one thing stand in one line. */
function merge(lines: readonly LedgerLine[]): readonly LedgerLine[] {
  const byWhat = new Map<string, LedgerLine[]>()
  for (const line of lines) byWhat.set(line.what, [...(byWhat.get(line.what) ?? []), line])
  return [...byWhat].map(([what, same]) => ({
    what,
    quantity: same.map(({ quantity }) => quantity).join(' + '),
    micros: totalMicros(same),
  }))
}
