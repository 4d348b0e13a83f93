import type { SessionId, TakeId } from '../../../../src/shared/domain/ids'
import { operatorError, type Sentence } from '../../../../src/shared/errors'
import type { Cloud, SessionRecord, TakeRecord } from '../../ports'
import type { Step } from '../../workflow/step'
import { cutTake, type Cut } from '../cutTake'
import { readMediaPlaylist, writeVodPlaylist, type Segment } from '../mediaPlaylist'
import { airingFolder, airingPlaylist, takePlaylist } from '../naming'
import { showSentences } from '../sentences'
import { sessionAt, type ShowContext, type ShowWorld } from '../showWorld'
import { operatorSentence } from './trouble'

export interface OfTake {
  readonly sessionId: SessionId
  readonly takeId: TakeId
}

/** What was found between the marks, in words that the journal can keep. */
export interface FoundTake {
  readonly kind: 'whole' | 'short' | 'empty'
  readonly segments: readonly Segment[]
  readonly seconds: number
}

const LOOK_EVERY_MS = 1_000
/** MediaLive is some seconds behind; when a segment is this late, something is wrong. */
const PATIENCE_MS = 90_000

/** Waits until the segment with the second mark is written, and says which segments make the take. */
export const findSegments: Step<ShowWorld, OfTake, FoundTake> = {
  name: 'find-segments',
  subject: ({ takeId }) => takeId,
  usualMs: 6_000,
  longestMs: PATIENCE_MS,
  async do(context, { sessionId, takeId }) {
    const { session, cloud } = await sessionAt(context, sessionId)
    const take = takeOf(context, takeId)
    const giveUpAt = context.clock.now() + PATIENCE_MS
    for (;;) {
      const cut = await cutNow(session, take, cloud)
      if (cut.kind === 'empty') return { kind: 'empty', segments: [], seconds: 0 }
      if (cut.kind !== 'not-yet') return cut
      if (context.clock.now() > giveUpAt) return shortened(session, take, cloud)
      await context.clock.sleep(LOOK_EVERY_MS, context.signal)
    }
  },
}

/** Writes the take's own playlist: it points at the segments of the airing, nothing is copied. */
export const writeTakePlaylist: Step<
  ShowWorld,
  OfTake & { readonly segments: readonly Segment[] },
  string
> = {
  name: 'write-take-playlist',
  subject: ({ takeId }) => takeId,
  async do(context, { sessionId, takeId, segments }) {
    const { session, cloud } = await sessionAt(context, sessionId)
    const { airing } = takeOf(context, takeId)
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

/** Asks the bucket for every segment of the take: there, and not empty. */
export const verifySegments: Step<
  ShowWorld,
  OfTake & { readonly segments: readonly Segment[] },
  { readonly bytes: number; readonly missing: number }
> = {
  name: 'verify-take',
  subject: ({ takeId }) => takeId,
  async do(context, { sessionId, takeId, segments }) {
    const { session, cloud } = await sessionAt(context, sessionId)
    const folder = airingFolder(session, takeOf(context, takeId).airing)
    const { items } = await cloud.recordings.list(bucketOf(session), folder)
    const bytesOf = new Map(items.map(({ name, bytes }) => [name, bytes]))
    const sizes = segments.map(({ uri }) => bytesOf.get(`${folder}${uri}`) ?? 0)
    return {
      bytes: sizes.reduce((sum, bytes) => sum + bytes, 0),
      missing: sizes.filter((bytes) => bytes === 0).length,
    }
  },
}

/** Writes down what became of the take. */
export const settleTake: Step<
  ShowWorld,
  OfTake & {
    readonly found: FoundTake
    readonly playlist: string | null
    readonly bytes: number
    readonly missing: number
  },
  void
> = {
  name: 'settle-take',
  subject: ({ takeId }) => takeId,
  async do(context, { takeId, found, playlist, bytes, missing }) {
    const trouble = troubleWith(found, missing)
    context.world.store.takes.put({
      ...takeOf(context, takeId),
      state: trouble ? 'damaged' : 'verified',
      playlist,
      seconds: found.seconds,
      bytes,
      trouble: trouble ? operatorSentence(trouble) : null,
    })
  },
}

function troubleWith({ kind }: FoundTake, missing: number): Sentence | undefined {
  if (kind === 'empty') return showSentences.takeEmpty()
  if (missing > 0) return showSentences.takeIncomplete(missing)
  return kind === 'short' ? showSentences.takeShort() : undefined
}

async function cutNow(session: SessionRecord, take: TakeRecord, cloud: Cloud): Promise<Cut> {
  const playlist = await playlistOf(session, take, cloud)
  return cutTake(playlist, { inAt: take.inAt, outAt: take.outAt ?? take.inAt })
}

/** No more patience: what is there makes the take, and it is said to be short. */
async function shortened(
  session: SessionRecord,
  take: TakeRecord,
  cloud: Cloud,
): Promise<FoundTake> {
  const { segments } = await playlistOf(session, take, cloud)
  const marks = { inAt: take.inAt, outAt: take.outAt ?? take.inAt }
  const cut = cutTake({ segments, ended: true }, marks)
  return cut.kind === 'short' || cut.kind === 'whole'
    ? cut
    : { kind: 'empty', segments: [], seconds: 0 }
}

async function playlistOf(session: SessionRecord, take: TakeRecord, cloud: Cloud) {
  const name = airingPlaylist(session, take.airing)
  const body = await cloud.recordings.tail(bucketOf(session), name, Number.MAX_SAFE_INTEGER)
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
