import type { RateTable } from '../../../src/shared/domain/rateTable'
import type { CostView } from '../../../src/shared/domain/session'
import { estimate } from '../metering/estimate'
import { billedMinutes, ledger, totalMicros } from '../metering/ledger'
import type { SessionRecord, Usage } from '../ports'

/** The meter of a session: what it cost so far, by the hour, and at its planned end. Pure. */
export function costOf(
  session: SessionRecord,
  usage: readonly Usage[],
  rates: RateTable,
  now: number,
): CostView {
  const price = estimate(session.show, rates)
  const lines = ledger(session.show, usage, rates, now)
  const running = usage.find(({ kind, to }) => kind === 'channel-running' && to === null)
  const idle = usage.some(({ to }) => to === null)
  const perHourMicros = running ? price.perHourMicros : idle ? price.idlePerHourMicros : 0
  const soFarMicros = totalMicros(lines)
  const end = session.plannedEndAt
  return {
    perHourMicros,
    soFarMicros,
    committedMicros: running ? unexpired(price.leastMicros, now - running.from) : 0,
    atPlannedEndMicros:
      end === null || !running ? null : soFarMicros + ahead(perHourMicros, now, running.from, end),
    capMicros: session.show.capMicros,
    ratesDatedAt: price.ratesDatedAt,
    lines: [...lines],
  }
}

/** Stopping now saves nothing of the ten minutes that every run is billed for. */
const unexpired = (leastMicros: number, ranMs: number): number =>
  ranMs < billedMinutes(0) * 60_000 ? leastMicros : 0

/** From the end of the minutes that are billed already to the planned end. */
function ahead(perHourMicros: number, now: number, from: number, end: number): number {
  const paidUntil = from + billedMinutes(now - from) * 60_000
  return Math.max(0, Math.round(((end - paidUntil) / 3_600_000) * perHourMicros))
}
