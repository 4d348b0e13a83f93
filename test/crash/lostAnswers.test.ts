import { afterAll, describe, expect, it } from 'vitest'
import { expectWholeShow } from '../harness/aftermath'
import { inLife, onStage } from '../harness/crashStage'
import { airWholeShow } from '../harness/operator'
import { OperatorError } from '../../src/shared/errors'
import type { Life, LifeOptions } from '../harness/rehearsedConsole'

/** One call of a show, told by its operation and how many of these went before. */
interface Occurrence {
  readonly operation: string
  readonly nth: number
}

const occurrences: readonly Occurrence[] = await onStage(async (stage) => {
  const calls = await inLife(stage, async (life) => {
    expectWholeShow(stage.aws, await airWholeShow(life))
    return life.calls
  })
  const counts = new Map<string, number>()
  return calls.map(({ operation }) => {
    const nth = (counts.get(operation) ?? 0) + 1
    counts.set(operation, nth)
    return { operation, nth }
  })
})

type OnCallStart = NonNullable<LifeOptions['onCallStart']>

/** Cuts the connection of that one call after it has taken effect. */
function losing({ operation, nth }: Occurrence, lose: () => void): OnCallStart {
  let seen = 0
  return (call) => {
    if (call.operation === operation && ++seen === nth) lose()
  }
}

/** What is refused in words is asked for once more, as anybody would. */
async function airInspiteOfAll(life: Life) {
  for (let refusals = 0; ; refusals++) {
    try {
      return await airWholeShow(life)
    } catch (thrown) {
      if (!(thrown instanceof OperatorError) || refusals > 2) throw thrown
    }
  }
}

describe('a show in which one answer of AWS is lost after the call took effect', () => {
  let lost = 0

  it.each(occurrences)('ends like any other: $operation, time $nth', (occurrence) =>
    onStage(async (stage) => {
      const { drills } = stage.aws.simulator
      const lose = () => {
        lost += 1
        drills.arm({ kind: 'lose-answer', operation: occurrence.operation, times: 1 })
      }
      const view = await inLife(stage, airInspiteOfAll, { onCallStart: losing(occurrence, lose) })
      expectWholeShow(stage.aws, view)
      expect(drills.list(), 'the answer was lost').toEqual([])
    }),
  )

  afterAll(() => {
    const operations = new Set(occurrences.map(({ operation }) => operation)).size
    console.info(`crash: ${lost} answers lost, of ${operations} operations`)
  })
})
