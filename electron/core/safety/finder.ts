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
import { findables, type Listed } from './findable'
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
  readonly bucket: string | null
  /** Where the bucket is asked: it is the same from every region. */
  readonly home: boolean
  readonly signal: AbortSignal
}

/** Asks one region for everything that could be ours. Never rejects: what failed is said. */
export async function findIn({
  cloud,
  clock,
  bucket,
  home,
  signal,
}: Asked): Promise<RegionFindings> {
  const { region } = cloud
  const askedAt = clock.now()
  const parts = await Promise.all(
    findables
      .filter((findable) => findable.isAt({ region, bucket, home }))
      .map(async ({ kind, what, ask }) => {
        try {
          const answer = await patiently(clock, signal, () => ask(cloud, bucket ?? ''))
          const { found, requestId } = answer
          const listed = answer.listed.map((row) => ({ ...row, kind, region }))
          return { listed, asked: [{ what, found, requestId }], troubles: [] }
        } catch (thrown) {
          const { wire } = toOperatorError(thrown, `finder ${what}`)
          return { listed: [], asked: [], troubles: [{ what, error: wire }] }
        }
      }),
  )
  const look: RegionLook = {
    region,
    state: 'asked',
    askedAt,
    asked: parts.flatMap(({ asked }) => asked),
    troubles: parts.flatMap(({ troubles }) => troubles),
  }
  return { look, listed: parts.flatMap(({ listed }) => listed) }
}

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
