import type { SessionId } from '../../../../src/shared/domain/ids'
import { operatorError } from '../../../../src/shared/errors'
import type { Claim } from '../../claims'
import type { Step } from '../../workflow/step'
import { showSentences } from '../sentences'
import { notInTheWay } from './notInTheWay'
import { sessionAt, type ShowContext, type ShowWorld } from '../showWorld'

interface OfSession {
  readonly sessionId: SessionId
}

/** Before anything is made: nobody else airs this show. Two consoles at once: one wins, one is told. */
export const claimShow: Step<ShowWorld, OfSession, void> = {
  name: 'claim-show',
  usualMs: 500,
  longestMs: 10_000,
  async do(context, { sessionId }) {
    const own = await claimOf(context, sessionId)
    const stands = await staked(context, own)
    if (!isMine(stands, own.mine))
      throw operatorError(showSentences.airedElsewhere(stands.owner, stands.since))
  },
  undo: async (context, { sessionId }) => letGo(context, sessionId),
}

/** Before it goes on air: a claim that was taken over meanwhile is somebody else's show. */
export const confirmClaim: Step<ShowWorld, OfSession, void> = {
  name: 'confirm-claim',
  usualMs: 500,
  longestMs: 10_000,
  async do(context, { sessionId }) {
    const { session, cloud, bucket, mine } = await claimOf(context, sessionId)
    const stands = await cloud.claims.stake(bucket, session.show.id, mine)
    if (!isMine(stands, mine))
      throw operatorError(showSentences.takenOver(stands.owner, stands.since))
  },
}

/** When everything is given back. Anybody else's claim is left alone; one left behind is taken again. */
export const releaseShow: Step<ShowWorld, OfSession, void> = {
  name: 'release-show',
  usualMs: 500,
  longestMs: 10_000,
  attempts: 3,
  do: (context, { sessionId }) => notInTheWay(() => letGo(context, sessionId)),
}

/** A claim of our own that an ended session left behind is ours to replace. */
async function staked(
  { world: { store } }: ShowContext,
  { session, cloud, bucket, mine }: Own,
): Promise<Claim> {
  const stands = await cloud.claims.stake(bucket, session.show.id, mine)
  if (stands.consoleId !== mine.consoleId || stands.sessionId === mine.sessionId) return stands
  const before = store.sessions.get(stands.sessionId)
  if (before && before.certificate === null) return stands
  const change = { from: stands, to: mine }
  return cloud.claims.takeOver(bucket, session.show.id, change)
}

type Own = Awaited<ReturnType<typeof claimOf>>

export async function claimOf(context: ShowContext, sessionId: SessionId) {
  const { session, cloud } = await sessionAt(context, sessionId)
  const { bucket } = session.settings
  if (bucket === null) throw operatorError(showSentences.bucketMissing())
  const { id: consoleId, owner } = context.world.self
  const mine: Claim = { sessionId, consoleId, owner, since: session.startedAt }
  return { session, cloud, bucket, mine }
}

/** A session is of one console; taken over, it is the other's, under the same id. */
export const isMine = (stands: Claim, mine: Claim): boolean =>
  stands.sessionId === mine.sessionId && stands.consoleId === mine.consoleId

async function letGo(context: ShowContext, sessionId: SessionId): Promise<void> {
  const { session, cloud, mine } = await claimOf(context, sessionId)
  const { bucket } = session.settings
  if (bucket !== null) await cloud.claims.release(bucket, session.show.id, mine)
}
