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
    await passingOver(run, run.step(disarmSafetyStop, { sessionId }))
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

/** What tidies up behind a show and is refused: told in the log, and in the list of steps; it is off the air all the same. */
export async function passingOver(
  { log }: Pick<RunScope<ShowWorld>, 'log'>,
  step: Promise<unknown>,
): Promise<void> {
  try {
    await step
  } catch (thrown) {
    if (!(thrown instanceof OperatorError)) throw thrown
    log.warn('something was not tidied up', { cause: thrown })
  }
}
