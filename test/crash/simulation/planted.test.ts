import { afterAll, describe, expect, it } from 'vitest'
import { invariants } from '../../harness/simulationInvariants'
import { firstToFind, plantedFaults } from '../../harness/simulationPlanted'
import { planOf } from '../../harness/simulationPlan'
import { play } from '../../harness/simulationStory'

describe('a fault planted in the program', () => {
  const found: string[] = []

  it.each(plantedFaults)('is found by a story: $name', async (fault) => {
    const told = await firstToFind(fault, fault.foundBy)
    expect(told?.violation, 'what was found').toBeDefined()
    expect(Object.keys(invariants)).toContain(told?.violation?.invariant)
    expect(told?.timeline).toMatch(/maria/)
    found.push(`${fault.name}: by seed ${told?.seed}, ${told?.violation?.invariant}`)
  })

  afterAll(() => console.info(`simulation: planted faults\n  ${found.join('\n  ')}`))
})

describe('a story', () => {
  it('is the same story each time it is told', async () => {
    const [once, again] = [await play(planOf(3)), await play(planOf(3))]
    expect(again.lines).toEqual(once.lines)
  })
})
