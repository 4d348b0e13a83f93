import type { Sentence, WireError } from '../../../src/shared/errors'
import type { TakeRecord } from '../ports'
import type { Cut } from './cutTake'
import type { Segment } from './mediaPlaylist'
import { showSentences } from './sentences'
import { operatorSentence } from './steps/trouble'

/**
 * What was found between the marks, in words that the journal can keep: of hours of segments only the
 * two ends, by which the rest is found again in the playlist of the airing.
 */
export interface FoundTake {
  readonly kind: 'whole' | 'short' | 'empty'
  /** Null where nothing was found. */
  readonly ends: { readonly first: string; readonly last: string } | null
  readonly count: number
  readonly seconds: number
}

export const nothingFound: FoundTake = { kind: 'empty', ends: null, count: 0, seconds: 0 }

/** A cut as it is kept in the journal. Pure. */
export function foundOf(cut: Exclude<Cut, { readonly kind: 'not-yet' }>): FoundTake {
  if (cut.kind === 'empty') return nothingFound
  const { kind, segments, seconds } = cut
  const [first, last] = [segments[0]?.uri, segments.at(-1)?.uri]
  return first === undefined || last === undefined
    ? nothingFound
    : { kind, ends: { first, last }, count: segments.length, seconds }
}

/** The same segments again; undefined where the playlist does not hold them any more. Pure. */
export function segmentsOf(
  { ends, count }: FoundTake,
  airing: readonly Segment[],
): readonly Segment[] | undefined {
  const from = airing.findIndex(({ uri }) => uri === ends?.first)
  const to = airing.findIndex(({ uri }) => uri === ends?.last)
  const segments = from < 0 ? [] : airing.slice(from, to + 1)
  return segments.length === count ? segments : undefined
}

/** What is written down of a closed take. */
export type TakeResult = Pick<TakeRecord, 'playlist' | 'seconds' | 'bytes' | 'trouble'>

/** What came of a take that was looked for. Pure. */
export function resultOf(
  found: FoundTake,
  { playlist, bytes, missing }: { playlist: string | null; bytes: number; missing: number },
): TakeResult {
  const trouble = troubleWith(found, missing)
  return {
    playlist,
    seconds: found.seconds,
    bytes,
    trouble: trouble ? operatorSentence(trouble) : null,
  }
}

/** What is said of one whose closing was refused. Nothing is lost: the airing is kept. */
export function refusedResult({ what, why, reference }: WireError): TakeResult {
  const trouble = { ...showSentences.takeNotClosed(`${what} ${why}`), reference }
  return { playlist: null, seconds: null, bytes: null, trouble }
}

function troubleWith({ kind }: FoundTake, missing: number): Sentence | undefined {
  if (kind === 'empty') return showSentences.takeEmpty()
  if (missing > 0) return showSentences.takeIncomplete(missing)
  return kind === 'short' ? showSentences.takeShort() : undefined
}
