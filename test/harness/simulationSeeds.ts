import { afterAll, expect, it } from 'vitest'
import { reportOf, shortened } from './simulationFailure'
import { planOf } from './simulationPlan'
import { play } from './simulationStory'

/** One test for each seed: its story keeps every promise. */
export function everyPromiseHolds(seeds: readonly number[]): void {
  it.each(seeds)('seed %d', async (seed) => {
    const outcome = await play(planOf(seed))
    const story = outcome.violation && reportOf(await shortened(seed, outcome))
    expect(outcome.violation, `${story}`).toBeUndefined()
  })
  const startedAt = performance.now()
  afterAll(() => {
    const seconds = (performance.now() - startedAt) / 1000
    console.info(`simulation: ${seeds.length} stories in ${seconds.toFixed(0)} s`)
  })
}

/** So many in a row. */
export const seedsFrom = (first: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => first + index)
