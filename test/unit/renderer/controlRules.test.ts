import { describe, expect, test } from 'vitest'
import { Phase, type ChannelState, type SessionView } from '../../../src/shared/domain/session'
import { controlRules, type ControlRules } from '../../../src/renderer/panels/controlRules'
import { stopConsequence, wrapConsequence } from '../../../src/renderer/panels/consequences'
import { aCost, aLeg, anError, aPreflight, aSession, aTake } from './builders'

const offered = (rules: ControlRules) =>
  Object.entries(rules)
    .filter(([, refusal]) => refusal === null)
    .map(([name]) => name)

const atChannel = (state: ChannelState): Partial<SessionView> => ({
  facts: { ...aSession().facts, channel: { state, observedAt: 0 } },
})

const rulesIn = (phase: Phase, state: ChannelState = 'IDLE') =>
  controlRules({
    session: aSession({ phase, ...atChannel(state) }),
    silenced: null,
    preflight: null,
  })

describe('what can be done', () => {
  test.each<[Phase, string[]]>([
    ['arming', ['wrap']],
    ['armed', ['goLive', 'wrap', 'testCard']],
    ['starting', ['stop', 'wrap', 'testCard']],
    ['live', ['stop', 'record', 'wrap', 'testCard']],
    ['stopping', ['stop', 'wrap']],
    ['wrapping', []],
    ['wrapped', ['prepare']],
  ])('while %s is %j', (phase, expected) => {
    expect(offered(rulesIn(phase))).toEqual(expected)
  })

  test('Stop is never refused while something may be running, parked or not', () => {
    for (const phase of ['starting', 'live', 'stopping'] as const) {
      const session = aSession({ phase, parked: anError(), degraded: true })
      expect(controlRules({ session, silenced: null, preflight: null }).stop).toBeNull()
    }
  })

  test.each<[Phase, ChannelState]>([
    ['armed', 'RUNNING'],
    ['armed', 'STARTING'],
    ['wrapping', 'RUNNING'],
    ['wrapping', 'RECOVERING'],
  ])('Stop is there while %s, where AWS says %s', (phase, state) => {
    expect(rulesIn(phase, state).stop).toBeNull()
  })

  test('a show never prepared can only be prepared', () => {
    const rules = controlRules({ session: undefined, silenced: null, preflight: aPreflight() })
    expect(offered(rules)).toEqual(['prepare'])
  })

  test('is nothing while no command can be heard, and every button says why', () => {
    const why = 'This page is not connected to the console.'
    const rules = controlRules({ session: aSession(), silenced: why, preflight: null })
    expect(new Set(Object.values(rules))).toEqual(new Set([why]))
  })

  test('a check that blocks is named on Prepare; a warning is not in the way', () => {
    const results = (level: 'warns' | 'blocks', n: number) =>
      aPreflight({
        results: Array.from({ length: n }, (_, index) => ({
          check: `check-${index}`,
          level,
          what: `Complaint ${index}`,
          todo: null,
        })),
      })
    const prepare = (level: 'warns' | 'blocks', n: number) =>
      controlRules({ session: undefined, silenced: null, preflight: results(level, n) }).prepare
    expect(prepare('warns', 3)).toBeNull()
    expect(prepare('blocks', 1)).toBe('Complaint 0')
    expect(prepare('blocks', 2)).toBe('2 checks stand in the way')
  })
})

describe('what Stop says before it is too late', () => {
  const live = aSession({
    phase: 'live',
    legs: [
      aLeg({ name: 'Website', state: 'streaming' }),
      aLeg({ name: 'YouTube', state: 'streaming' }),
      aLeg({ name: 'Restream', state: 'error' }),
    ],
    takes: [aTake({ state: 'recording' })],
    cost: aCost({ soFarMicros: 50_000, committedMicros: 163_000 }),
  })

  test('names what goes dark, the recording it closes, and the minimum still due', () => {
    expect(stopConsequence(live)).toMatch(/^Goes dark: Website, YouTube\. The running recording/)
    expect(stopConsequence(live)).toContain('still costs $0.11')
    expect(stopConsequence(live)).not.toContain('Restream')
  })

  test('says of a rehearsal that it is one', () => {
    expect(stopConsequence({ ...live, rehearsal: true })).toContain('YouTube (rehearsed)')
  })

  test('ending a show that is not running takes nothing off the air', () => {
    expect(wrapConsequence({ ...live, phase: 'armed' })).toMatch(/^Everything made for this show/)
    expect(wrapConsequence(live)).toMatch(/^Goes dark/)
  })
})
