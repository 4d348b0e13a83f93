import type { TakeView } from '../../../../src/shared/domain/session'
import type { Aired } from './airShow'
import { saveTake, type SavedTake } from './saveTake'
import { simulatedBill, simulatedWorld } from './simulatedWorld'
import type { Stage } from './stage'

/** What `rehearse --json` prints. Nothing in it is taken from what the core believes, but the ledger. */
export interface RehearsalReport {
  readonly ok: boolean
  readonly failures: readonly string[]
  readonly session: string
  readonly timings: Readonly<Record<string, number>>
  /** Video frames and bits a second of the programme, as the first sink counted them. */
  readonly picture: { readonly frames: number; readonly bitrate: number }
  readonly destinations: readonly {
    readonly name: string
    readonly status: string
    readonly frames: number
  }[]
  readonly takes: readonly {
    readonly path: string
    readonly markedSeconds: number
    readonly seconds: number
  }[]
  readonly leftovers: readonly string[]
  readonly billMicros: number
  readonly ledgerMicros: number
  readonly apiCalls: Readonly<Record<string, number>>
}

/** Asks the simulator what really happened, and holds the show to its promises. */
export async function reportOf(
  stage: Stage,
  aired: Aired,
  folder: string,
): Promise<RehearsalReport> {
  const { endpoint } = stage.simulator
  const take = aired.session?.takes[0]
  const saved = take && (await saveTake(stage.console, take, folder))
  const { leftovers } = await simulatedWorld(endpoint)
  const destinations = deliveriesOf(aired)
  const billMicros = await simulatedBill(endpoint)
  const ledgerMicros = aired.session?.cost.soFarMicros ?? 0
  const failures = [
    ...(aired.broken === undefined ? [] : [aired.broken]),
    ...(aired.session ? [] : ['the show was not wrapped']),
    ...destinations.flatMap(({ name, frames }) =>
      frames > 0 ? [] : [`${name} received no frame`],
    ),
    ...takeFailures(take, saved),
    ...leftovers.map((what) => `left over: ${what}`),
    ...moneyFailures(billMicros, ledgerMicros),
  ]
  return {
    ok: failures.length === 0,
    failures,
    session: aired.session?.id ?? '',
    timings: aired.timings,
    picture: pictureOf(aired),
    destinations,
    takes: saved
      ? [{ path: saved.path, markedSeconds: saved.markedSeconds, seconds: saved.seconds }]
      : [],
    leftovers,
    billMicros,
    ledgerMicros,
    apiCalls: Object.fromEntries([...stage.calls].sort()),
  }
}

function deliveriesOf({
  destinations,
  worldLive,
  session,
}: Aired): RehearsalReport['destinations'] {
  return destinations.map(({ id, name }) => {
    const sink = worldLive?.sinks.find((one) => one.destinationId === id)
    const leg = session?.legs.find(({ destinationId }) => destinationId === id)
    return {
      name,
      status: sink?.state ?? leg?.state ?? 'unknown',
      frames: sink?.frames ?? 0,
    }
  })
}

function pictureOf({ worldLive, timings }: Aired): RehearsalReport['picture'] {
  const sink = worldLive?.sinks[0]
  const seconds = ((timings['firstPictureMs'] ?? 0) + (timings['takeMs'] ?? 0)) / 1000
  return {
    frames: sink?.frames ?? 0,
    bitrate: sink && seconds > 0 ? Math.round((sink.bytes * 8) / seconds) : 0,
  }
}

function takeFailures(take: TakeView | undefined, saved: SavedTake | undefined): readonly string[] {
  if (!take || !saved) return ['the take was not made']
  const failures =
    take.state === 'verified' ? [] : [`the take is ${take.state}: ${take.trouble?.what ?? ''}`]
  if (saved.leadSeconds < 0 || saved.leadSeconds >= saved.firstSeconds)
    failures.push(`the take starts ${saved.leadSeconds.toFixed(3)} s before its first mark`)
  if (saved.tailSeconds < 0 || saved.tailSeconds >= saved.lastSeconds)
    failures.push(`the take ends ${saved.tailSeconds.toFixed(3)} s after its second mark`)
  return failures
}

const MOST_APART = 0.02
const LEAST_MINUTES = 10

/**
 * The ledger is built from what was observed: one billed minute apart at most, and two per cent. Ten
 * minutes are billed of a run at least, so a tenth of the bill is no less than a minute of it.
 */
function moneyFailures(bill: number, ledger: number): readonly string[] {
  const apart = Math.abs(bill - ledger)
  return apart <= bill / LEAST_MINUTES && apart <= bill * MOST_APART
    ? []
    : [`the ledger says ${ledger} and the bill ${bill} micro-dollars`]
}
