/** How often to look. Pure, so that the rhythm can be read in one place. */
export interface Pace {
  /** Somebody waits for a change, or one of ours is changing. */
  readonly awaited: boolean
  /** Something of ours runs. */
  readonly running: boolean
  /** Rounds in a row that failed: AWS is left in peace for longer. */
  readonly failures: number
  /** Rehearsals may hurry: the period is divided by this, to the floor. */
  readonly hurry: number
}

const AWAITED_MS = 1_500
const RUNNING_MS = 4_000
const IDLE_MS = 20_000
const SLOWEST_MS = 60_000
const FLOOR_MS = 100

/** Ms until the next round of looking. */
export function periodMs({ awaited, running, failures, hurry }: Pace): number {
  const calm = awaited ? AWAITED_MS : running ? RUNNING_MS : IDLE_MS
  const patient = Math.min(calm * 2 ** Math.min(failures, 6), Math.max(calm, SLOWEST_MS))
  return Math.max(FLOOR_MS, Math.round(patient / hurry))
}
