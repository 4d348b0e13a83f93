import type { MediaPlaylist, Segment } from './mediaPlaylist'

/** What became of the two marks. `short`: the recording ended before it reached one of them. */
export type Cut =
  | {
      readonly kind: 'whole' | 'short'
      readonly segments: readonly Segment[]
      readonly seconds: number
    }
  | { readonly kind: 'not-yet' }
  | { readonly kind: 'empty' }

export interface Marks {
  readonly inAt: number
  readonly outAt: number
}

/**
 * A take that a stop has ended cannot reach past it: the channel lets go of the picture a moment
 * before or after the click, so an ended recording counts as reaching a mark that is this near.
 */
const STOP_SLACK_MS = 3_000

/** Dates are written in whole ms and lengths in fractions: a crack so small is no gap. */
const CRACK_MS = 20

/**
 * The whole segments that contain both marks: they start less than one segment before the first and
 * end less than one segment after the second. Pure.
 */
export function cutTake({ segments, ended }: MediaPlaylist, { inAt, outAt }: Marks): Cut {
  const lastEnd = segments.reduce((end, segment) => Math.max(end, endOf(segment)), 0)
  if (lastEnd < outAt && !ended) return { kind: 'not-yet' }
  // A mark on a seam belongs to the segment that begins there; a take of no length still has one.
  const inside = segments.filter(
    (s) => endOf(s) > inAt && (s.startsAt < outAt || s.startsAt <= inAt),
  )
  const [first, last] = [inside[0], inside.at(-1)]
  if (!first || !last) return { kind: 'empty' }
  // In a gap there is no picture, whatever was recorded after it.
  const slackMs = ended && endOf(last) === lastEnd ? STOP_SLACK_MS : CRACK_MS
  const reachesBoth = first.startsAt <= inAt + CRACK_MS && endOf(last) + slackMs >= outAt
  return {
    kind: reachesBoth ? 'whole' : 'short',
    segments: inside,
    seconds: inside.reduce((sum, { seconds }) => sum + seconds, 0),
  }
}

const endOf = ({ startsAt, seconds }: Segment): number => startsAt + seconds * 1000
