import type { SessionId } from '../../../src/shared/domain/ids'
import type { Workflow } from '../workflow/workflow'
import type { ShowWorld } from './showWorld'
import { moveSafetyStop } from './steps/safetyStop'

export interface MoveEndInput {
  readonly sessionId: SessionId
  readonly channelId: string
  /** When AWS is to stop the channel by itself, AWS's time. */
  readonly at: number
}

/** Moves the safety stop with the plan, while the show is on air and whatever else is under way. */
export const moveEnd: Workflow<ShowWorld, MoveEndInput, void> = {
  name: 'move-end',
  version: 1,
  exclusive: false,
  async body(run, input) {
    await run.step(moveSafetyStop, input)
  },
}
