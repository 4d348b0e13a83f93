import { describe, expect, it } from 'vitest'
import { billedMinuteMicros, expectLedgerIsBill } from '../../harness/aftermath'
import { draftOf, live, plan, prepared, stopped, wrapped } from '../../harness/operator'
import type { RehearsedAws } from '../../harness/rehearsedAws'
import { rehearsalsInTest } from '../../harness/rehearsalsInTest'

const { open, live: again } = rehearsalsInTest()
const MINUTE = 60_000

const billedMinutes = ({ simulator }: RehearsedAws): readonly number[] => {
  const lines = simulator.bill().lines.filter(({ unit }) => unit === 'minutes')
  return [...new Set(lines.map(({ quantity }) => quantity))]
}

describe('the ledger', () => {
  it.each([
    [3, 10],
    [10.5, 11],
    [17, 17],
  ])('of %d minutes on air agrees with the bill', async (minutes, atLeast) => {
    const { aws, life } = await open()
    const sessionId = await prepared(life, await plan(life))
    await live(life, sessionId)
    await life.pass(minutes * MINUTE)
    await stopped(life, sessionId)
    const view = await wrapped(life, sessionId)
    const [billed = 0] = billedMinutes(aws)
    expect(billed).toBeGreaterThanOrEqual(atLeast)
    expect(billed).toBeLessThanOrEqual(atLeast + 3)
    expectLedgerIsBill(aws, view)
    expect(view.certificate?.totalMicros).toBe(view.cost.soFarMicros)
  })

  it('of a certified show stands still, and is what the certificate says', async () => {
    const { aws, life, folder } = await open()
    const sessionId = await prepared(life, await plan(life))
    await live(life, sessionId)
    await life.pass(2 * MINUTE)
    const { certificate, cost } = await wrapped(life, sessionId)
    expect(certificate?.totalMicros).toBe(cost.soFarMicros)
    await life.pass(60 * MINUTE)
    await life.close()
    const next = await again(aws, folder)
    const { cost: later } = await next.until('it is told', () => next.session(sessionId))
    expect(later).toEqual(cost)
    expect(later.perHourMicros).toBe(0)
  })

  it('counts ten minutes for each of two short airings', async () => {
    const { aws, life } = await open()
    const sessionId = await prepared(life, await plan(life))
    for (const minutes of [1, 2]) {
      await live(life, sessionId)
      await life.pass(minutes * MINUTE)
      await stopped(life, sessionId)
    }
    const view = await wrapped(life, sessionId)
    expect(billedMinutes(aws)).toEqual([10])
    expectLedgerIsBill(aws, view)
    expect(view.cost.soFarMicros).toBeGreaterThan((19 * billedMinuteMicros(aws)) / 2)
  })

  it('says while on air what has to be paid in any case, and what it costs by the hour', async () => {
    const { life } = await open()
    const showId = await plan(life)
    const sessionId = await prepared(life, showId)
    const estimate = await life.handlers.shows.estimate(draftOf())
    await live(life, sessionId)
    await life.pass(MINUTE)
    const early = life.session(sessionId)?.cost
    expect(early?.perHourMicros).toBe(estimate.perHourMicros)
    expect(early?.committedMicros).toBe(estimate.leastMicros)
    await life.pass(10 * MINUTE)
    expect(life.session(sessionId)?.cost.committedMicros).toBe(0)
  })

  it('of a session that lay prepared for half an hour is cents, and right', async () => {
    const { aws, life } = await open()
    const sessionId = await prepared(life, await plan(life))
    await life.pass(30 * MINUTE)
    const view = await wrapped(life, sessionId)
    const apart = Math.abs(view.cost.soFarMicros - aws.simulator.bill().totalMicros)
    expect(apart).toBeLessThan(2_000)
    expect(view.cost.soFarMicros).toBeLessThan(25_000)
  })
})

describe('calls to AWS', () => {
  it.each(['armed', 'live'] as const)('are fewer than one a second while %s', async (phase) => {
    const { life } = await open()
    const sessionId = await prepared(life, await plan(life))
    if (phase === 'live') await live(life, sessionId)
    const before = life.calls.length
    await life.pass(5 * MINUTE)
    expect((life.calls.length - before) / 300).toBeLessThanOrEqual(1)
  })

  it('are at most one a second on average while something is waited for', async () => {
    const { life } = await open()
    const sessionId = await prepared(life, await plan(life))
    const [calls, at] = [life.calls.length, life.clock.now()]
    await live(life, sessionId)
    const seconds = (life.clock.now() - at) / 1000
    expect(seconds).toBeGreaterThan(30)
    expect((life.calls.length - calls) / seconds).toBeLessThanOrEqual(1)
  })
})
