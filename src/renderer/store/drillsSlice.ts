import type { StateCreator } from 'zustand'
import type { ArmedDrill } from '../../shared/domain/drill'

/** Failures that are staged just now, as the feed last said; none outside a rehearsal. */
export interface DrillsSlice {
  readonly drills: readonly ArmedDrill[]
  readonly receiveDrills: (drills: readonly ArmedDrill[]) => void
}

export const drillsSlice: StateCreator<DrillsSlice> = (set) => ({
  drills: [],
  receiveDrills: (drills) => set({ drills }),
})
