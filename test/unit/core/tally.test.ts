import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { STALE_MS, tally, type TallyFacts } from '../../../electron/core/health/tally'
import { ChannelState } from '../../../src/shared/domain/session'
import { Tally } from '../../../src/shared/domain/tally'

const ages = [0, STALE_MS, STALE_MS + 1, 600_000]
const legs = [
  { all: 0, delivering: 0 },
  { all: 1, delivering: 0 },
  { all: 1, delivering: 1 },
  { all: 3, delivering: 0 },
  { all: 3, delivering: 1 },
  { all: 3, delivering: 3 },
]
const yesNo = [false, true]

/** Every combination of what the lamp may depend on. */
const everything: readonly TallyFacts[] = yesNo.flatMap((rehearsal) =>
  yesNo.flatMap((inputLost) =>
    legs.flatMap((these) => [
      { rehearsal, inputLost, legs: these, channel: null },
      ...ChannelState.options.flatMap((state) =>
        ages.map((ageMs) => ({ rehearsal, inputLost, legs: these, channel: { state, ageMs } })),
      ),
    ]),
  ),
)

/** States in which nothing but the state counts. */
const byStateAlone: Readonly<Partial<Record<ChannelState, Tally>>> = {
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
const running: readonly (readonly [boolean, boolean, boolean, boolean, Tally])[] = [
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
]

const isFresh = ({ channel }: TallyFacts) => channel !== null && channel.ageMs <= STALE_MS
const delivers = (facts: TallyFacts) => facts.legs.delivering > 0

describe('the lamp', () => {
  it('is dark where there is no channel', () => {
    for (const facts of everything.filter(({ channel }) => !channel))
      expect(tally(facts).tally).toBe('dark')
  })

  it.each(Object.entries(byStateAlone))(
    'of a channel that is %s is %s, whatever else',
    (state, lamp) => {
      const these = everything.filter(({ channel }) => channel?.state === state)
      expect(these.length).toBe(legs.length * ages.length * 4)
      for (const facts of these) expect(tally(facts).tally).toBe(lamp)
    },
  )

  it.each(running)(
    'of a running channel (fresh %s, delivering %s, input lost %s, rehearsal %s) is %s',
    (fresh, delivering, inputLost, rehearsal, lamp) => {
      const these = everything.filter(
        (facts) =>
          facts.channel?.state === 'RUNNING' &&
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
    expect(known).toEqual([...ChannelState.options].toSorted())
  })

  it('is red when, and only when, a picture is proven to arrive at viewers just now', () => {
    fc.assert(
      fc.property(
        fc.record({
          rehearsal: fc.boolean(),
          inputLost: fc.boolean(),
          legs: fc
            .tuple(fc.nat(10), fc.nat(10))
            .map(([a, b]) => ({ all: Math.max(a, b), delivering: Math.min(a, b) })),
          channel: fc.option(
            fc.record({
              state: fc.constantFrom(...ChannelState.options),
              ageMs: fc.oneof(fc.nat(120_000), fc.constantFrom(STALE_MS, STALE_MS + 1)),
            }),
          ),
        }),
        (facts) => {
          const seen =
            facts.channel?.state === 'RUNNING' &&
            isFresh(facts) &&
            delivers(facts) &&
            !facts.inputLost &&
            !facts.rehearsal
          expect(tally(facts).tally === 'on-air').toBe(seen)
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
    const facts = { rehearsal: false, inputLost: false, legs: { all: 3, delivering: 2 } }
    const of = (ageMs: number) => tally({ ...facts, channel: { state: 'RUNNING', ageMs } }).why
    expect(of(0)).toBe('2 of 3 destinations receive the picture.')
    expect(of(61_000)).toContain('61 s')
  })
})
