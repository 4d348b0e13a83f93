import type { ChannelState } from '../../../src/shared/domain/session'
import type { Tally } from '../../../src/shared/domain/tally'

/** All that the lamp may depend on. Nothing here is intended or hoped for: each was observed. */
export interface TallyFacts {
  readonly rehearsal: boolean
  /**
   * What AWS says of the channel (`absent`: it is on no list), and how old that word is. Null where
   * none is to be expected; `unknown` where one is, and AWS was not asked yet.
   */
  readonly channel: ObservedState | 'unknown' | null
  /** An alert of the input is set: viewers see slate or black. Unknown where AWS does not tell its alerts. */
  readonly inputLost: boolean | 'unknown'
  /** How many destinations there are, at how many delivery is proven just now, at how many it never can be. */
  readonly legs: {
    readonly all: number
    readonly delivering: number
    readonly unproven: number
    /** How old the oldest word is that counts as a proof, where some of them come late. */
    readonly lateMs?: number
  }
}

interface ObservedState {
  readonly state: ChannelState | 'absent'
  readonly ageMs: number
}

export interface Lamp {
  readonly tally: Tally
  readonly why: string
}

/** Older than this, AWS's last word on what runs or changes is no longer the present. */
export const STALE_MS = 20_000
/** What is at rest is looked at less often. */
export const RESTING_STALE_MS = 60_000

const RESTING: readonly ObservedState['state'][] = [
  'IDLE',
  'DELETED',
  'absent',
  'CREATE_FAILED',
  'UPDATE_FAILED',
]

/** A word from the future: the clock was set back since, and nobody knows how old it is. */
const FROM_THE_FUTURE_MS = 2_000

/** Whether a fact is not from the last `withinMs`, by a clock that may have been set meanwhile. Pure. */
export const isOlder = (ageMs: number, withinMs: number): boolean =>
  ageMs > withinMs || ageMs < -FROM_THE_FUTURE_MS

/** Whether AWS's last word is too old to be the present. Pure. */
export const isStale = ({ state, ageMs }: ObservedState): boolean =>
  isOlder(ageMs, RESTING.includes(state) ? RESTING_STALE_MS : STALE_MS)

/** The lamp: one pure function, its table stands in docs/ARCHITECTURE.md. */
export function tally(facts: TallyFacts): Lamp {
  const { channel } = facts
  if (!channel) return { tally: 'dark', why: 'Nothing is prepared.' }
  if (channel === 'unknown') return { tally: 'trouble', why: 'What AWS is doing is not known yet.' }
  if (isStale(channel))
    return {
      tally: 'trouble',
      why: `No word from AWS for ${span(channel.ageMs)}: what it is doing is not known.`,
    }
  switch (channel.state) {
    case 'absent':
      return { tally: 'dark', why: 'AWS lists no channel of this show.' }
    case 'DELETED':
      return { tally: 'dark', why: 'The channel is deleted.' }
    case 'IDLE':
      return { tally: 'ready', why: 'The channel is ready and not running.' }
    case 'CREATING':
    case 'UPDATING':
    case 'STARTING':
    case 'STOPPING':
    case 'DELETING':
      return { tally: 'changing', why: `AWS says the channel is ${channel.state.toLowerCase()}.` }
    case 'CREATE_FAILED':
    case 'UPDATE_FAILED':
      return { tally: 'trouble', why: `AWS says ${channel.state}: the channel cannot be used.` }
    case 'RECOVERING':
      return { tally: 'trouble', why: 'AWS is mending the channel: viewers may see nothing.' }
    case 'RUNNING':
      return running(facts)
  }
}

function running({ rehearsal, inputLost, legs }: TallyFacts): Lamp {
  if (legs.delivering === 0) return { tally: 'paid-not-on-air', why: whyNotOnAir(inputLost, legs) }
  if (inputLost === 'unknown')
    return {
      tally: 'trouble',
      why: 'AWS does not tell its alerts: whether viewers see the picture or the slate is not known.',
    }
  if (inputLost)
    return { tally: 'trouble', why: 'The feed brings no picture: viewers see the slate or black.' }
  const some =
    legs.delivering < legs.all
      ? `${legs.delivering} of ${legs.all} destinations receive`
      : 'Every destination receives'
  const late = legs.lateMs === undefined ? '' : ` as of ${span(legs.lateMs)} ago`
  if (legs.unproven > 0)
    return {
      tally: rehearsal ? 'rehearsal' : 'on-air',
      why: `${some} the picture${late}; at ${legs.unproven} it cannot be proven.`,
    }
  return rehearsal
    ? { tally: 'rehearsal', why: `${some} the picture${late}, on this machine only.` }
    : { tally: 'on-air', why: `${some} the picture${late}.` }
}

function whyNotOnAir(
  inputLost: TallyFacts['inputLost'],
  { all, unproven }: TallyFacts['legs'],
): string {
  if (inputLost === true) return 'The channel runs and costs money, but no picture arrives.'
  if (all > 0 && unproven === all)
    return 'The channel runs; that viewers receive it cannot be proven for these destinations.'
  return 'The channel runs and costs money, but nobody is proven to receive it.'
}

/** `61 s`, `59 min`, `3 h`: as exact as it matters. */
function span(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 120) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`
}
