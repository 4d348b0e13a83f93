import type { DestinationId, SessionId } from '../../../src/shared/domain/ids'
import type { RunScope, Workflow } from '../workflow/workflow'
import type { ShowWorld } from './showWorld'
import { claimShow } from './steps/claim'
import { awaitChannelIdle, createChannel } from './steps/channel'
import { createInput } from './steps/input'
import { createIvsChannel } from './steps/ivsChannel'
import { createSecurityGroup } from './steps/securityGroup'

export interface ArmInput {
  readonly sessionId: SessionId
  readonly ivsDestinations: readonly DestinationId[]
}

/** What going live needs to know of what was made. */
export interface Armed {
  readonly channelId: string
  readonly inputId: string
  readonly ivs: readonly {
    readonly destinationId: DestinationId
    readonly arn: string
    readonly ingestUrl: string
  }[]
}

/** The same of a session that was taken over, and how many airings there were before that. */
export interface Adopted extends Armed {
  readonly airings?: number
}

/** Makes ready: allow-list, ingest, IVS channels and the channel, idle. Nothing runs yet. */
export const arm: Workflow<ShowWorld, ArmInput, Armed> = {
  name: 'arm',
  version: 1,
  async body(run, { sessionId, ivsDestinations }) {
    await run.step(claimShow, { sessionId })
    const [inputId, ivs] = await Promise.all([
      makeIngest(run, sessionId),
      Promise.all(ivsDestinations.map((destinationId) => makeIvs(run, sessionId, destinationId))),
    ])
    const channelId = await run.step(createChannel, { sessionId, airing: 1, inputId, ivs })
    await run.step(awaitChannelIdle, { sessionId, channelId })
    return { channelId, inputId, ivs }
  },
}

async function makeIngest(run: RunScope<ShowWorld>, sessionId: SessionId): Promise<string> {
  const securityGroupId = await run.step(createSecurityGroup, { sessionId })
  return run.step(createInput, { sessionId, securityGroupId })
}

async function makeIvs(
  run: RunScope<ShowWorld>,
  sessionId: SessionId,
  destinationId: DestinationId,
): Promise<Armed['ivs'][number]> {
  const made = await run.step(createIvsChannel, { sessionId, destinationId })
  return { destinationId, ...made }
}
