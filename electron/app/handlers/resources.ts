import type { contracts } from '../../../src/shared/contract/console'
import type { Handlers } from '../../../src/shared/contract/define'
import type { SessionId } from '../../../src/shared/domain/ids'
import type { ResourceDesk } from '../resourceDesk'

export interface ResourceHandlerParts {
  readonly resourceDesk: ResourceDesk
  /** The same stop as by its own button. */
  readonly stopSession: (sessionId: SessionId) => Promise<void>
}

/** What of ours is in the account. */
export const resourceHandlers = ({
  resourceDesk,
  stopSession,
}: ResourceHandlerParts): Handlers<(typeof contracts)['resources']> => ({
  found: (publish) => resourceDesk.view.subscribe(publish),
  look: () => resourceDesk.look(),
  adopt: (gesture) => resourceDesk.adopt(gesture, gesture.region),
  retire: (gesture) => resourceDesk.retire(gesture, gesture.region),
  stopEverything: ({ commandId }) => resourceDesk.stopEverything(commandId, stopSession),
})
