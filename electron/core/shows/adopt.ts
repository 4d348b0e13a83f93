import type { SessionId } from '../../../src/shared/domain/ids'
import type { ClaimHolder } from '../claims'
import type { Workflow } from '../workflow/workflow'
import type { Adopted } from './arm'
import type { ShowWorld } from './showWorld'
import { passingOver } from './standDown'
import { fetchIvsKey, findAdopted, takeClaimOver } from './steps/adoption'
import { rearmSafetyStop } from './steps/safetyStop'

export interface AdoptInput {
  readonly sessionId: SessionId
  /** Whose claim was seen to stand; null: nobody's. */
  readonly from: ClaimHolder | null
}

/**
 * Takes over a session of another console, or of a data folder that was lost: first the claim, so that
 * the other does nothing any more; then what there is. What is on air stays on air, with its safety
 * stop set anew.
 */
export const adopt: Workflow<ShowWorld, AdoptInput, Adopted> = {
  name: 'adopt',
  version: 1,
  async body(run, { sessionId, from }) {
    await run.step(takeClaimOver, { sessionId, from })
    const { onAir, ...found } = await run.step(findAdopted, { sessionId })
    const { channelId } = found
    await Promise.all([
      onAir && passingOver(run, run.step(rearmSafetyStop, { sessionId, channelId })),
      ...found.ivs.map(({ destinationId, arn }) =>
        passingOver(run, run.step(fetchIvsKey, { sessionId, destinationId, arn })),
      ),
    ])
    return found
  },
}
