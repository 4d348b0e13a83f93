import type { SessionId } from '../../../../src/shared/domain/ids'
import { operatorError } from '../../../../src/shared/errors'
import type { Claim } from '../../ports'
import type { Step } from '../../workflow/step'
import { showSentences } from '../sentences'
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
    const { session, cloud, bucket, mine } = await claimOf(context, sessionId)
    const stands = await cloud.claims.stake(bucket, session.show.id, mine)
    if (!isMine(stands, mine))
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

/** When everything is given back. Anybody else's claim is left alone. */
export const releaseShow: Step<ShowWorld, OfSession, void> = {
  name: 'release-show',
  usualMs: 500,
  longestMs: 10_000,
  attempts: 12,
  do: (context, { sessionId }) => letGo(context, sessionId),
}

async function claimOf(context: ShowContext, sessionId: SessionId) {
  const { session, cloud } = await sessionAt(context, sessionId)
  const { bucket } = session.settings
  if (bucket === null) throw operatorError(showSentences.bucketMissing())
  const mine: Claim = { sessionId, owner: context.world.owner, since: session.startedAt }
  return { session, cloud, bucket, mine }
}

/** A session is of one console; taken over, it is the other's, under the same id. */
const isMine = (stands: Claim, mine: Claim): boolean =>
  stands.sessionId === mine.sessionId && stands.owner === mine.owner

async function letGo(context: ShowContext, sessionId: SessionId): Promise<void> {
  const { session, cloud, mine } = await claimOf(context, sessionId)
  const { bucket } = session.settings
  if (bucket !== null) await cloud.claims.release(bucket, session.show.id, mine)
}
