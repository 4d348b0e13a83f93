import type { StateCreator } from 'zustand'
import type { Show } from '../../shared/domain/show'
import { afterEvents, emptyCollection, type Collection, type CollectionEvent } from './collection'

/** The plans, as the feed last said. */
export interface ShowsSlice {
  readonly shows: Collection<Show>
  readonly receiveShows: (events: readonly CollectionEvent<Show>[]) => void
}

export const showsSlice: StateCreator<ShowsSlice> = (set) => ({
  shows: emptyCollection(),
  receiveShows: (events) => set(({ shows }) => ({ shows: afterEvents(shows, events) })),
})
