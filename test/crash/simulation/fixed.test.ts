import { describe } from 'vitest'
import { everyPromiseHolds, seedsFrom } from '../../harness/simulationSeeds'

describe('a story that is known, with crashes and bad weather, keeps every promise', () => {
  everyPromiseHolds(seedsFrom(1, 20))
})
