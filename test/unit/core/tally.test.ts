import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  RESTING_STALE_MS,
  STALE_MS,
  isStale,
  tally,
  type TallyFacts,
} from '../../../electron/core/health/tally'
import { ChannelState } from '../../../src/shared/domain/session'
import { Tally } from '../../../src/shared/domain/tally'

const ages = [0, STALE_MS, STALE_MS + 1, RESTING_STALE_MS, RESTING_STALE_MS + 1, 6_000_000]
const legs = [
  { all: 0, delivering: 0, unproven: 0 },
  { all: 1, delivering: 0, unproven: 0 },
  { all: 1, delivering: 0, unproven: 1 },
  { all: 1, delivering: 1, unproven: 0 },
  { all: 3, delivering: 0, unproven: 2 },
  { all: 3, delivering: 1, unproven: 2 },
  { all: 3, delivering: 3, unproven: 0 },
]
const yesNo = [false, true]
const lost = [false, true, 'unknown'] as const
const states = [...ChannelState.options, 'absent'] as const

/** Every combination of what the lamp may depend on. */
const everything: readonly TallyFacts[] = yesNo.flatMap((rehearsal) =>
  lost.flatMap((inputLost) =>
    legs.flatMap((these) => [
      { rehearsal, inputLost, legs: these, channel: null },
      { rehearsal, inputLost, legs: these, channel: 'unknown' as const },
      ...states.flatMap((state) =>
        ages.map((ageMs) => ({ rehearsal, inputLost, legs: these, channel: { state, ageMs } })),
      ),
    ]),
  ),
)

/** States in which nothing else counts, as long as the word is fresh. */
const byStateAlone: Readonly<Partial<Record<(typeof states)[number], Tally>>> = {
  absent: 'dark',
  IDLE: 'ready',
  CREATING: 'changing',
  UPDATING: 'changing',
  STARTING: 'changing',
  STOPPING: 'changing',
  DELETING: 'changing',
  CREATE_FAILED: 'trouble',
  UPDATE_FAILED: 'trouble',
  RECOVERING: 'trouble',
  DELETED: 'dark',
}

/** The truth table of a channel that runs: fresh, delivering, input lost, rehearsal → lamp. */
const running: readonly (readonly [boolean, boolean, boolean | 'unknown', boolean, Tally])[] = [
  [false, false, false, false, 'trouble'],
  [false, false, false, true, 'trouble'],
  [false, false, true, false, 'trouble'],
  [false, false, true, true, 'trouble'],
  [false, true, false, false, 'trouble'],
  [false, true, false, true, 'trouble'],
  [false, true, true, false, 'trouble'],
  [false, true, true, true, 'trouble'],
  [true, false, false, false, 'paid-not-on-air'],
  [true, false, false, true, 'paid-not-on-air'],
  [true, false, true, false, 'paid-not-on-air'],
  [true, false, true, true, 'paid-not-on-air'],
  [true, true, false, false, 'on-air'],
  [true, true, false, true, 'rehearsal'],
  [true, true, true, false, 'trouble'],
  [true, true, true, true, 'trouble'],
  [false, true, 'unknown', false, 'trouble'],
  [true, false, 'unknown', false, 'paid-not-on-air'],
  [true, true, 'unknown', false, 'trouble'],
  [true, true, 'unknown', true, 'trouble'],
]

const seen = ({ channel }: TallyFacts) => (channel === 'unknown' ? null : channel)
const isFresh = (facts: TallyFacts) => {
  const channel = seen(facts)
  return channel !== null && !isStale(channel)
}
const delivers = (facts: TallyFacts) => facts.legs.delivering > 0

describe('the lamp', () => {
  it('is dark where no channel is to be expected, and in trouble where AWS was never asked', () => {
    for (const facts of everything.filter(({ channel }) => channel === 'unknown'))
      expect(tally(facts)).toEqual({
        tally: 'trouble',
        why: 'What AWS is doing is not known yet.',
      })
    for (const facts of everything.filter(({ channel }) => !channel))
      expect(tally(facts).tally).toBe('dark')
  })

  it.each(Object.entries(byStateAlone))(
    'of a channel that is %s is %s while that is fresh, and in trouble when it is old',
    (state, lamp) => {
      const these = everything.filter((facts) => seen(facts)?.state === state)
      expect(these.length).toBe(legs.length * ages.length * lost.length * 2)
      for (const facts of these) expect(tally(facts).tally).toBe(isFresh(facts) ? lamp : 'trouble')
    },
  )

  it.each(running)(
    'of a running channel (fresh %s, delivering %s, input lost %s, rehearsal %s) is %s',
    (fresh, delivering, inputLost, rehearsal, lamp) => {
      const these = everything.filter(
        (facts) =>
          seen(facts)?.state === 'RUNNING' &&
          isFresh(facts) === fresh &&
          delivers(facts) === delivering &&
          facts.inputLost === inputLost &&
          facts.rehearsal === rehearsal,
      )
      expect(these.length).toBeGreaterThan(0)
      for (const facts of these) expect(tally(facts).tally).toBe(lamp)
    },
  )

  it('knows every state there is, in the table above', () => {
    const known = [...Object.keys(byStateAlone), 'RUNNING'].toSorted()
    expect(known).toEqual([...states].toSorted())
  })

  it('is red when, and only when, a picture is proven to arrive at viewers just now', () => {
    fc.assert(
      fc.property(
        fc.record({
          rehearsal: fc.boolean(),
          inputLost: fc.constantFrom(...lost),
          legs: fc
            .tuple(fc.nat(10), fc.nat(10))
            .map(([a, b]) => ({ all: a + b, delivering: a, unproven: b })),
          channel: fc.oneof(
            fc.constantFrom(null, 'unknown' as const),
            fc.record({
              state: fc.constantFrom(...states),
              ageMs: fc.oneof(fc.nat(120_000), fc.constantFrom(STALE_MS, STALE_MS + 1)),
            }),
          ),
        }),
        (facts) => {
          const proven =
            seen(facts)?.state === 'RUNNING' &&
            (seen(facts)?.ageMs ?? Infinity) <= 20_000 &&
            delivers(facts) &&
            facts.inputLost === false &&
            !facts.rehearsal
          expect(tally(facts).tally === 'on-air').toBe(proven)
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it('is never violet in earnest and never red in rehearsal', () => {
    for (const facts of everything)
      expect(tally(facts).tally).not.toBe(facts.rehearsal ? 'on-air' : 'rehearsal')
  })

  it('always says why, in a sentence', () => {
    for (const facts of everything) expect(tally(facts).why).toMatch(/^[A-Z0-9].+\.$/)
  })

  it('says how many of the destinations receive, and how old the last word is', () => {
    const facts = {
      rehearsal: false,
      inputLost: false,
      legs: { all: 3, delivering: 2, unproven: 0 },
    }
    const of = (ageMs: number) => tally({ ...facts, channel: { state: 'RUNNING', ageMs } }).why
    expect(of(0)).toBe('2 of 3 destinations receive the picture.')
    expect(of(61_000)).toContain('61 s')
    expect(of(3_600_000)).toContain('60 min')
    expect(of(8 * 3_600_000)).toContain('8 h')
  })

  it('says where nobody can prove anything, instead of waiting for it for ever', () => {
    const channel = { state: 'RUNNING', ageMs: 0 } as const
    const of = (legs: TallyFacts['legs']) =>
      tally({ rehearsal: false, inputLost: false, legs, channel })
    expect(of({ all: 2, delivering: 0, unproven: 2 })).toEqual({
      tally: 'paid-not-on-air',
      why: 'The channel runs; that viewers receive it cannot be proven for these destinations.',
    })
    expect(of({ all: 2, delivering: 1, unproven: 1 })).toEqual({
      tally: 'on-air',
      why: '1 of 2 destinations receive the picture; at 1 it cannot be proven.',
    })
  })

  it('says how old a proof is that comes late', () => {
    const channel = { state: 'RUNNING', ageMs: 0 } as const
    const legs = { all: 1, delivering: 1, unproven: 0, lateMs: 75_000 }
    expect(tally({ rehearsal: false, inputLost: false, legs, channel })).toEqual({
      tally: 'on-air',
      why: 'Every destination receives the picture as of 75 s ago.',
    })
  })
})
