import type { SessionId } from '../../../../src/shared/domain/ids'
import { operatorError } from '../../../../src/shared/errors'
import type { SafetyStop, SessionRecord } from '../../ports'
import { safetyStopName } from '../../safety/leftovers'
import { safetyStopAt } from '../../safety/safetyStopAt'
import type { Step } from '../../workflow/step'
import { showSentences } from '../sentences'
import { notInTheWay } from './notInTheWay'
import { sessionAt, type ShowContext, type ShowWorld } from '../showWorld'

interface OfChannel {
  readonly sessionId: SessionId
  readonly channelId: string
}

/**
 * Before anything runs: AWS is told when to stop it, should this machine not be there. What an earlier
 * start left is deleted and confirmed gone first. Says for when; null: the operator wants none.
 */
export const armSafetyStop: Step<ShowWorld, OfChannel, number | null> = {
  name: 'arm-safety-stop',
  usualMs: 1_000,
  longestMs: 15_000,
  async do(context, { sessionId, channelId }) {
    const { session, cloud } = await sessionAt(context, sessionId)
    const { safetyRoleArn, withoutSafetyStop } = session.settings
    if (!safetyRoleArn) {
      if (withoutSafetyStop) return null
      throw operatorError(showSentences.safetyRoleMissing())
    }
    const name = safetyStopName(sessionId)
    const at = safetyStopAt(session.plannedEndAt, context.clock.now() + cloud.time.offsetMs())
    await cloud.safetyStops.disarm(name)
    await cloud.safetyStops.arm({ name, channelId, at, roleArn: safetyRoleArn })
    keepTime(context, sessionId, at)
    return at
  },
  undo: async (context, { sessionId }) => takeAway(context, sessionId),
}

/** After a verified stop. What AWS does not let go of now is deleted before the next start at the latest. */
export const disarmSafetyStop: Step<ShowWorld, { readonly sessionId: SessionId }, void> = {
  name: 'disarm-safety-stop',
  usualMs: 1_000,
  longestMs: 15_000,
  attempts: 3,
  // The show is off the air: nothing of the stop may wait for this.
  do: (context, { sessionId }) => notInTheWay(() => takeAway(context, sessionId)),
}

/** The same at the end of a session, which is over only when it is gone. */
export const removeSafetyStop: Step<ShowWorld, { readonly sessionId: SessionId }, void> = {
  name: 'remove-safety-stop',
  usualMs: 1_000,
  longestMs: 60_000,
  attempts: 12,
  do: (context, { sessionId }) => takeAway(context, sessionId),
}

/** The plan has moved, and with it the stop. One that is gone stays gone. */
export const moveSafetyStop: Step<ShowWorld, OfChannel & { readonly at: number }, void> = {
  name: 'move-safety-stop',
  usualMs: 800,
  longestMs: 15_000,
  async do(context, { sessionId, channelId, at }) {
    const { session, cloud } = await sessionAt(context, sessionId)
    const { safetyRoleArn } = session.settings
    if (!safetyRoleArn) return
    const stop: SafetyStop = {
      name: safetyStopName(sessionId),
      channelId,
      at,
      roleArn: safetyRoleArn,
    }
    const outcome = await cloud.safetyStops.move(stop)
    if (outcome === 'gone') throw operatorError(showSentences.safetyStopGone())
    keepTime(context, sessionId, at)
  },
}

/** Another console's show goes on under this one: its stop in AWS is set anew, and never taken away first. */
export const rearmSafetyStop: Step<ShowWorld, OfChannel, number | null> = {
  name: 'rearm-safety-stop',
  usualMs: 1_000,
  longestMs: 15_000,
  attempts: 3,
  async do(context, { sessionId, channelId }) {
    const { session, cloud } = await sessionAt(context, sessionId)
    const { safetyRoleArn } = session.settings
    if (!safetyRoleArn) return null
    const at = safetyStopAt(session.plannedEndAt, context.clock.now() + cloud.time.offsetMs())
    const stop = { name: safetyStopName(sessionId), channelId, at, roleArn: safetyRoleArn }
    await notInTheWay(() => cloud.safetyStops.arm(stop))
    keepTime(context, sessionId, at)
    return at
  },
}

async function takeAway(context: ShowContext, sessionId: SessionId): Promise<void> {
  const { session, cloud } = await sessionAt(context, sessionId)
  if (!session.settings.safetyRoleArn) return
  await cloud.safetyStops.disarm(safetyStopName(sessionId))
  keepTime(context, sessionId, null)
}

/** Read anew: the plan may have been moved meanwhile. */
function keepTime({ world: { store } }: ShowContext, id: SessionId, at: number | null): void {
  const session: SessionRecord | undefined = store.sessions.get(id)
  if (session) store.sessions.put({ ...session, safetyStopAt: at })
}
