import type { SessionId } from '../../../src/shared/domain/ids'
import { OperatorError } from '../../../src/shared/errors'
import type { RunScope, Workflow } from '../workflow/workflow'
import type { ShowWorld } from './showWorld'
import { awaitChannelStopped, stopChannel } from './steps/channel'
import { disarmSafetyStop } from './steps/safetyStop'
import { findChannels } from './steps/wrapUp'

export interface StandDownInput {
  readonly sessionId: SessionId
}

/** Takes the show off air and keeps what was made. Works from any state, and twice. */
export const standDown: Workflow<ShowWorld, StandDownInput, void> = {
  name: 'stand-down',
  version: 1,
  async body(run, { sessionId }) {
    const channels = await run.step(findChannels, { sessionId })
    await Promise.all(channels.map((channelId) => bringDown(run, sessionId, channelId)))
    try {
      await run.step(disarmSafetyStop, { sessionId })
    } catch (thrown) {
      if (!(thrown instanceof OperatorError)) throw thrown
      // Off the air all the same; the next start, or the end of the session, takes it away.
      run.log.warn('the safety stop is still set', { cause: thrown })
    }
  },
}

/** Stopped, and seen to have stopped. */
export async function bringDown(
  run: RunScope<ShowWorld>,
  sessionId: SessionId,
  channelId: string,
): Promise<void> {
  await run.step(stopChannel, { sessionId, channelId })
  await run.step(awaitChannelStopped, { sessionId, channelId })
}
