import { contracts, type Contracts } from '../../../src/shared/contract/console'
import type { Contract } from '../../../src/shared/contract/define'
import { operatorError } from '../../../src/shared/errors'
import { storageSentences } from '../../adapters/storage/sentences'
import type { ConsoleHandlers } from '../console'

type CallsOf<S extends keyof Contracts> = {
  [M in keyof Contracts[S]]: Contracts[S][M] extends { readonly kind: 'call' } ? M : never
}[keyof Contracts[S]]

/** Calls that change nothing, neither on record nor in AWS nor in the keychain. All others do. */
const looks: { readonly [S in keyof Contracts]: readonly CallsOf<S>[] } = {
  frame: ['abilities', 'dismissNotice'],
  account: ['profiles', 'tryAgain'],
  shows: ['keysPresent', 'copyKey', 'estimate', 'preflight'],
  sessions: ['certificate', 'copyCertificate', 'revealIngestName', 'copyIngest'],
  drills: [],
  resources: ['look'],
}

/** The handlers of a console that may only look: it shows everything and does nothing. */
export function guarded(handlers: ConsoleHandlers, mayWrite: boolean): ConsoleHandlers {
  if (mayWrite) return handlers
  const all: Readonly<Record<string, Contract>> = contracts
  const subjects = Object.entries(handlers).map(([subject, own]) => {
    const allowed: readonly string[] = looks[subject as keyof Contracts]
    const methods = Object.entries(own).map(([method, handler]) => {
      const isFeed = all[subject]?.[method]?.kind === 'feed'
      return [method, isFeed || allowed.includes(method) ? handler : refuse] as const
    })
    return [subject, Object.fromEntries(methods)] as const
  })
  // The same subjects and methods as it was given: only what some of them do is different.
  return Object.fromEntries(subjects) as unknown as ConsoleHandlers
}

const refuse = (): Promise<never> => Promise.reject(operatorError(storageSentences.viewOnly))
