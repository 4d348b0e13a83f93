import type { SessionId } from '../../../../src/shared/domain/ids'
import { hasCode } from '../../../../src/shared/errors'
import type { Cloud, SessionRecord, StoredObject, TakeRecord } from '../../ports'
import type { Step } from '../../workflow/step'
import { beyondTakes, wholeAirings, type KeptTake } from '../keptRecordings'
import { recordingPrefix } from '../naming'
import { sessionAt, type ShowWorld } from '../showWorld'
import { objectOf, playlistAt } from './takes'

interface OfSession {
  readonly sessionId: SessionId
}

const TAKES_PATIENCE_MS = 120_000

/**
 * Takes are closed by runs of their own. One that takes longer (nobody is signed in, the bucket does
 * not answer) is not waited for: everything of its airing is kept, and it is closed after the end.
 */
export const awaitTakesClosed: Step<ShowWorld, OfSession, void> = {
  name: 'await-takes-closed',
  usualMs: 5_000,
  longestMs: TAKES_PATIENCE_MS,
  async do(context, { sessionId }) {
    const goOnAt = context.clock.now() + TAKES_PATIENCE_MS
    const isOpen = ({ state }: TakeRecord) => state === 'recording' || state === 'closing'
    while (takesOf(context.world, sessionId).some(isOpen) && context.clock.now() < goOnAt)
      await context.clock.sleep(500, context.signal)
  },
}

/** What was deleted, and the folders that are kept whole though the policy keeps takes only. */
export interface Tidied {
  readonly deleted: number
  readonly folders: readonly string[]
}

/** Keeps what the show's policy keeps, and deletes the rest of the session's recording. */
export const tidyRecordings: Step<ShowWorld, OfSession, Tidied> = {
  name: 'tidy-recordings',
  usualMs: 3_000,
  longestMs: 60_000,
  async do(context, { sessionId }) {
    const { session, cloud } = await sessionAt(context, sessionId)
    const { bucket } = session.settings
    if (bucket === null || session.show.recording === 'keep-everything')
      return { deleted: 0, folders: [] }
    const items = await recordedBy(cloud, session)
    if (items.length === 0) return { deleted: 0, folders: [] }
    const takes = await Promise.all(
      takesOf(context.world, sessionId).map((take) => keptTake(cloud, session, take)),
    )
    const rest = beyondTakes(
      session,
      takes,
      items.map(({ name }) => name),
    )
    await cloud.recordings.deleteAll(bucket, rest)
    return { deleted: rest.length, folders: wholeAirings(session, takes) }
  },
}

/**
 * All that lies in the bucket of a session. Nothing, where the bucket itself is gone: what was recorded
 * went with it, and that must not keep what is paid for from being certified.
 */
export async function recordedBy(
  { recordings }: Cloud,
  session: SessionRecord,
): Promise<readonly StoredObject[]> {
  const { bucket } = session.settings
  if (bucket === null) return []
  try {
    return (await recordings.list(bucket, recordingPrefix(session))).items
  } catch (thrown) {
    if (hasCode(thrown, 'bucket.missing')) return []
    throw thrown
  }
}

const takesOf = ({ store }: ShowWorld, sessionId: SessionId): readonly TakeRecord[] =>
  store.takesOf(sessionId)

async function keptTake(cloud: Cloud, session: SessionRecord, take: TakeRecord): Promise<KeptTake> {
  if (take.state !== 'verified' || take.playlist === null) return { take, segments: undefined }
  const { segments } = await playlistAt(cloud, session, take.playlist)
  return { take, segments: segments.map(({ uri }) => objectOf(session, uri)) }
}
