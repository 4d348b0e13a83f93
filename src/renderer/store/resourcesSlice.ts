import type { StateCreator } from 'zustand'
import { nothingFound, type FoundView } from '../../shared/domain/found'

/** What of ours is in the account, as the feed last said. */
export interface ResourcesSlice {
  readonly found: FoundView
  readonly receiveFound: (found: FoundView) => void
}

export const resourcesSlice: StateCreator<ResourcesSlice> = (set) => ({
  found: nothingFound,
  receiveFound: (found) => set({ found }),
})
