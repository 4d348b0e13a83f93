import { randomInt } from 'node:crypto'
import { describe } from 'vitest'
import { everyPromiseHolds, seedsFrom } from '../../harness/simulationSeeds'

/** TALLYLIGHT_SEED=… to see the same ones again. */
const first = Number(process.env['TALLYLIGHT_SEED'] ?? randomInt(1_000_000, 2 ** 31))
console.info(`simulation: fresh stories from seed ${first} on`)

describe('a story that nobody has seen yet, with crashes and bad weather, keeps every promise', () => {
  everyPromiseHolds(seedsFrom(first, 100))
})
