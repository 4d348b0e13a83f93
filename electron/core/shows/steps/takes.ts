import type { SessionId, TakeId } from '../../../../src/shared/domain/ids'
import { operatorError } from '../../../../src/shared/errors'
import type { Cloud, SessionRecord, TakeRecord } from '../../ports'
import type { Step } from '../../workflow/step'
import { cutTake } from '../cutTake'
import { readMediaPlaylist, writeVodPlaylist, type MediaPlaylist } from '../mediaPlaylist'
import { airingFolder, airingPlaylist, recordingPrefix, takePlaylist } from '../naming'
import { showSentences } from '../sentences'
import { sessionAt, type ShowContext, type ShowWorld } from '../showWorld'
import { foundOf, segmentsOf, type FoundTake, type TakeResult } from '../takeResult'

export interface OfTake {
  readonly sessionId: SessionId
  readonly takeId: TakeId
}

const LOOK_EVERY_MS = 1_000
/** MediaLive is some seconds behind; when a segment is this late, something is wrong. */
const PATIENCE_MS = 90_000

/** A recording lies in the bucket whatever becomes of the network: it is closed when that is back. */
const closing = {
  subject: ({ takeId }: OfTake): string => takeId,
  attempts: Infinity,
}

/** Waits until the segment with the second mark is written, and says which segments make the take. */
export const findSegments: Step<ShowWorld, OfTake, FoundTake> = {
  name: 'find-segments',
  ...closing,
  usualMs: 6_000,
  longestMs: PATIENCE_MS,
  async do(context, { sessionId, takeId }) {
    const { session, cloud } = await sessionAt(context, sessionId)
    const { airing, inAt, outAt } = takeOf(context, takeId)
    const giveUpAt = context.clock.now() + PATIENCE_MS
    for (;;) {
      const { segments, ended } = await playlistAt(cloud, session, airingPlaylist(session, airing))
      // No more patience: what is there makes the take, and it is said to be short.
      const isAll = ended || context.clock.now() > giveUpAt
      const cut = cutTake({ segments, ended: isAll }, { inAt, outAt: outAt ?? inAt })
      if (cut.kind !== 'not-yet') return foundOf(cut)
      await context.clock.sleep(LOOK_EVERY_MS, context.signal)
    }
  },
}

/** Writes the take's own playlist: it points at the segments of the airing, nothing is copied. */
export const writeTakePlaylist: Step<ShowWorld, OfTake & { readonly found: FoundTake }, string> = {
  name: 'write-take-playlist',
  ...closing,
  async do(context, { sessionId, takeId, found }) {
    const { session, cloud } = await sessionAt(context, sessionId)
    const { airing } = takeOf(context, takeId)
    const whole = await playlistAt(cloud, session, airingPlaylist(session, airing))
    const segments = segmentsOf(found, whole.segments)
    if (segments === undefined) throw operatorError(showSentences.airingChanged())
    const name = takePlaylist(session, takeId)
    const above = segments.map((segment) => ({ ...segment, uri: `../${airing}/${segment.uri}` }))
    await cloud.recordings.write(
      bucketOf(session),
      name,
      new TextEncoder().encode(writeVodPlaylist(above)),
      'application/vnd.apple.mpegurl',
    )
    return name
  },
}

/** Asks the bucket for every segment that the take's playlist names: there, and not empty. */
export const verifySegments: Step<
  ShowWorld,
  OfTake & { readonly playlist: string },
  { readonly bytes: number; readonly missing: number }
> = {
  name: 'verify-take',
  ...closing,
  async do(context, { sessionId, takeId, playlist }) {
    const { session, cloud } = await sessionAt(context, sessionId)
    const { segments } = await playlistAt(cloud, session, playlist)
    if (segments.length === 0) throw operatorError(showSentences.airingChanged())
    const folder = airingFolder(session, takeOf(context, takeId).airing)
    const { items } = await cloud.recordings.list(bucketOf(session), folder)
    const bytesOf = new Map(items.map(({ name, bytes }) => [name, bytes]))
    const sizes = segments.map(({ uri }) => bytesOf.get(objectOf(session, uri)) ?? 0)
    return {
      bytes: sizes.reduce((sum, bytes) => sum + bytes, 0),
      missing: sizes.filter((bytes) => bytes === 0).length,
    }
  },
}

/** Writes down what became of the take. */
export const settleTake: Step<ShowWorld, OfTake & { readonly result: TakeResult }, void> = {
  name: 'settle-take',
  ...closing,
  async do(context, { takeId, result }) {
    const state = result.trouble ? 'damaged' : 'verified'
    context.world.store.takes.put({ ...takeOf(context, takeId), ...result, state })
  },
}

/** The whole name of a segment that a take's playlist names. */
export const objectOf = (session: Pick<SessionRecord, 'id'>, uri: string): string =>
  `${recordingPrefix(session)}${uri.replace(/^\.\.\//, '')}`

/** What a playlist in the bucket says; one that is not there says nothing. */
export async function playlistAt(
  cloud: Cloud,
  session: SessionRecord,
  name: string,
): Promise<MediaPlaylist> {
  const body = await cloud.recordings.read(bucketOf(session), name)
  return readMediaPlaylist(body === undefined ? '' : new TextDecoder().decode(body))
}

function takeOf({ world }: ShowContext, takeId: TakeId): TakeRecord {
  const take = world.store.takes.get(takeId)
  if (!take) throw operatorError(showSentences.takeUnknown())
  return take
}

/** A session is prepared only with a bucket; see the preflight. */
function bucketOf({ settings }: SessionRecord): string {
  if (settings.bucket === null) throw operatorError(showSentences.takeUnknown())
  return settings.bucket
}
