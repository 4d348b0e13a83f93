import type { ChannelState } from '../../../src/shared/domain/session'
import type { Tally } from '../../../src/shared/domain/tally'

/** All that the lamp may depend on. Nothing here is intended or hoped for: each was observed. */
export interface TallyFacts {
  readonly rehearsal: boolean
  /** What AWS says of the channel, and how old that word is; null where there is no channel. */
  readonly channel: { readonly state: ChannelState; readonly ageMs: number } | null
  /** An alert of the input is set: viewers see slate or black. */
  readonly inputLost: boolean
  /** How many destinations there are, and at how many delivery is proven just now. */
  readonly legs: { readonly all: number; readonly delivering: number }
}

export interface Lamp {
  readonly tally: Tally
  readonly why: string
}

/** Older than this, AWS's last word is no longer the present. */
export const STALE_MS = 20_000

/** The lamp: one pure function, its table stands in docs/ARCHITECTURE.md. */
export function tally(facts: TallyFacts): Lamp {
  const { channel } = facts
  if (!channel) return { tally: 'dark', why: 'Nothing is prepared.' }
  switch (channel.state) {
    case 'DELETED':
      return { tally: 'dark', why: 'The channel is deleted.' }
    case 'IDLE':
      return { tally: 'ready', why: 'The channel is ready and not running.' }
    case 'CREATING':
    case 'UPDATING':
    case 'STARTING':
    case 'STOPPING':
    case 'DELETING':
      return { tally: 'changing', why: `AWS says the channel is ${channel.state}.` }
    case 'CREATE_FAILED':
    case 'UPDATE_FAILED':
      return { tally: 'trouble', why: `AWS says ${channel.state}: the channel cannot be used.` }
    case 'RECOVERING':
      return { tally: 'trouble', why: 'AWS is mending the channel: viewers may see nothing.' }
    case 'RUNNING':
      return running(facts, channel.ageMs)
  }
}

function running({ rehearsal, inputLost, legs }: TallyFacts, ageMs: number): Lamp {
  if (ageMs > STALE_MS)
    return {
      tally: 'trouble',
      why: `No word from AWS for ${Math.round(ageMs / 1000)} s: what viewers see is not known.`,
    }
  if (legs.delivering === 0)
    return {
      tally: 'paid-not-on-air',
      why: inputLost
        ? 'The channel runs and costs money, but no picture arrives.'
        : 'The channel runs and costs money, but nobody is proven to receive it.',
    }
  if (inputLost) return { tally: 'trouble', why: 'No picture arrives: viewers see the slate.' }
  const some =
    legs.delivering < legs.all
      ? `${legs.delivering} of ${legs.all} destinations receive`
      : 'Every destination receives'
  return rehearsal
    ? { tally: 'rehearsal', why: `${some} the picture, on this machine only.` }
    : { tally: 'on-air', why: `${some} the picture.` }
}
