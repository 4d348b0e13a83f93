import type { contracts } from '../../../src/shared/contract/console'
import type { Handlers } from '../../../src/shared/contract/define'
import type { ShowId } from '../../../src/shared/domain/ids'
import { operatorError } from '../../../src/shared/errors'
import type { Vault } from '../../adapters/keychain/vault'
import { estimate } from '../../core/metering/estimate'
import { bundledRates } from '../../core/metering/rates'
import { destinationKeyRef } from '../../core/ports'
import { showSentences } from '../../core/shows/sentences'
import type { ShowBook } from '../../core/shows/showBook'
import { checkShow, keysPresent, type PreflightParts } from '../preflightDesk'
import type { ShellPort } from '../shellPort'

export interface ShowParts extends PreflightParts {
  readonly book: ShowBook
  readonly vault: Vault
  readonly shell: ShellPort
  /** A key is there now that was missing: what waited for it may go on. */
  readonly onKeySet: (showId: ShowId) => void
}

/** The plans of shows, and the keys of their destinations: set, deleted, copied by main, never read. */
export const showHandlers = (parts: ShowParts): Handlers<(typeof contracts)['shows']> => ({
  all: (publish) => parts.book.subscribe(publish),
  create: ({ commandId, draft }) =>
    Promise.resolve({ showId: parts.book.create(commandId, draft) }),
  update: ({ showId, draft }) => parts.book.update(showId, draft),
  remove: async ({ showId }) => parts.book.remove(showId),
  restore: async ({ showId }) => parts.book.restore(showId),
  estimate: (draft) => {
    const { lines, unknown, ...sums } = estimate(draft, bundledRates)
    return Promise.resolve({ ...sums, lines: [...lines], unknown: [...unknown] })
  },
  preflight: ({ showId }) => checkShow(parts.book.get(showId), parts),
  ...keyHandlers(parts),
})

type KeyCalls = 'keysPresent' | 'setKey' | 'deleteKey' | 'copyKey'

const keyHandlers = ({
  book,
  vault,
  shell,
  onKeySet,
}: ShowParts): Pick<Handlers<(typeof contracts)['shows']>, KeyCalls> => ({
  keysPresent: async ({ showId }) => [...(await keysPresent(book.get(showId), vault))],
  setKey: async ({ showId, destinationId, key }) => {
    nameOf(book, showId, destinationId)
    await vault.set(destinationKeyRef(showId, destinationId), key)
    onKeySet(showId)
  },
  deleteKey: async ({ showId, destinationId }) => {
    nameOf(book, showId, destinationId)
    await vault.delete(destinationKeyRef(showId, destinationId))
  },
  copyKey: async ({ showId, destinationId }) => {
    const name = nameOf(book, showId, destinationId)
    if (!shell.abilities.clipboard) throw operatorError(showSentences.noClipboard())
    const key = await vault.get(destinationKeyRef(showId, destinationId))
    if (key === undefined) throw operatorError(showSentences.keyMissing(name))
    return shell.copy(key)
  },
})

/** Throws where the show has no such destination: no key may lie where nobody would find it. */
function nameOf(
  book: ShowBook,
  showId: Parameters<ShowBook['get']>[0],
  destinationId: string,
): string {
  const destination = book.get(showId).destinations.find(({ id }) => id === destinationId)
  if (!destination) throw operatorError(showSentences.showUnknown())
  return destination.name
}
