import { Dice } from './simulationDice'

/**
 * Whatever asks for chance without being handed any (the jitter of retries) is given the seed's. To be
 * given back by what is returned.
 */
export function randomFrom(seed: number): () => void {
  const before = Math.random
  Math.random = new Dice(`chance of ${seed}`).next
  return () => void (Math.random = before)
}
