import type { SessionId } from '../../../src/shared/domain/ids'
import type { Workflow } from '../workflow/workflow'
import type { Armed } from './arm'
import type { ShowWorld } from './showWorld'
import { confirmClaim } from './steps/claim'
import { awaitChannelRunning, pointChannel, startChannel } from './steps/channel'
import { armSafetyStop } from './steps/safetyStop'

export interface GoLiveInput {
  readonly sessionId: SessionId
  readonly armed: Armed
  /** 1 for the first start; later ones need a recording folder of their own first. */
  readonly airing: number
  /** A stream key was replaced since the channel was told its keys. */
  readonly isNewKey: boolean
}

/** Puts the show on air: with a stop in AWS set first, started, and seen to run. Whether viewers see it is the tally's to say. */
export const goLive: Workflow<ShowWorld, GoLiveInput, void> = {
  name: 'go-live',
  version: 1,
  async body(run, { sessionId, armed: { channelId, inputId, ivs }, airing, isNewKey }) {
    const isToBePointed = airing > 1 || isNewKey
    // First: a safety stop of this session may be another console's by now.
    await run.step(confirmClaim, { sessionId })
    await Promise.all([
      run.step(armSafetyStop, { sessionId, channelId }),
      isToBePointed && run.step(pointChannel, { sessionId, channelId, inputId, ivs, airing }),
    ])
    await run.step(startChannel, { sessionId, channelId, askedAt: run.startedAt })
    await run.step(awaitChannelRunning, { sessionId, channelId })
  },
}
