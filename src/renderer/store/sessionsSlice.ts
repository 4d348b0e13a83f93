import type { StateCreator } from 'zustand'
import type { SessionView } from '../../shared/domain/session'
import { afterEvents, emptyCollection, type Collection, type CollectionEvent } from './collection'

/** The airings, as the feed last said. Only the feed writes here: there is no hopeful "live". */
export interface SessionsSlice {
  readonly sessions: Collection<SessionView>
  readonly receiveSessions: (events: readonly CollectionEvent<SessionView>[]) => void
}

export const sessionsSlice: StateCreator<SessionsSlice> = (set) => ({
  sessions: emptyCollection(),
  receiveSessions: (events) => set(({ sessions }) => ({ sessions: afterEvents(sessions, events) })),
})
