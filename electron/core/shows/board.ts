import type { z } from 'zod'
import type { contracts } from '../../../src/shared/contract/console'
import type { SessionId } from '../../../src/shared/domain/ids'
import type { RateTable } from '../../../src/shared/domain/rateTable'
import type { LegView, RunView, SessionView } from '../../../src/shared/domain/session'
import type { JournalEntry, Written } from '../journal'
import type { Clock, SessionRecord, Store } from '../ports'
import type { ObservedWorld } from '../reconcile/observed'
import type { OpenRun } from '../workflow/openRun'
import { armedOf, runsOf } from './history'
import { standingOf } from './phase'
import { sessionView } from './sessionView'

export type SessionEvent = z.output<(typeof contracts)['sessions']['all']['out']>

export interface BoardParts {
  readonly store: Store
  readonly clock: Clock
  readonly rates: RateTable
  readonly worldOf: (session: SessionRecord) => ObservedWorld
  readonly openRuns: (sessionId: SessionId) => readonly OpenRun[]
  readonly hasTestCard: (sessionId: SessionId) => boolean
  /** From this machine's clock to AWS's, where the session airs. */
  readonly awsOffsetMs?: (session: SessionRecord) => number
  /** Those that are not over, found without reading the others; absent: any may be. */
  readonly openSessionIds?: () => readonly SessionId[]
}

/** What every session looks like now. Composes, remembers since when, and tells who listens. */
export class SessionBoard {
  readonly #views = new Map<SessionId, SessionView>()
  readonly #told = new Map<SessionId, string>()
  readonly #since = new Map<string, { readonly state: LegView['state']; readonly at: number }>()
  readonly #listeners = new Set<(event: SessionEvent) => void>()
  #watchedSince: number
  /** How many sessions were taken in that are over. */
  #over = 0
  /** What is over, and not taken in yet, the newest first; undefined before anybody looked for it. */
  #later: Set<SessionId> | undefined

  constructor(private readonly parts: BoardParts) {
    this.#watchedSince = parts.clock.now()
    this.relist()
  }

  /** After a sleep: whoever comes back is told before anything stops. */
  watchAnew(): void {
    this.#watchedSince = this.parts.clock.now()
  }

  view(id: SessionId): SessionView | undefined {
    return this.#views.get(id)
  }

  /** The newest first. */
  views(): readonly SessionView[] {
    return [...this.#views.values()].toSorted((a, b) => b.startedAt - a.startedAt)
  }

  /** Takes in what is on record and not shown yet: another console may have begun it. */
  relist(): void {
    const { store, openSessionIds } = this.parts
    const isBehind = openSessionIds !== undefined && this.#later?.size !== 0
    const ids = isBehind ? openSessionIds() : store.sessionIds().toReversed()
    for (const id of ids) if (!this.#views.has(id)) this.refresh(id)
  }

  /** What is over is not waited for at the start: it is taken in by and by. False: that was all. */
  takeInMore(howMany: number): boolean {
    const later = (this.#later ??= new Set(this.parts.store.sessionIds().toReversed()))
    for (const id of [...later].slice(0, howMany)) {
      later.delete(id)
      if (!this.#views.has(id)) this.refresh(id)
    }
    return later.size > 0
  }

  /** All of them first, then each change. */
  subscribe(listener: (event: SessionEvent) => void): () => void {
    listener({ kind: 'snapshot', items: [...this.views()] })
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /**
   * Looks at one session again; whoever listens hears of it only if something is different. One that
   * is over is not looked at again: nothing becomes of it any more.
   */
  refresh(id: SessionId): SessionView | undefined {
    const known = this.#views.get(id)
    if (known && isOver(known)) return known
    const session = this.parts.store.sessions.get(id)
    if (!session) return undefined
    const view = this.#compose(session)
    this.#views.set(id, view)
    const text = JSON.stringify(view)
    if (this.#told.get(id) === text) return view
    this.#told.set(id, text)
    for (const listener of this.#listeners) listener({ kind: 'changed', item: view })
    return view
  }

  /** One that was over goes on: it was taken over from elsewhere, or is cleaned up once more. */
  reopen(id: SessionId): SessionView | undefined {
    this.#views.delete(id)
    return this.refresh(id)
  }

  #compose(session: SessionRecord): SessionView {
    const { store, clock, rates, worldOf, openRuns, hasTestCard, awsOffsetMs } = this.parts
    const outline = this.#outlineIfOver(session)
    const lines = outline ?? store.journal.ofSession(session.id)
    // What is over has its last price: time goes on without it.
    const now = outline && session.certificate ? session.certificate.issuedAt : clock.now()
    const view = sessionView({
      session,
      runs: runsOf(lines, openRuns(session.id)),
      armed: armedOf(lines),
      world: worldOf(session),
      takes: store.takesOf(session.id),
      usage: store.usageOf(session.id),
      rates,
      now,
      // A certificate is dated by AWS's clock already.
      awsOffsetMs: now === session.certificate?.issuedAt ? 0 : (awsOffsetMs?.(session) ?? 0),
      testCard: hasTestCard(session.id),
      watchedSince: this.#watchedSince,
      legSince: (destinationId, state) =>
        this.#sinceWhen(`${session.id}/${destinationId}`, state, now),
    })
    return outline && this.#over++ >= IN_FULL ? inBrief(view) : view
  }

  /** Of a session that is over the steps are left out: they are most of it, and nobody waits for them. */
  #outlineIfOver({ id, certificate }: SessionRecord): readonly Written<JournalEntry>[] | undefined {
    const { store, openRuns } = this.parts
    if (certificate === null || openRuns(id).length > 0) return undefined
    const outline = store.outlineOf(id)
    const runs = runsOf(outline, [])
    const isOver = standingOf(runs, undefined).phase === 'wrapped' && runs.every(isAtEnd)
    return isOver ? outline : undefined
  }

  #sinceWhen(leg: string, state: LegView['state'], now: number): number {
    const known = this.#since.get(leg)
    if (known?.state === state) return known.at
    this.#since.set(leg, { state, at: now })
    return now
  }
}

/** So many of the latest sessions that are over are told with what was done and charged in detail. */
const IN_FULL = 100

/** Older ones with their takes, their sum and their certificate: years of shows are still little to tell. */
const inBrief = (view: SessionView): SessionView => ({
  ...view,
  legs: [],
  runs: [],
  cost: { ...view.cost, lines: [] },
})

const isAtEnd = ({ endedAt }: RunView): boolean => endedAt !== null

const isOver = ({ phase, runs, testCard }: SessionView): boolean =>
  phase === 'wrapped' && !testCard && runs.every(isAtEnd)
