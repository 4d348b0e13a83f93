import type { AccountSettings, IdentityView } from '../../../src/shared/domain/account'
import type { DestinationId } from '../../../src/shared/domain/ids'
import type { CheckLevel, CheckResult } from '../../../src/shared/domain/preflight'
import type { Show } from '../../../src/shared/domain/show'
import type { WireError } from '../../../src/shared/errors'
import type { Estimate } from '../metering/estimate'

/** Everything the checks look at, gathered once; each check is pure on it. */
export interface PreflightFacts {
  readonly now: number
  readonly rehearsal: boolean
  readonly show: Show
  readonly identity: IdentityView | null
  readonly signInTrouble: WireError | null
  readonly settings: AccountSettings
  /** What was said when the bucket was tried; undefined where it could not be tried. */
  readonly bucketTrouble: WireError | null | undefined
  /** Null where nobody could be asked, because nobody is signed in. */
  readonly publicAddress: string | WireError | null
  readonly keysPresent: ReadonlySet<DestinationId>
  readonly keychainIsMemory: boolean
  /** Channels and push inputs in the account and region; null where AWS could not be asked. */
  readonly used: { readonly channels: number; readonly inputs: number } | null
  readonly estimate: Estimate
}

export type Check = (facts: PreflightFacts) => CheckResult

export const result = (
  check: string,
  level: CheckLevel,
  what: string,
  todo: string | null = null,
): CheckResult => ({ check, level, what, todo })
