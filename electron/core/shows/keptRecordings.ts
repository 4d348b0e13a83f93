import type { SessionRecord, TakeRecord } from '../ports'
import { airingFolder, takePlaylist } from './naming'

/** A take, and the segments that its playlist names; undefined where there is no such playlist. */
export interface KeptTake {
  readonly take: Pick<TakeRecord, 'id' | 'airing' | 'state'>
  readonly segments: readonly string[] | undefined
}

/**
 * Folders of airings that have a take which is not whole: everything in them is kept, for what is
 * missing may be mended from it. Pure.
 */
export const wholeAirings = (
  session: Pick<SessionRecord, 'id'>,
  takes: readonly KeptTake[],
): readonly string[] => [
  ...new Set(
    takes
      .filter(({ take, segments = [] }) => take.state !== 'verified' || segments.length === 0)
      .map(({ take }) => airingFolder(session, take.airing)),
  ),
]

/** Of a session's objects those that `keep-takes` gives up: what no take covers. Pure. */
export function beyondTakes(
  session: Pick<SessionRecord, 'id'>,
  takes: readonly KeptTake[],
  names: readonly string[],
): readonly string[] {
  const folders = wholeAirings(session, takes)
  const kept = new Set(
    takes.flatMap(({ take, segments = [] }) => [takePlaylist(session, take.id), ...segments]),
  )
  return names.filter((name) => !kept.has(name) && !isIn(folders, name))
}

/** What is said to be kept: folders that are whole, and all other playlists. Pure. */
export const keptRecordings = (
  names: readonly string[],
  folders: readonly string[],
): readonly string[] => [
  ...names.filter((name) => name.endsWith('.m3u8') && !isIn(folders, name)),
  ...folders.filter((folder) => names.some((name) => name.startsWith(folder))),
]

const isIn = (folders: readonly string[], name: string): boolean =>
  folders.some((folder) => name.startsWith(folder))
