const FIRST_MS = 500
const LONGEST_MS = 20_000

/**
 * How long to wait after the `failures`-th failure in a row, in ms: full jitter over an exponentially
 * growing window, so that many consoles meeting the same trouble do not come back together.
 * `random` is in [0, 1).
 */
export function backoffMs(failures: number, random: number): number {
  const window = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1))
  return Math.round(random * window)
}
