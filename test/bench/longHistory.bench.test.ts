import { afterAll, describe, expect, it } from 'vitest'
import { bundledRates } from '../../electron/core/metering/rates'
import type { Store } from '../../electron/core/ports'
import { nothingObserved } from '../../electron/core/reconcile/observed'
import { SessionBoard } from '../../electron/core/shows/board'
import { START } from '../harness/builders'
import { airedBefore } from '../harness/longHistory'
import { storesInTest } from '../harness/storesInTest'
import { printTable } from './figures'

const { open, folder } = storesInTest()
const figures: Parameters<typeof printTable>[1][number][] = []
afterAll(() => printTable('a board over a long history', figures))

/** The best of several, because this machine does other things as well. */
function msToTakeUp(store: Store): number {
  const tries = Array.from({ length: 5 }, () => {
    const startedAt = performance.now()
    const board = new SessionBoard({
      store,
      clock: { now: () => START, sleep: () => Promise.reject(new Error('nobody waits here')) },
      rates: bundledRates,
      worldOf: () => nothingObserved,
      openRuns: () => [],
      hasTestCard: () => false,
    })
    expect(board.views()[0]?.phase).toBe('wrapped')
    return performance.now() - startedAt
  })
  return Math.min(...tries)
}

function msFor(howMany: number): number {
  const { store } = open(folder())
  airedBefore(store, howMany)
  const ms = msToTakeUp(store)
  figures.push({ what: `${howMany} airings`, measured: `${Math.round(ms)} ms`, goal: '' })
  return ms
}

describe('a console with a long history', () => {
  it('takes no more than six times as long to start over four times the airings', () => {
    expect(msFor(400)).toBeLessThan(6 * msFor(100))
  })

  it('and no more than fifteen times over ten times the airings', () => {
    expect(msFor(1_000)).toBeLessThan(15 * msFor(100))
  })
})
