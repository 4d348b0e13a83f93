import type { ChannelState, Phase, RunView } from '../../../src/shared/domain/session'

/** Where a session stands: told by its runs, corrected by what AWS says. Never kept on disk. */
export interface Standing {
  readonly phase: Phase
  /** What the operator asked for last. */
  readonly asked: 'off' | 'on'
  /** When the present airing was first seen to run; null while none is. */
  readonly liveSince: number | null
  /** How many times it was put on air so far. */
  readonly airings: number
}

const atFirst: Standing = { phase: 'arming', asked: 'off', liveSince: null, airings: 0 }

const isOpen = ({ state }: RunView): boolean =>
  state === 'running' || state === 'waiting' || state === 'parked' || state === 'undoing'

/** What AWS said of the channel, and when it was asked on this machine's clock. */
export interface ObservedState {
  readonly state: ChannelState | 'absent'
  readonly at: number
}

/** How many airings there were in all: also those of whoever had the session before. */
export const airingsIn = (
  { airings }: Standing,
  armed: { readonly airings?: number } | undefined,
): number => airings + (armed?.airings ?? 0)

/**
 * Plays the runs through, in the order in which they were begun. What is not known corrects nothing,
 * nor does what AWS said before it was put on air. Pure.
 */
export function standingOf(runs: readonly RunView[], channel: ObservedState | undefined): Standing {
  const standing = runs.reduce(afterRun, atFirst)
  const isOff = channel?.state === 'IDLE' || channel?.state === 'absent'
  // Somebody stopped it in AWS, or AWS did: what it says counts, not what was asked.
  if (standing.phase === 'live' && isOff && channel.at >= (standing.liveSince ?? 0))
    return { ...standing, phase: 'armed', liveSince: null }
  return standing
}

function afterRun(before: Standing, run: RunView): Standing {
  const open = isOpen(run)
  const done = run.state === 'succeeded'
  switch (run.workflow) {
    case 'arm':
      return { ...before, phase: open ? 'arming' : done ? 'armed' : 'wrapping' }
    case 'adopt':
      return afterAdopting(before, run)
    case 'go-live':
      return afterGoLive(before, run)
    case 'stand-down':
      return done || open
        ? {
            ...before,
            asked: 'off',
            phase: open ? 'stopping' : 'armed',
            liveSince: open ? before.liveSince : null,
          }
        : before
    case 'wrap':
      return { ...before, asked: 'off', liveSince: null, phase: done ? 'wrapped' : 'wrapping' }
    default:
      return before
  }
}

/** Only what was found to be on air has its safety stop set anew. Airings are counted from there. */
function afterAdopting(before: Standing, run: RunView): Standing {
  if (isOpen(run)) return { ...atFirst, airings: before.airings }
  if (run.state !== 'succeeded') return { ...before, phase: 'armed', asked: 'off', liveSince: null }
  const isLive = run.steps.some(({ name }) => name === 'rearm-safety-stop')
  return isLive
    ? { phase: 'live', asked: 'on', liveSince: run.endedAt, airings: 0 }
    : { ...atFirst, phase: 'armed' }
}

function afterGoLive(before: Standing, run: RunView): Standing {
  const airings = before.airings + 1
  if (isOpen(run)) return { phase: 'starting', asked: 'on', liveSince: null, airings }
  if (run.state === 'succeeded')
    return { phase: 'live', asked: 'on', liveSince: run.endedAt, airings }
  return { phase: 'armed', asked: 'off', liveSince: null, airings }
}
