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
    expect(atStake([standing(phase, seen)], { now: 2_000, awsOffsetMs: 0 }).live).toBe(onAir)
  })
})

describe('what is said before it is left', () => {
  const now = new Date(2026, 4, 17, 19, 0).getTime()
  const at = (hour: number, day = 17) => new Date(2026, 4, day, hour, 30).getTime()
  const said = (more: Partial<Parameters<typeof session>[0]>, awsOffsetMs = 0) =>
    atStake([{ ...standing('live', { channel: 'RUNNING' }), ...more }], { now, awsOffsetMs })
      .sentence

  it('names the planned end and when AWS stops it, by the clock on the wall', () => {
    expect(said({ plannedEndAt: at(20), safetyStopAt: at(21) })).toMatch(
      /It is planned to end at 20:30; AWS stops it by itself at 21:30\.$/,
    )
  })

  it('turns AWS’s time into this machine’s where they differ', () => {
    expect(said({ safetyStopAt: at(21) }, 3_600_000)).toMatch(/AWS stops it by itself at 20:30\.$/)
  })

  it('names the day where it is another, and a plan that has passed', () => {
    expect(said({ plannedEndAt: at(18), safetyStopAt: at(1, 18) })).toMatch(
      /It was planned to end at 18:30; AWS stops it by itself at 01:30 on 18 May\.$/,
    )
  })

  it('says so where AWS does not stop it', () => {
    expect(said({ safetyStopAt: null })).toContain('no safety stop is set')
  })

  it('tells each of several shows apart', () => {
    const one = { ...standing('live', { channel: 'RUNNING' }), safetyStopAt: at(21) }
    const views = [one, { ...one, showName: 'Evening song', safetyStopAt: null }]
    const { sentence } = atStake(views, { now, awsOffsetMs: 0 })
    expect(sentence).toContain(`"${one.showName}": AWS stops it by itself at 21:30.`)
    expect(sentence).toContain('"Evening song": AWS does not stop it by itself')
  })
})
