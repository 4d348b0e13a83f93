import type { StateCreator } from 'zustand'
import type { ConsoleStatus } from '../../shared/domain/consoleStatus'

/** The console itself, and whether it can be heard at all. */
export interface StatusSlice {
  readonly status: ConsoleStatus | null
  readonly connected: boolean
  /** When the connection was lost; null while it stands. */
  readonly lostAt: number | null
  readonly receiveStatus: (status: ConsoleStatus) => void
  readonly receiveConnection: (connected: boolean, at: number) => void
}

export const statusSlice: StateCreator<StatusSlice> = (set) => ({
  status: null,
  connected: true,
  lostAt: null,
  receiveStatus: (status) => set({ status }),
  receiveConnection: (connected, at) =>
    set((before) => ({ connected, lostAt: connected ? null : (before.lostAt ?? at) })),
})
