import { describe, expect, it } from 'vitest'
import { impendingStop, type AutoStopFacts } from '../../../electron/core/safety/autoStop'
import { HOUR, MINUTE, START } from '../../harness/builders'

const DOLLAR = 1_000_000
const facts = (more: Partial<AutoStopFacts> = {}): AutoStopFacts => ({
  now: START,
  autoStop: { noInputMinutes: 10, atPlannedEnd: 'stop', atCap: 'stop' },
  noInputSince: null,
  plannedEndAt: null,
  soFarMicros: 0,
  capMicros: null,
  capReachedAt: null,
  watchedSince: START - HOUR,
  kept: {},
  ...more,
})

describe('a show that gets no picture', () => {
  const lost = { noInputSince: START - 10 * MINUTE }

  it('is left alone until the minutes are over, then stopped a minute later', () => {
    expect(impendingStop(facts({ ...lost, now: START - 1 }))).toBeNull()
    expect(impendingStop(facts(lost))).toMatchObject({
      reason: 'no-input',
      stopsAt: START + MINUTE,
      what: 'No picture has come in for 10 minutes: the show is stopped.',
    })
  })

  it('goes on where the operator said so, until the picture is lost anew', () => {
    const kept = { noInputSince: lost.noInputSince }
    expect(impendingStop(facts({ ...lost, kept }))).toBeNull()
    const again = { noInputSince: START - 11 * MINUTE, kept }
    expect(impendingStop(facts(again))?.reason).toBe('no-input')
  })

  it('goes on for ever where no minutes are given', () => {
    const autoStop = { noInputMinutes: null, atPlannedEnd: 'warn', atCap: 'warn' } as const
    expect(impendingStop(facts({ ...lost, autoStop, now: START + 24 * HOUR }))).toBeNull()
    expect(impendingStop(facts({ ...lost, autoStop: undefined }))).toBeNull()
  })

  it('is not stopped by a console that has only just come back without a minute to say no', () => {
    const late = { noInputSince: START - 5 * HOUR, watchedSince: START }
    expect(impendingStop(facts(late))?.stopsAt).toBe(START + MINUTE)
  })
})

describe('the planned end', () => {
  it('is announced five minutes before, and the show stopped on time', () => {
    const plannedEndAt = START + 5 * MINUTE
    expect(impendingStop(facts({ plannedEndAt, now: START - 1 }))).toBeNull()
    expect(impendingStop(facts({ plannedEndAt }))).toMatchObject({
      reason: 'planned-end',
      stopsAt: plannedEndAt,
    })
  })

  it('is only said where the show is not to be stopped by it', () => {
    const autoStop = { noInputMinutes: null, atPlannedEnd: 'warn', atCap: 'warn' } as const
    const plannedEndAt = START - MINUTE
    expect(impendingStop(facts({ plannedEndAt, autoStop }))).toMatchObject({
      stopsAt: null,
      what: 'The planned end has passed, and the show is still on air.',
    })
  })

  it('counts anew when it is moved', () => {
    const kept = { plannedEndAt: START }
    expect(impendingStop(facts({ plannedEndAt: START, kept }))).toBeNull()
    expect(impendingStop(facts({ plannedEndAt: START + MINUTE, kept }))).not.toBeNull()
  })
})

describe('the cap', () => {
  it('is said at nine tenths of it, and stops the show a minute after it is reached', () => {
    const near = { capMicros: 10 * DOLLAR, soFarMicros: 9 * DOLLAR }
    expect(impendingStop(facts({ ...near, soFarMicros: 9 * DOLLAR - 1 }))).toBeNull()
    expect(impendingStop(facts(near))).toMatchObject({ reason: 'cap', stopsAt: null })
    const reached = { ...near, soFarMicros: 10 * DOLLAR, capReachedAt: START }
    expect(impendingStop(facts(reached))?.stopsAt).toBe(START + MINUTE)
  })

  it('stops nothing where it is only to be said, or was waved through', () => {
    const reached = { capMicros: DOLLAR, soFarMicros: DOLLAR, capReachedAt: START }
    const autoStop = { noInputMinutes: null, atPlannedEnd: 'warn', atCap: 'warn' } as const
    expect(impendingStop(facts({ ...reached, autoStop }))).toMatchObject({ stopsAt: null })
    expect(impendingStop(facts({ ...reached, kept: { capMicros: DOLLAR } }))).toBeNull()
  })
})

it('of several the soonest stop is announced', () => {
  const all = { noInputSince: START - 10 * MINUTE, plannedEndAt: START + 30_000 }
  expect(impendingStop(facts(all))?.reason).toBe('planned-end')
})
