import type { z } from 'zod'
import type { contracts } from '../../../src/shared/contract/console'
import type { SessionId } from '../../../src/shared/domain/ids'
import type { RateTable } from '../../../src/shared/domain/rateTable'
import type { LegView, SessionView } from '../../../src/shared/domain/session'
import type { Clock, SessionRecord, Store } from '../ports'
import type { ObservedWorld } from '../reconcile/observed'
import type { OpenRun } from '../workflow/openRun'
import { armedOf, runsOf } from './history'
import { sessionView } from './sessionView'

export type SessionEvent = z.output<(typeof contracts)['sessions']['all']['out']>

export interface BoardParts {
  readonly store: Store
  readonly clock: Clock
  readonly rates: RateTable
  readonly worldOf: (session: SessionRecord) => ObservedWorld
  readonly openRuns: (sessionId: SessionId) => readonly OpenRun[]
  readonly hasTestCard: (sessionId: SessionId) => boolean
}

/** What every session looks like now. Composes, remembers since when, and tells who listens. */
export class SessionBoard {
  readonly #views = new Map<SessionId, SessionView>()
  readonly #told = new Map<SessionId, string>()
  readonly #since = new Map<string, { readonly state: LegView['state']; readonly at: number }>()
  readonly #listeners = new Set<(event: SessionEvent) => void>()

  constructor(private readonly parts: BoardParts) {
    for (const { id } of parts.store.sessions.all()) this.refresh(id)
  }

  view(id: SessionId): SessionView | undefined {
    return this.#views.get(id)
  }

  views(): readonly SessionView[] {
    return [...this.#views.values()]
  }

  /** All of them first, then each change. */
  subscribe(listener: (event: SessionEvent) => void): () => void {
    listener({ kind: 'snapshot', items: [...this.views()] })
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Looks at one session again; whoever listens hears of it only if something is different. */
  refresh(id: SessionId): SessionView | undefined {
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

  #compose(session: SessionRecord): SessionView {
    const { store, clock, rates, worldOf, openRuns, hasTestCard } = this.parts
    const lines = store.journal.ofSession(session.id)
    const now = clock.now()
    return sessionView({
      session,
      runs: runsOf(lines, openRuns(session.id)),
      armed: armedOf(lines),
      world: worldOf(session),
      takes: store.takes.all().filter(({ sessionId }) => sessionId === session.id),
      usage: store.usage.all().filter(({ sessionId }) => sessionId === session.id),
      rates,
      now,
      testCard: hasTestCard(session.id),
      legSince: (destinationId, state) =>
        this.#sinceWhen(`${session.id}/${destinationId}`, state, now),
    })
  }

  #sinceWhen(leg: string, state: LegView['state'], now: number): number {
    const known = this.#since.get(leg)
    if (known?.state === state) return known.at
    this.#since.set(leg, { state, at: now })
    return now
  }
}
