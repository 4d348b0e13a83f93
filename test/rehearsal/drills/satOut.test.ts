import { describe, expect, it } from 'vitest'
import { expectWholeShow } from '../../harness/aftermath'
import { airWholeShow } from '../../harness/operator'
import { rehearsalsInTest } from '../../harness/rehearsalsInTest'
import { satOut } from './expectations'
import { notForPeople, wordsTold } from './words'

const { open } = rehearsalsInTest()

describe('a whole show is aired all the same, and nothing is left of it, while', () => {
  it.each(satOut)('$name ($drill.kind)', async ({ drill, says }) => {
    const { aws, life } = await open()
    aws.simulator.drills.arm(drill)
    expectWholeShow(aws, await airWholeShow(life))
    expect(aws.simulator.drills.all()[0]?.used ?? 0, 'how often it acted').toBeGreaterThan(0)
    const told = wordsTold(life)
    for (const words of says) expect(told).toContainEqual(expect.stringMatching(words))
    expect(told.filter((line) => notForPeople.test(line))).toEqual([])
  })
})
