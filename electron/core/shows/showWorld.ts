import type { SessionId } from '../../../src/shared/domain/ids'
import { operatorError } from '../../../src/shared/errors'
import { showSentences } from './sentences'
import type { Cloud, Ids, Keys, SessionRecord, Store } from '../ports'
import type { Observer } from '../reconcile/observer'
import type { StepContext } from '../workflow/step'

/** An account and region, opened: what can be done there, and what is seen of it. */
export interface Place {
  readonly cloud: Cloud
  readonly observer: Observer
}

/** This console, among others of the account. */
export interface Self {
  /** Made once for a data folder. */
  readonly id: string
  /** Who sits at it: `maria on studio-laptop`. */
  readonly owner: string
}

/** What the steps of a show work with. */
export interface ShowWorld {
  readonly store: Store
  readonly keys: Keys
  readonly ids: Ids
  readonly self: Self
  /** Rejects with what to do where nobody is signed in there. */
  place(session: SessionRecord): Promise<Place>
}

export type ShowContext = StepContext<ShowWorld>

/** The session of a step and the place it airs in. */
export async function sessionAt(
  { world }: ShowContext,
  sessionId: SessionId,
): Promise<Place & { readonly session: SessionRecord }> {
  const session = world.store.sessions.get(sessionId)
  if (!session) throw operatorError(showSentences.sessionUnknown())
  return { session, ...(await world.place(session)) }
}
