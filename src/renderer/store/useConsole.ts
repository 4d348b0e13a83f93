import { create } from 'zustand'
import { accountSlice, type AccountSlice } from './accountSlice'
import { drillsSlice, type DrillsSlice } from './drillsSlice'
import { resourcesSlice, type ResourcesSlice } from './resourcesSlice'
import { sessionsSlice, type SessionsSlice } from './sessionsSlice'
import { showsSlice, type ShowsSlice } from './showsSlice'
import { statusSlice, type StatusSlice } from './statusSlice'

export type ConsoleState = StatusSlice &
  AccountSlice &
  ShowsSlice &
  SessionsSlice &
  DrillsSlice &
  ResourcesSlice

/** The one store: a picture of the feeds. */
export const useConsole = create<ConsoleState>()((...a) => ({
  ...statusSlice(...a),
  ...accountSlice(...a),
  ...showsSlice(...a),
  ...sessionsSlice(...a),
  ...drillsSlice(...a),
  ...resourcesSlice(...a),
}))

/** Commands are offered only where they can be heard and are allowed. */
export const selectMayAct = (s: ConsoleState): boolean =>
  s.connected && (s.status?.mayWrite ?? false)
