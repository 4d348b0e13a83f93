import type { MetricWindow } from '../witnesses'

/**
 * Metrics come a minute or two late. What they say of longer ago than this proves nothing of the
 * present: the leg is not proven again, until there is newer word.
 */
export const PROOF_MS = 180_000
const WINDOW_MS = 10_000

/** What CloudWatch says of an output group, and as of when. */
export interface OutputWord {
  readonly written: boolean
  /** The end of the newest window, on this machine's clock. */
  readonly at: number
}

/**
 * Whether as many outputs as there should be were written all through two windows in a row, since
 * one may be of the moment of connecting, and through all known ones after them. Undefined
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
  const young = windows
    .filter(({ from, to }) => from >= runningSince && now - to <= PROOF_MS)
    .toSorted((one, other) => other.from - one.from)
  const failing = young.findIndex(({ value }) => value < expected)
  const well = failing < 0 ? young : young.slice(0, failing)
  // Windows come out of order: one that is missing yet says nothing against those around it.
  const proof = well.find(({ from }, index) => well[index + 1]?.from === from - WINDOW_MS)
  if (proof) return { written: true, at: proof.to }
  return young[0] && { written: false, at: young[0].to }
}
