import type {
  FoundHere,
  FoundSession,
  FoundView,
  RegionLook,
} from '../../../src/shared/domain/found'
import { SessionId } from '../../../src/shared/domain/ids'
import type { RateTable } from '../../../src/shared/domain/rateTable'
import { toOperatorError } from '../../../src/shared/errors'
import type { Clock, Cloud } from '../ports'
import { isOurs } from '../reconcile/observed'
import { findables, type Findable, type Listed } from './findable'
import { recordingBucketOf } from './foundPlan'
import { pricesOf } from './foundPrice'
import { patiently } from './patiently'

/** What a region answered: everything it listed, and every part that could not be asked. */
export interface RegionFindings {
  readonly look: RegionLook
  readonly listed: readonly Listed[]
}

export interface Asked {
  readonly cloud: Cloud
  readonly clock: Clock
  /** The bucket of the settings, where it lies in this region; others are found by what records to them. */
  readonly bucket: string | null
  readonly signal: AbortSignal
}

interface Part {
  readonly listed: readonly Listed[]
  readonly asked: RegionLook['asked']
  readonly troubles: RegionLook['troubles']
}

/** Asks one region for everything that could be ours. Never rejects: what failed is said. */
export async function findIn(of: Asked): Promise<RegionFindings> {
  const { region } = of.cloud
  const askedAt = of.clock.now()
  const inRegion = await Promise.all(
    findables
      .filter((one) => one.of === 'region' && (one.isAt?.(region) ?? true))
      .map((one) => partOf(of, one, '')),
  )
  const buckets = bucketsOf(
    inRegion.flatMap(({ listed }) => listed),
    of.bucket,
  )
  const inBuckets = await Promise.all(
    buckets.flatMap((bucket) =>
      findables.filter((one) => one.of === 'bucket').map((one) => partOf(of, one, bucket)),
    ),
  )
  const parts = [...inRegion, ...inBuckets]
  const look: RegionLook = {
    region,
    state: 'asked',
    askedAt,
    asked: parts.flatMap(({ asked }) => asked),
    troubles: parts.flatMap(({ troubles }) => troubles),
  }
  return { look, listed: parts.flatMap(({ listed }) => listed) }
}

async function partOf(
  { cloud, clock, signal }: Asked,
  { kind, what, ask }: Findable,
  bucket: string,
): Promise<Part> {
  try {
    const { listed, found, requestId } = await patiently(clock, signal, () => ask(cloud, bucket))
    return {
      listed: listed.map((row) => ({ ...row, kind, region: cloud.region })),
      asked: [{ what, found, requestId }],
      troubles: [],
    }
  } catch (thrown) {
    const { wire } = toOperatorError(thrown, `finder ${what}`)
    return { listed: [], asked: [], troubles: [{ what, error: wire }] }
  }
}

/** The one of the settings, and every one that a channel of ours records to. Pure. */
export const bucketsOf = (
  listed: readonly Listed[],
  ofSettings: string | null,
): readonly string[] => [
  ...new Set([
    ...(ofSettings === null ? [] : [ofSettings]),
    ...listed.flatMap((one) => recordingBucketOf(one.channel) ?? []),
  ]),
]

/** The session a thing says it belongs to; undefined: it is not ours, and none of our business. Pure. */
export function sessionOf({ mark }: Pick<Listed, 'mark'>): string | undefined {
  if (mark.by === 'name') return mark.sessionId
  return isOurs(mark) ? (mark.tags['session'] ?? '') : undefined
}

/** Ours, of this session. Pure. */
export const listedOf = (listed: readonly Listed[], sessionId: string): readonly Listed[] =>
  listed.filter((one) => sessionOf(one) === sessionId)

export interface Knowledge {
  readonly rates: RateTable
  readonly consoleId: string
  readonly here: (sessionId: SessionId) => FoundHere
}

/** What of all that was listed is ours, by session. Nothing else comes in. Pure. */
export function foundIn(
  listed: readonly Listed[],
  known: Knowledge,
): Pick<FoundView, 'sessions' | 'strays' | 'keptRecordings'> {
  const bySession = new Map<string, Listed[]>()
  for (const one of listed) {
    const sessionId = sessionOf(one)
    if (sessionId !== undefined)
      bySession.set(sessionId, [...(bySession.get(sessionId) ?? []), one])
  }
  const sessions: FoundSession[] = []
  const strays: FoundView['strays'] = []
  let keptRecordings = 0
  for (const [id, things] of bySession) {
    const sessionId = SessionId.safeParse(id)
    const isKept = things.every(({ kind }) => kind === 'recordings')
    if (isKept) keptRecordings += 1
    else if (sessionId.success) sessions.push(sessionFrom(sessionId.data, things, known))
    else
      strays.push(
        ...resourcesOf(things, known.rates).map((one, at) => ({
          ...one,
          region: things[at]?.region ?? '',
        })),
      )
  }
  return { sessions: sessions.toSorted(byUrgency), strays, keptRecordings }
}

/** What runs first, then what costs most. */
const byUrgency = (a: FoundSession, b: FoundSession): number =>
  Number(b.running) - Number(a.running) ||
  b.perHourMicros - a.perHourMicros ||
  a.sessionId.localeCompare(b.sessionId)

function sessionFrom(
  sessionId: SessionId,
  things: readonly Listed[],
  { rates, consoleId, here }: Knowledge,
): FoundSession {
  const tags = things.map(({ mark }) => (mark.by === 'tags' ? mark.tags : {}))
  const tag = (key: string): string | undefined => tags.find((one) => one[key])?.[key]
  const claim = things.find((one) => one.claim)?.claim?.claim
  const begun = Number(tag('begun'))
  const resources = resourcesOf(things, rates)
  return {
    sessionId,
    region: regionOf(things),
    name:
      tag('show-name') ?? things.find(({ name, mark }) => mark.by === 'tags' && name)?.name ?? '',
    owner: tag('owner') ?? null,
    begunAt: Number.isInteger(begun) && begun > 0 ? begun : (claim?.since ?? null),
    here: here(sessionId),
    heldBy: claim
      ? { owner: claim.owner, since: claim.since, here: claim.consoleId === consoleId }
      : null,
    running: resources.some(({ running }) => running),
    perHourMicros: resources.reduce((sum, { perHourMicros }) => sum + (perHourMicros ?? 0), 0),
    priceIsWhole: resources.every(({ perHourMicros }) => perHourMicros !== null),
    adoptable: things.some(({ kind, state }) => kind === 'channel' && state !== 'DELETING'),
    resources,
  }
}

/** The bucket is asked from home; where the rest of it is, is where the session is. */
const regionOf = (things: readonly Listed[]): string =>
  (things.find(({ mark }) => mark.by === 'tags') ?? things[0])?.region ?? ''

function resourcesOf(things: readonly Listed[], rates: RateTable): FoundSession['resources'] {
  const priceOf = pricesOf(things, rates)
  return things.map((one) => {
    const { kind, id, name, state, running } = one
    return { kind, id, name, state, running, perHourMicros: priceOf(one) }
  })
}
