import type { SessionId, ShowId } from '../../shared/domain/ids'
import type { SessionView, TakeView } from '../../shared/domain/session'
import type { Show } from '../../shared/domain/show'
import type { Collection } from './collection'

/** The airing a show's screen is about: the one that is not over, else the latest. */
export function sessionOfShow(
  sessions: Collection<SessionView>,
  showId: ShowId,
): SessionView | undefined {
  let found: SessionView | undefined
  for (const session of Object.values(sessions.byId))
    if (session.showId === showId && isAhead(session, found)) found = session
  return found
}

/** Unfinished before finished, then newer before older. */
function isAhead(session: SessionView, than: SessionView | undefined): boolean {
  if (!than) return true
  const over = session.phase === 'wrapped'
  if (over !== (than.phase === 'wrapped')) return !over
  return session.startedAt > than.startedAt
}

/** Newest start first. */
export const newestFirst = (sessions: Collection<SessionView>): readonly SessionView[] =>
  Object.values(sessions.byId).toSorted((a, b) => b.startedAt - a.startedAt)

/** By name, as people look for them. */
export const showsByName = (shows: Collection<Show>): readonly Show[] =>
  Object.values(shows.byId).toSorted((a, b) => a.name.localeCompare(b.name))

/** The same for all shows at once; one pass for lists of thousands. */
export function sessionByShow(sessions: Collection<SessionView>): ReadonlyMap<ShowId, SessionView> {
  const byShow = new Map<ShowId, SessionView>()
  for (const session of Object.values(sessions.byId))
    if (isAhead(session, byShow.get(session.showId))) byShow.set(session.showId, session)
  return byShow
}

/** The show a fresh window opens on: one that is running, else the one touched last. */
export function firstShow(
  shows: Collection<Show>,
  sessions: Collection<SessionView>,
): Show | undefined {
  let latest: SessionView | undefined
  for (const session of Object.values(sessions.byId))
    if (shows.byId[session.showId] && isAhead(session, latest)) latest = session
  if (latest && latest.phase !== 'wrapped') return shows.byId[latest.showId]
  let touched: Show | undefined
  for (const show of Object.values(shows.byId))
    if (!touched || show.updatedAt > touched.updatedAt) touched = show
  return touched
}

export interface BurnRate {
  readonly perHourMicros: number
  readonly paid: number
  /** What rehearsals would cost if they were real; never added to real money. */
  readonly rehearsedPerHourMicros: number
  readonly rehearsing: number
}

/** What is being spent per hour, real and pretended apart. */
export function burnRate(sessions: Collection<SessionView>): BurnRate {
  let rate: BurnRate = { perHourMicros: 0, paid: 0, rehearsedPerHourMicros: 0, rehearsing: 0 }
  for (const { cost, rehearsal } of Object.values(sessions.byId)) {
    if (cost.perHourMicros <= 0) continue
    rate = rehearsal
      ? {
          ...rate,
          rehearsedPerHourMicros: rate.rehearsedPerHourMicros + cost.perHourMicros,
          rehearsing: rate.rehearsing + 1,
        }
      : { ...rate, perHourMicros: rate.perHourMicros + cost.perHourMicros, paid: rate.paid + 1 }
  }
  return rate
}

/** The take whose out mark is still open. */
export const runningTake = (session: SessionView): TakeView | undefined =>
  session.takes.find((take) => take.state === 'recording')

export interface TakeOfSession {
  readonly take: TakeView
  readonly sessionId: SessionId
  readonly showName: string
  readonly rehearsal: boolean
}

/** Every recording there is, newest first. */
export const allTakes = (sessions: Collection<SessionView>): readonly TakeOfSession[] =>
  Object.values(sessions.byId)
    .flatMap(({ id, showName, rehearsal, takes }) =>
      takes.map((take) => ({ take, sessionId: id, showName, rehearsal })),
    )
    .toSorted((a, b) => b.take.inAt - a.take.inAt)
