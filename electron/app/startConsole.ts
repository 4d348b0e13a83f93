import { CommandId } from '../../src/shared/domain/ids'
import type { Store } from '../core/ports'
import { answerMedia } from './media'
import { atStake } from './atStake'
import type { Console, ConsoleHandlers } from './console'
import { layFoundation, type ConsoleOptions, type Foundation } from './foundation'
import { accountHandlers } from './handlers/account'
import { drillHandlers } from './handlers/drills'
import { frameHandlers } from './handlers/frame'
import { guarded } from './handlers/guarded'
import { resourceHandlers } from './handlers/resources'
import { sessionHandlers, stopSession } from './handlers/sessions'
import { showHandlers } from './handlers/shows'
import { furnish, type ShowRoom } from './showRoom'

/** Puts the whole program together. Every shell calls this, and nothing else of the console. */
export async function startConsole(options: ConsoleOptions): Promise<Console> {
  const foundation = await layFoundation(options)
  const room = furnish(foundation)
  // In the background: a window is there before AWS has answered.
  room.housekeeping.start(() => takeUpAgain(foundation, room))
  return {
    handlers: handlersOf(foundation, room),
    media: (request) =>
      answerMedia(request, {
        sessionOf: (id) => foundation.store.sessions.get(id),
        cloudOf: async (session) => (await room.placeOf(session)).cloud,
      }),
    atStake: () =>
      atStake(room.board.views(), {
        now: foundation.clock.now(),
        awsOffsetMs: foundation.status.value.awsOffsetMs,
      }),
    close: () => closeAll(foundation, room),
  }
}

/**
 * Goes on with what was begun, at once: nobody's stop may have to wait for a sign-in. Then signs in
 * where we were, and opens what is on air elsewhere, so that it is watched.
 */
async function takeUpAgain({ store, opened }: Foundation, room: ShowRoom): Promise<void> {
  if (opened.mayWrite) {
    await confirmClaims(store, room)
    room.engine.recover()
  }
  const open = room.board.views().filter(({ phase }) => phase !== 'wrapped')
  const sessions = open.flatMap(({ id }) => store.sessions.get(id) ?? [])
  // One that cannot be opened now is opened by its run, which says what to do.
  await Promise.allSettled([
    room.desk.signInAgain(),
    ...sessions.map((session) => room.placeOf(session)),
  ])
}

/** Long enough for an answer, and too short to matter to a stop that is taken up again. */
const CLAIM_PATIENCE_MS = 2_000

/** What another console took over while this one was away must not be gone on with, least of all its end. */
async function confirmClaims({ journal }: Store, { claimWatch, board }: ShowRoom): Promise<void> {
  const open = board.views().filter(({ phase }) => phase !== 'wrapped')
  const ids = new Set([
    ...journal.openRuns().map(({ sessionId }) => sessionId),
    ...open.map(({ id }) => id),
  ])
  await Promise.all([...ids].map((id) => claimWatch.look(id, CLAIM_PATIENCE_MS)))
}

function handlersOf(foundation: Foundation, room: ShowRoom): ConsoleHandlers {
  const { vault, clock, ids, shell, store, status, testCards, opened } = foundation
  const common = { ...room, store, vault, clock, shell, testCards, mayWrite: opened.mayWrite }
  const handlers = {
    frame: frameHandlers(status),
    account: accountHandlers(room.desk),
    shows: showHandlers({
      ...common,
      onKeySet: (showId) => {
        room.airing.keyReplaced(showId)
        room.engine.resumeWaiting(({ code }) => code.startsWith('key.'))
      },
    }),
    sessions: sessionHandlers(common),
    drills: drillHandlers(room.drillDesk),
    resources: resourceHandlers({
      ...room,
      stopSession: (sessionId) =>
        stopSession(common, { commandId: CommandId.parse(ids.next()), sessionId }),
    }),
  }
  return guarded(handlers, opened.mayWrite)
}

/** What runs in AWS goes on; runs that are under way stay open, for the next start to take up. */
async function closeAll({ opened, places, testCards }: Foundation, room: ShowRoom): Promise<void> {
  await room.resourceDesk.close()
  await room.housekeeping.close()
  await testCards.close()
  await room.engine.close()
  await places.close()
  opened.close()
}
