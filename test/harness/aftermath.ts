import { expect } from 'vitest'
import type { SessionView } from '../../src/shared/domain/session'
import type { RehearsedAws } from './rehearsedAws'

/** What one billed minute of everything that ran costs, as the simulator bills it. */
export function billedMinuteMicros({ simulator }: RehearsedAws): number {
  return simulator
    .bill()
    .lines.filter(({ unit }) => unit === 'minutes')
    .reduce((sum, { micros, quantity }) => sum + micros / quantity, 0)
}

/** The session is wrapped and certified, and AWS itself says that nothing is left of it. */
export function expectGivenBack(aws: RehearsedAws, view: SessionView | undefined): void {
  expect(aws.leftovers(), 'what AWS still has').toEqual([])
  expect(view?.phase).toBe('wrapped')
  expect(view?.certificate?.leftovers).toEqual([])
  expect(view?.cost.perHourMicros, 'what it still costs').toBe(0)
}

/** The same end as a show that met no trouble: one channel ever, the take whole, the money right. */
export function expectWholeShow(aws: RehearsedAws, view: SessionView | undefined): void {
  expectGivenBack(aws, view)
  expect(aws.things().channels, 'channels ever made').toHaveLength(1)
  expect(view?.takes.map(({ state, trouble }) => ({ state, trouble }))).toEqual([
    { state: 'verified', trouble: null },
  ])
  expectLedgerIsBill(aws, view)
}

/** What is billed by the second, a round of looking apart: a hundredth of a cent at most. */
const SECONDS_OF_IDLE_MICROS = 100

export function expectLedgerIsBill(aws: RehearsedAws, view: SessionView | undefined): void {
  const apart = Math.abs((view?.cost.soFarMicros ?? NaN) - aws.simulator.bill().totalMicros)
  expect(apart, 'micro-dollars between ledger and bill').toBeLessThanOrEqual(
    billedMinuteMicros(aws) + SECONDS_OF_IDLE_MICROS,
  )
}
