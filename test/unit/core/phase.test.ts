import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { airingsIn, standingOf } from '../../../electron/core/shows/phase'
import { ChannelState, RunState } from '../../../src/shared/domain/session'
import { HOUR, MINUTE, START, aRun, runId } from '../../harness/builders'

type Told = readonly [workflow: string, state: RunState]

const runsOf = (told: readonly Told[]) =>
  told.map(([workflow, state], index) =>
    aRun({ id: runId(`run-${index}`), workflow, state, endedAt: START + index * MINUTE }),
  )
const standing = (
  told: readonly Told[],
  state?: ChannelState | 'absent',
  at: number = START + HOUR,
) => standingOf(runsOf(told), state && { state, at })

const arm: Told = ['arm', 'succeeded']
const live: Told = ['go-live', 'succeeded']
const down: Told = ['stand-down', 'succeeded']
const takes: Told = ['mark-take', 'running']

describe('where a session stands, told by its runs', () => {
  it.each<readonly [string, readonly Told[], string, 'on' | 'off', number]>([
    ['nothing was begun', [], 'arming', 'off', 0],
    ['it is being prepared', [['arm', 'running']], 'arming', 'off', 0],
    ['the preparation waits for the operator', [['arm', 'waiting']], 'arming', 'off', 0],
    ['the preparation is parked', [['arm', 'parked']], 'arming', 'off', 0],
    ['the preparation is given back', [['arm', 'undoing']], 'arming', 'off', 0],
    ['the preparation failed', [['arm', 'rolled-back']], 'wrapping', 'off', 0],
    ['the preparation was called off', [['arm', 'cancelled']], 'wrapping', 'off', 0],
    ['it is prepared', [arm], 'armed', 'off', 0],
    ['it is being started', [arm, ['go-live', 'running']], 'starting', 'on', 1],
    ['the start is parked', [arm, ['go-live', 'parked']], 'starting', 'on', 1],
    ['it was started', [arm, live], 'live', 'on', 1],
    ['the start failed', [arm, ['go-live', 'rolled-back']], 'armed', 'off', 1],
    ['the start was called off', [arm, ['go-live', 'cancelled']], 'armed', 'off', 1],
    ['a take is being closed', [arm, live, takes], 'live', 'on', 1],
    ['it was taken over, at rest', [['adopt', 'succeeded']], 'armed', 'off', 0],
    ['it is being taken over', [['adopt', 'running']], 'arming', 'off', 0],
    ['it could not be taken over', [['adopt', 'rolled-back']], 'armed', 'off', 0],
    ['it was taken over and started', [['adopt', 'succeeded'], live], 'live', 'on', 1],
    ['it was taken back', [arm, live, ['adopt', 'succeeded']], 'armed', 'off', 0],
    ['it is being stopped', [arm, live, ['stand-down', 'running']], 'stopping', 'off', 1],
    ['it was stopped', [arm, live, down], 'armed', 'off', 1],
    ['the stop was called off', [arm, live, ['stand-down', 'cancelled']], 'live', 'on', 1],
    ['it is on again', [arm, live, down, live], 'live', 'on', 2],
    ['it is being ended', [arm, live, ['wrap', 'running']], 'wrapping', 'off', 1],
    ['the end failed', [arm, live, ['wrap', 'rolled-back']], 'wrapping', 'off', 1],
    ['it was ended', [arm, live, down, ['wrap', 'succeeded']], 'wrapped', 'off', 1],
  ])('%s', (_, told, phase, asked, airings) => {
    expect(standing(told)).toMatchObject({ phase, asked, airings })
  })

  it('is live since the start ended, and since the second start on the second airing', () => {
    expect(standing([arm, live]).liveSince).toBe(START + MINUTE)
    expect(standing([arm, live, down, live]).liveSince).toBe(START + 3 * MINUTE)
    expect(standing([arm, live, ['stand-down', 'running']]).liveSince).toBe(START + MINUTE)
    expect(standing([arm, live, down]).liveSince).toBeNull()
  })
})

describe('a session that was on air when it was taken over', () => {
  const run = aRun({
    workflow: 'adopt',
    state: 'succeeded',
    endedAt: START + MINUTE,
    steps: [
      {
        key: 'run-1/rearm-safety-stop',
        name: 'rearm-safety-stop',
        subject: null,
        state: 'done',
        attempt: 1,
        startedAt: START,
        endedAt: START + MINUTE,
        error: null,
        usualMs: null,
        longestMs: null,
        requests: [],
      },
    ],
  })

  it('is live since then, and off as soon as AWS says so', () => {
    expect(standingOf([run], undefined)).toEqual({
      phase: 'live',
      asked: 'on',
      liveSince: START + MINUTE,
      airings: 0,
    })
    expect(standingOf([run], { state: 'IDLE', at: START + HOUR }).phase).toBe('armed')
  })

  it('counts its airings on from those that were before', () => {
    expect(airingsIn(standingOf([run], undefined), { airings: 2 })).toBe(2)
    const again = [run, ...runsOf([down, live])]
    expect(airingsIn(standingOf(again, undefined), { airings: 2 })).toBe(3)
  })
})

describe('where a session stands, corrected by AWS', () => {
  it.each(['IDLE', 'absent'] as const)('is live no more when the channel is %s', (channel) => {
    expect(standing([arm, live], channel)).toMatchObject({ phase: 'armed', liveSince: null })
  })

  it('is what it was asked to be while AWS was not asked, or not since', () => {
    const before = START + MINUTE - 1
    expect(standing([arm, live]).phase).toBe('live')
    for (const state of ['IDLE', 'absent'] as const)
      expect(standing([arm, live], state, before).phase).toBe('live')
  })

  it.each(ChannelState.options.filter((state) => state !== 'IDLE'))(
    'stays as asked while the channel is %s: the lamp says the rest',
    (channel) => {
      expect(standing([arm, live], channel).phase).toBe('live')
    },
  )

  it('is never put on air by what AWS says alone', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.constantFrom('arm', 'stand-down', 'wrap', 'mark-take'),
            fc.constantFrom(...RunState.options),
          ),
        ),
        fc.constantFrom(...ChannelState.options, 'absent' as const, undefined),
        (told, channel) => {
          const { phase, liveSince } = standing(told, channel)
          expect(phase).not.toBe('live')
          expect(liveSince).toBeNull()
        },
      ),
    )
  })
})
