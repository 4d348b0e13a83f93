import type { SessionId } from '../../../src/shared/domain/ids'
import type { Workflow } from '../workflow/workflow'
import type { ShowWorld } from './showWorld'
import type { ClaimHolder } from '../claims'
import { bringDown, passingOver } from './standDown'
import { claimToRetire } from './steps/adoption'
import { deleteChannel } from './steps/channel'
import { deleteInput } from './steps/input'
import { deleteIvsChannel } from './steps/ivsChannel'
import { deleteSecurityGroup } from './steps/securityGroup'
import { removeSafetyStop } from './steps/safetyStop'
import { releaseShow } from './steps/claim'
import { awaitTakesClosed, tidyRecordings } from './steps/tidyUp'
import { certify, findChannels, findResources } from './steps/wrapUp'

export interface WrapInput {
  readonly sessionId: SessionId
  /** Whose claim it was seen to be, where it is another console's session that is given back. */
  readonly from?: ClaimHolder
}

/**
 * Gives everything back and certifies it. What runs is brought down before anything else is so much as
 * asked for: a list that is denied must not keep it running. The order is AWS's: a channel holds its input until it is
 * gone, an input its security group. The sender is stopped before IVS, because it would reconnect.
 * What is paid for goes first; recordings lie in the bucket and need nothing of it.
 */
export const wrap: Workflow<ShowWorld, WrapInput, void> = {
  name: 'wrap',
  version: 1,
  async body(run, { sessionId, from }) {
    if (from) await run.step(claimToRetire, { sessionId, from })
    const seen = await run.step(findChannels, { sessionId })
    await Promise.all(seen.map((channelId) => bringDown(run, sessionId, channelId)))
    const found = await run.step(findResources, { sessionId })
    const late = found.channels.filter((channelId) => !seen.includes(channelId))
    await Promise.all(late.map((channelId) => bringDown(run, sessionId, channelId)))
    await Promise.all(
      found.channels.map((channelId) => run.step(deleteChannel, { sessionId, channelId })),
    )
    await Promise.all([
      run.step(removeSafetyStop, { sessionId }),
      ...found.inputs.map((id) => run.step(deleteInput, { sessionId, id })),
      ...found.ivsChannels.map((one) => run.step(deleteIvsChannel, { sessionId, ...one })),
    ])
    await Promise.all(
      found.securityGroups.map((id) => run.step(deleteSecurityGroup, { sessionId, id })),
    )
    await run.step(awaitTakesClosed, { sessionId })
    const tidied = await run.step(tidyRecordings, { sessionId })
    await passingOver(run, run.step(releaseShow, { sessionId }))
    await run.step(certify, { sessionId, tidied })
  },
}
