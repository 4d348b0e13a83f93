import { describe, expect, it } from 'vitest'
import { atStake, isOnAir } from '../../../electron/app/atStake'
import { RunView, type ChannelState, type Phase } from '../../../src/shared/domain/session'
import { session } from '../shells/sessionStandIn'

const stopAt = (startedAt: number) =>
  RunView.parse({
    id: 'stop',
    workflow: 'stand-down',
    state: 'running',
    startedAt,
    endedAt: null,
    error: null,
    steps: [],
  })

interface Seen {
  readonly channel?: ChannelState
  readonly at?: number | null
}
const standing = (phase: Phase, { channel, at = 1_000 }: Seen = {}) =>
  session({
    phase,
    runs: phase === 'stopping' ? [stopAt(500)] : [],
    facts: {
      asked: 'off',
      observedAt: at,
      channel: channel ? { state: channel, observedAt: at ?? 0 } : null,
      picture: null,
    },
  })

describe('what leaving would leave on air', () => {
  it.each<readonly [string, Phase, Seen, boolean]>([
    ['a show that is live', 'live', { channel: 'RUNNING' }, true],
    ['a show being started of which AWS was not asked', 'starting', { at: null }, true],
    ['a stop that AWS has not heard of', 'stopping', { channel: 'RUNNING' }, true],
    ['a stop of which AWS was not asked', 'stopping', { at: null }, true],
    ['a stop, with an answer from before it', 'stopping', { channel: 'IDLE', at: 400 }, true],
    ['a stop that AWS obeys', 'stopping', { channel: 'STOPPING' }, false],
    ['a stop that AWS has obeyed', 'stopping', { channel: 'IDLE' }, false],
    ['a stop of what is not there', 'stopping', {}, false],
    ['a channel that somebody started in AWS', 'armed', { channel: 'STARTING' }, true],
    ['a clean-up whose channel still runs', 'wrapping', { channel: 'RUNNING' }, true],
    ['a clean-up whose channel recovers', 'wrapping', { channel: 'RECOVERING' }, true],
    ['a show that is prepared', 'armed', { channel: 'IDLE' }, false],
    ['a show that is over', 'wrapped', {}, false],
  ])('%s: %s', (_, phase, seen, onAir) => {
    expect(isOnAir(standing(phase, seen))).toBe(onAir)
    expect(atStake([standing(phase, seen)]).live).toBe(onAir)
  })
})
