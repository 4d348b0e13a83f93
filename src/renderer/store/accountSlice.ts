import type { StateCreator } from 'zustand'
import type { AccountView } from '../../shared/domain/account'

/** Who we are at AWS, as the feed last said. */
export interface AccountSlice {
  readonly account: AccountView | null
  readonly receiveAccount: (account: AccountView) => void
}

export const accountSlice: StateCreator<AccountSlice> = (set) => ({
  account: null,
  receiveAccount: (account) => set({ account }),
})
