import type { MetricWindow } from '../ports'

/**
 * Metrics come a minute or two late. What they say of longer ago than this proves nothing of the
 * present: the leg is not proven again, until there is newer word.
 */
export const PROOF_MS = 180_000
/** One window may be of the moment of connecting: only two in a row prove that it goes on. */
const WINDOWS = 2
const WINDOW_MS = 10_000

/** What CloudWatch says of an output group, and as of when. */
export interface OutputWord {
  readonly written: boolean
  /** The end of the newest window, on this machine's clock. */
  readonly at: number
}

/**
 * Whether as many outputs as there should be were written all through the newest windows. Undefined
 * where there is no word young enough, or only of an earlier run of the channel. Pure.
 */
export function outputWord(
  windows: readonly MetricWindow[],
  {
    expected,
    runningSince,
    now,
  }: {
    readonly expected: number
    readonly runningSince: number | undefined
    readonly now: number
  },
): OutputWord | undefined {
  if (runningSince === undefined) return undefined
  const [newest, ...older] = windows
    .filter(({ from, to }) => from >= runningSince && now - to <= PROOF_MS)
    .toSorted((one, other) => other.from - one.from)
  if (!newest) return undefined
  const row = [newest, ...older]
    .slice(0, WINDOWS)
    .filter(({ from }, index) => newest.from - from === index * WINDOW_MS)
  const isWritten = row.length === WINDOWS && row.every(({ value }) => value >= expected)
  return { written: isWritten, at: newest.to }
}
