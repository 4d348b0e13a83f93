import type { z } from 'zod'
import type { contracts } from '../../../src/shared/contract/console'
import { ShowId, type CommandId } from '../../../src/shared/domain/ids'
import type { Show, ShowDraft } from '../../../src/shared/domain/show'
import { operatorError } from '../../../src/shared/errors'
import { destinationKeyRef, type Clock, type Keys, type Store } from '../ports'
import { showSentences } from './sentences'

export type ShowEvent = z.output<(typeof contracts)['shows']['all']['out']>

export interface BookParts {
  readonly store: Store
  readonly clock: Clock
  readonly keys: Keys
  /** True while a session of the show is not wrapped. */
  readonly inUse: (showId: ShowId) => boolean
}

/** The plans of shows: made, changed, taken off the list and put back. */
export class ShowBook {
  readonly #listeners = new Set<(event: ShowEvent) => void>()

  constructor(private readonly parts: BookParts) {}

  subscribe(listener: (event: ShowEvent) => void): () => void {
    listener({ kind: 'snapshot', items: [...this.parts.store.shows.all()] })
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Throws where there is no such show. */
  get(id: ShowId): Show {
    const show = this.parts.store.shows.get(id)
    if (!show) throw operatorError(showSentences.showUnknown())
    return show
  }

  /** The id is the command's: a double click makes one show. */
  create(commandId: CommandId, draft: ShowDraft): ShowId {
    const id = ShowId.parse(commandId)
    if (!this.parts.store.shows.get(id))
      this.#put({ ...draft, id, updatedAt: this.parts.clock.now() })
    return id
  }

  /** A plan that was read back from what AWS has of it; one that is on the list already stays as it is. */
  admit(show: Show): void {
    if (!this.parts.store.shows.get(show.id)) this.#put(show)
  }

  /** Forgets the keys of destinations that are no longer part of it. */
  async update(id: ShowId, draft: ShowDraft): Promise<void> {
    const before = this.get(id)
    this.#refuseIfInUse(id)
    this.#put({ ...draft, id, updatedAt: this.parts.clock.now() })
    const kept = new Set(draft.destinations.map((destination) => destination.id))
    const gone = before.destinations.filter((destination) => !kept.has(destination.id))
    await Promise.all(gone.map((one) => this.parts.keys.delete(destinationKeyRef(id, one.id))))
  }

  /** Keys stay in the keychain, so that the removal can be undone. */
  remove(id: ShowId): void {
    const show = this.get(id)
    this.#refuseIfInUse(id)
    const { store } = this.parts
    store.together(() => {
      store.removedShows.put(show)
      store.shows.remove(id)
    })
    this.#tell({ kind: 'forgotten', id })
  }

  restore(id: ShowId): void {
    const { store } = this.parts
    const show = store.removedShows.get(id)
    if (!show) throw operatorError(showSentences.showUnknown())
    store.together(() => {
      store.shows.put(show)
      store.removedShows.remove(id)
    })
    this.#tell({ kind: 'changed', item: show })
  }

  #refuseIfInUse(id: ShowId): void {
    if (this.parts.inUse(id)) throw operatorError(showSentences.showInUse())
  }

  #put(show: Show): void {
    this.parts.store.shows.put(show)
    this.#tell({ kind: 'changed', item: show })
  }

  #tell(event: ShowEvent): void {
    for (const listener of this.#listeners) listener(event)
  }
}
