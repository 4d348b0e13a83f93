import type { SessionId } from '../../../src/shared/domain/ids'
import type { Clock, Cloud, Log, SessionRecord, Store } from '../ports'
import type { Engine } from '../workflow/engine'
import type { SessionBoard } from './board'
import type { ShowWorld } from './showWorld'

/** What the commands of a session work with. */
export interface AiringParts {
  readonly store: Store
  readonly clock: Clock
  readonly engine: Engine<ShowWorld>
  readonly board: SessionBoard
  readonly log: Log
  readonly cloudOf: (session: SessionRecord) => Promise<Cloud>
  /** AWS's time, epoch ms: what marks are made in. */
  readonly awsNow: (sessionId: SessionId) => number
}
