import type { contracts } from '../../../src/shared/contract/console'
import type { Handlers } from '../../../src/shared/contract/define'
import type { SessionId } from '../../../src/shared/domain/ids'
import { hasCode, operatorError } from '../../../src/shared/errors'
import type { ObservedInput, Store } from '../../core/ports'
import { certificateFile, type CertificateFile } from '../../core/safety/certificateText'
import type { ClaimWatch } from '../../core/safety/claimWatch'
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
  readonly claimWatch: ClaimWatch
  readonly store: Pick<Store, 'sessions'>
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
  stop: (gesture) => stopSession(parts, gesture),
  wrap: (gesture) =>
    withoutTestCard(parts, gesture.sessionId, async () => {
      await parts.claimWatch.look(gesture.sessionId, CLAIM_PATIENCE_MS)
      await parts.airing.wrap(gesture)
    }),
  extend: async (gesture) => {
    await parts.claimWatch.look(gesture.sessionId, CLAIM_PATIENCE_MS)
    parts.airing.extend(gesture, gesture.byMs)
  },
  keepRunning: async (gesture) => parts.airing.keepRunning(gesture),
  startTake: async (gesture) => ({
    takeId: parts.airing.startTake(gesture, gesture.name, gesture.pictureAgeMs),
  }),
  endTake: async (gesture) => parts.airing.endTake(gesture, gesture.takeId, gesture.pictureAgeMs),
  resume: async ({ runId }) => parts.airing.resume(runId),
  certificate: async ({ sessionId }) => certificateOf(parts, sessionId),
  copyCertificate: async ({ sessionId }) => {
    if (!parts.shell.abilities.clipboard) throw operatorError(showSentences.noClipboard())
    await parts.shell.copy(certificateOf(parts, sessionId).text)
  },
  ...ingestHandlers(parts),
})

/** Nobody waits longer than this to be told that the show is another console's. */
const CLAIM_PATIENCE_MS = 1_500

/** By its own button, or with everything else. */
export const stopSession = (
  parts: SessionParts,
  gesture: Parameters<Airing['stop']>[0],
): Promise<void> =>
  withoutTestCard(parts, gesture.sessionId, async () => {
    await parts.claimWatch.look(gesture.sessionId, CLAIM_PATIENCE_MS)
    await parts.airing.stop(gesture)
  })

function certificateOf({ store }: SessionParts, sessionId: SessionId): CertificateFile {
  const session = store.sessions.get(sessionId)
  if (!session?.certificate) throw operatorError(showSentences.notCertified())
  return certificateFile(session, session.certificate)
}

/**
 * Left on, the test card would push bars into the next airing the moment that goes live. It also ends
 * where the stop could not be written down, but not where there was nothing to stop.
 */
async function withoutTestCard(
  { testCards }: SessionParts,
  sessionId: SessionId,
  command: () => Promise<void>,
): Promise<void> {
  try {
    await command()
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
