import type { contracts } from '../../../src/shared/contract/console'
import type { Handlers } from '../../../src/shared/contract/define'
import type { SessionId } from '../../../src/shared/domain/ids'
import { hasCode, operatorError } from '../../../src/shared/errors'
import type { ObservedInput } from '../../core/ports'
import { blockers } from '../../core/preflight/preflight'
import type { Airing } from '../../core/shows/airing'
import type { SessionBoard } from '../../core/shows/board'
import { showSentences } from '../../core/shows/sentences'
import type { ShowBook } from '../../core/shows/showBook'
import { checkShow, type PreflightParts } from '../preflightDesk'
import type { ShellPort } from '../shellPort'
import type { TestCards } from '../testCards'

export interface SessionParts extends PreflightParts {
  readonly book: ShowBook
  readonly airing: Airing
  readonly board: SessionBoard
  readonly shell: ShellPort
  readonly testCards: TestCards
  readonly ingestOf: (sessionId: SessionId) => ObservedInput['ingest'] | undefined
}

type Sessions = Handlers<(typeof contracts)['sessions']>

/** One airing: every command answers once it is on record. */
export const sessionHandlers = (parts: SessionParts): Sessions => ({
  all: (publish) => parts.board.subscribe(publish),
  prepare: (gesture) => prepare(gesture, parts),
  goLive: async (gesture) => parts.airing.goLive(gesture),
  stop: (gesture) => withoutTestCard(parts, gesture.sessionId, parts.airing.stop(gesture)),
  wrap: (gesture) => withoutTestCard(parts, gesture.sessionId, parts.airing.wrap(gesture)),
  extend: async (gesture) => parts.airing.extend(gesture, gesture.byMs),
  keepRunning: async (gesture) => parts.airing.keepRunning(gesture),
  startTake: async (gesture) => ({
    takeId: parts.airing.startTake(gesture, gesture.name, gesture.pictureAgeMs),
  }),
  endTake: async (gesture) => parts.airing.endTake(gesture, gesture.takeId, gesture.pictureAgeMs),
  resume: async ({ runId }) => parts.airing.resume(runId),
  ...ingestHandlers(parts),
})

/**
 * Left on, the test card would push bars into the next airing the moment that goes live. It also ends
 * where the stop could not be written down, but not where there was nothing to stop.
 */
async function withoutTestCard(
  { testCards }: SessionParts,
  sessionId: SessionId,
  command: Promise<void>,
): Promise<void> {
  try {
    await command
  } catch (thrown) {
    if (!hasCode(thrown, 'session.not-now')) await testCards.stop(sessionId)
    throw thrown
  }
  await testCards.stop(sessionId)
}

const ingestHandlers = (
  parts: SessionParts,
): Pick<Sessions, 'revealIngestName' | 'copyIngest' | 'testCard'> => ({
  revealIngestName: async ({ sessionId }) => ({ name: ingest(parts, sessionId).streamName }),
  copyIngest: async ({ sessionId, what }) => {
    if (!parts.shell.abilities.clipboard) throw operatorError(showSentences.noClipboard())
    const { url, streamName } = ingest(parts, sessionId)
    await parts.shell.copy(what === 'url' ? url : streamName)
  },
  testCard: ({ sessionId, on }) =>
    on
      ? parts.testCards.start(sessionId, ingest(parts, sessionId))
      : parts.testCards.stop(sessionId),
})

/** Nothing paid is begun while something stands in the way. */
const prepare: (
  gesture: Parameters<Sessions['prepare']>[0],
  parts: SessionParts,
) => ReturnType<Sessions['prepare']> = async ({ commandId, showId }, parts) => {
  const show = parts.book.get(showId)
  const inTheWay = blockers(await checkShow(show, parts))
  if (inTheWay[0]) {
    const reasons = inTheWay.map(({ what }) => what)
    throw operatorError(showSentences.blocked(reasons, inTheWay[0].todo ?? ''))
  }
  const { selected, rehearsal, settings } = parts.desk.view.value
  return { sessionId: parts.airing.prepare(commandId, show, { ...selected, rehearsal, settings }) }
}

function ingest(parts: SessionParts, sessionId: SessionId): NonNullable<ObservedInput['ingest']> {
  const found = parts.ingestOf(sessionId)
  if (!found) throw operatorError(showSentences.ingestNotReady())
  return found
}
