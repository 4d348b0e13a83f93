import { describe, expect, it } from 'vitest'
import { costOf } from '../../../electron/core/shows/cost'
import { HOUR, MINUTE, START, aSession, aShow, aUsage, roundRates } from '../../harness/builders'

describe('the meter on screen', () => {
  const session = aSession({
    show: aShow({ destinations: [], capMicros: 5_000_000 }),
    plannedEndAt: START + 2 * HOUR,
  })
  const perHour = 600_000 + 1_200_000 + 36_000

  it('shows the running price only while a channel runs, the idle one while something is there', () => {
    const cost = (usage: Parameters<typeof aUsage>[0][]) =>
      costOf(
        session,
        usage.map((one) => aUsage(one)),
        roundRates(),
        START + HOUR,
      ).perHourMicros
    expect(cost([{}])).toBe(perHour)
    expect(cost([{ to: START + MINUTE }, { kind: 'channel-idle' }])).toBe(108_000)
    expect(cost([{ to: START + MINUTE }])).toBe(0)
    expect(cost([])).toBe(0)
  })

  it('says what stopping now would not save, for ten minutes', () => {
    const committed = (ms: number) =>
      costOf(session, [aUsage()], roundRates(), START + ms).committedMicros
    expect(committed(0)).toBe(300_000)
    expect(committed(10 * MINUTE - 1)).toBe(300_000)
    expect(committed(10 * MINUTE)).toBe(0)
  })

  it('looks ahead to the planned end, and not once it is over or nothing runs', () => {
    const now = START + HOUR
    const cost = costOf(session, [aUsage()], roundRates(), now)
    expect(cost.soFarMicros).toBe(perHour)
    expect(cost.atPlannedEndMicros).toBe(2 * perHour)
    const late = costOf(session, [aUsage()], roundRates(), START + 3 * HOUR)
    expect(late.atPlannedEndMicros).toBe(late.soFarMicros)
    expect(costOf(session, [], roundRates(), now).atPlannedEndMicros).toBeNull()
    expect(
      costOf({ ...session, plannedEndAt: null }, [aUsage()], roundRates(), now).atPlannedEndMicros,
    ).toBeNull()
  })
})
