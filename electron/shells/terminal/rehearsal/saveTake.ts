import { appendFile, mkdir, rm } from 'node:fs/promises'
import { join, posix } from 'node:path'
import type { TakeView } from '../../../../src/shared/domain/session'
import type { Console } from '../../../app/console'
import { parsePlaylist, type PlaylistSegment } from '../../../media/hls/playlist'

export interface SavedTake {
  /** One MPEG-TS file that any player opens. */
  readonly path: string
  readonly markedSeconds: number
  readonly seconds: number
  /** How long before the first mark it starts, and how long after the second it ends. */
  readonly leadSeconds: number
  readonly tailSeconds: number
  readonly firstSeconds: number
  readonly lastSeconds: number
}

/** Fetches a take as a player would, segment by segment, into one local file, and measures it. */
export async function saveTake(
  console: Console,
  take: TakeView,
  folder: string,
): Promise<SavedTake | undefined> {
  if (take.playUrl === null || take.outAt === null) return undefined
  const playlist = new TextDecoder().decode(await fetched(console, take.playUrl))
  const { segments } = parsePlaylist(playlist)
  const [first, last] = [segments[0], segments.at(-1)]
  if (!first || !last) return undefined
  await mkdir(folder, { recursive: true })
  const path = join(folder, `${take.id}.ts`)
  await rm(path, { force: true })
  for (const { uri } of segments) {
    const url = posix.normalize(posix.join(posix.dirname(take.playUrl), uri))
    await appendFile(path, await fetched(console, url))
  }
  return { path, ...measured(take.inAt, take.outAt, segments, { first, last }) }
}

function measured(
  inAt: number,
  outAt: number,
  segments: readonly PlaylistSegment[],
  { first, last }: { readonly first: PlaylistSegment; readonly last: PlaylistSegment },
) {
  const startsAt = first.programDateTimeMs ?? Number.NaN
  const endsAt = (last.programDateTimeMs ?? Number.NaN) + last.seconds * 1000
  return {
    markedSeconds: (outAt - inAt) / 1000,
    seconds: segments.reduce((sum, { seconds }) => sum + seconds, 0),
    leadSeconds: (inAt - startsAt) / 1000,
    tailSeconds: (endsAt - outAt) / 1000,
    firstSeconds: first.seconds,
    lastSeconds: last.seconds,
  }
}

async function fetched(console: Console, path: string): Promise<Uint8Array> {
  const { status, body } = await console.media({ path, range: undefined })
  if (status !== 200 || !(body instanceof Uint8Array)) throw new Error(`${path} answered ${status}`)
  return body
}
