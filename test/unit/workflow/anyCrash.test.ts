import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Outcome, RunScope } from '../../../electron/core/workflow/workflow'
import {
  crashPoints,
  discoverWrites,
  Guard,
  guardedJournal,
  type CrashPoint,
} from '../../harness/crash'
import { begin, bench, making, refusal, RUN, workflowOf, type Bench, type World } from './bench'

/** What meets one step, try by try; `lost` is an effect that happened and whose answer did not arrive. */
type Trouble = 'retry' | 'undo' | 'wait' | 'park' | 'lost'

interface StepPlan {
  readonly ms: number
  readonly doing: readonly Trouble[]
  readonly undoing: readonly Exclude<Trouble, 'undo'>[]
}
/** Groups one after the other; in a group, branches side by side; in a branch, steps one after the other. */
type Plan = readonly (readonly (readonly StepPlan[])[])[]

const stepPlan: fc.Arbitrary<StepPlan> = fc.record({
  ms: fc.integer({ min: 0, max: 3 }),
  doing: fc.array(fc.constantFrom<Trouble>('retry', 'undo', 'wait', 'park', 'lost'), {
    maxLength: 2,
  }),
  undoing: fc.array(fc.constantFrom('retry', 'wait', 'park', 'lost'), { maxLength: 1 }),
})
const plans: fc.Arbitrary<Plan> = fc.array(
  fc.array(fc.array(stepPlan, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
  { minLength: 1, maxLength: 3 },
)
const points: fc.Arbitrary<readonly CrashPoint[]> = fc.array(
  fc.record({
    write: fc.integer({ min: 1, max: 25 }),
    when: fc.constantFrom<CrashPoint['when']>('before', 'after'),
  }),
  { maxLength: 3 },
)

const thrownFor = (trouble: Trouble) => refusal(trouble === 'lost' ? 'retry' : trouble)

/** The steps of a plan, over a world that notes whatever must not happen. */
function steps({ world, clock }: Bench, plan: Plan, broken: string[]) {
  const underway = new Set<string>()
  const alone = async <T>(key: string, work: () => Promise<T>): Promise<T> => {
    if (underway.has(key)) broken.push(`two tries of ${key} at once`)
    underway.add(key)
    await clock.sleep(1)
    return work().finally(() => underway.delete(key))
  }
  const stepOf = (name: string, { ms, doing, undoing }: StepPlan) => {
    const left = { doing: [...doing], undoing: [...undoing] }
    return making(name, {
      do: ({ key }) =>
        alone(key, async () => {
          await clock.sleep(ms * 1000)
          const trouble = left.doing.shift()
          if (trouble !== undefined && trouble !== 'lost') throw thrownFor(trouble)
          if (!world.made.has(key)) world.log.push(`made ${key}`)
          world.made.set(key, 1)
          if (trouble) throw thrownFor(trouble)
          return name
        }),
      undo: ({ key }) =>
        alone(key, async () => {
          const trouble = left.undoing.shift()
          if (trouble !== undefined && trouble !== 'lost') throw thrownFor(trouble)
          world.made.delete(key)
          if (trouble) throw thrownFor(trouble)
          world.log.push(`undid ${key}`)
        }),
    })
  }
  return plan.map((group, g) =>
    group.map((branch, b) => branch.map((one, s) => stepOf(`s-${g}-${b}-${s}`, one))),
  )
}

async function play(run: RunScope<World>, groups: ReturnType<typeof steps>): Promise<string> {
  for (const group of groups) {
    await Promise.all(
      group.map(async (branch) => {
        for (const step of branch) await run.step(step, 'plan')
      }),
    )
  }
  return 'all of it'
}

/** Falls at each point in turn, is taken up again, and is helped along until it has ended. */
async function live(
  at: Bench,
  flow: ReturnType<typeof workflowOf>,
  guards: readonly Guard[],
): Promise<Outcome> {
  for (const guard of guards) {
    const engine = at.engine([flow], { journal: guardedJournal(at.journal, guard) })
    const [handle] = at.journal.openRuns().length > 0 ? engine.recover() : [begun(engine, flow)]
    let outcome = await handle?.done
    for (let helped = 0; helped < 40 && isResting(outcome) && !guard.fell; helped++) {
      outcome = await engine.resume(RUN).done
    }
    await engine.close()
  }
  const last = at.engine([flow])
  const open = at.journal.openRuns().length > 0
  let outcome = await (open ? last.recover()[0] : last.start(flow, begin))?.done
  for (let helped = 0; helped < 40 && isResting(outcome); helped++) {
    outcome = await last.resume(RUN).done
  }
  if (!outcome) throw new Error('there was no run')
  return outcome
}

/** Where the very first write falls, there is no run: the click can be made again. */
function begun(engine: ReturnType<Bench['engine']>, flow: ReturnType<typeof workflowOf>) {
  try {
    return engine.start(flow, begin)
  } catch {
    return undefined
  }
}

const isResting = (outcome: Outcome | undefined) =>
  outcome?.kind === 'waiting' || outcome?.kind === 'parked'

/** Undos that came to an end, in order, against the order in which the steps were begun. */
function expectReverseOrder({ world, journal }: Bench): void {
  const begunInOrder = journal
    .ofRun(RUN)
    .flatMap(({ entry }) => (entry.kind === 'step-started' ? [entry.key] : []))
  const undone = [
    ...new Set(world.log.filter((line) => line.startsWith('undid ')).map((line) => line.slice(6))),
  ]
  expect(undone).toEqual(begunInOrder.toReversed().filter((key) => undone.includes(key)))
}

async function expectAllOrNothing(plan: Plan, guards: readonly Guard[]) {
  const at = bench()
  const broken: string[] = []
  const groups = steps(at, plan, broken)
  const flow = workflowOf((run) => play(run, groups))

  const outcome = await live(at, flow, guards)

  expect(broken).toEqual([])
  const names = groups.flat(2).map(({ name }) => `run-1/${name}`)
  expect(['succeeded', 'rolled-back']).toContain(outcome.kind)
  const expected = outcome.kind === 'succeeded' ? names : []
  expect([...at.world.made.keys()].toSorted()).toEqual(expected.toSorted())
  const made = at.world.log.filter((line) => line.startsWith('made '))
  expect(new Set(made).size).toBe(made.length)
  expectReverseOrder(at)
  expect(at.journal.openRuns()).toEqual([])
  expect(at.kinds().filter((kind) => kind === 'run-ended')).toHaveLength(1)
}

describe('whatever the workflow, its troubles and the moments it falls', () => {
  it('ends with all of it or nothing, each thing made once, undone in reverse', async () => {
    await fc.assert(
      fc.asyncProperty(plans, points, (plan, falls) =>
        expectAllOrNothing(
          plan,
          falls.map((point) => new Guard(point)),
        ),
      ),
      { numRuns: 300 },
    )
  })
})

const smooth: StepPlan = { ms: 1, doing: [], undoing: [] }
const fixed: readonly (readonly [string, Plan])[] = [
  ['goes well', [[[smooth, smooth]], [[smooth], [smooth, smooth]]]],
  [
    'is refused at its end',
    [
      [[smooth, smooth]],
      [[smooth, smooth], [{ ms: 1, doing: ['lost', 'undo'], undoing: ['retry'] }]],
    ],
  ],
]

describe.each(fixed)('a run that %s', (_, plan) => {
  it('comes to the same end from every write it can be cut at', async () => {
    const writes = await discoverWrites((guard) => expectAllOrNothing(plan, [guard]))
    expect(writes).toBeGreaterThan(10)
    for (const point of crashPoints(writes)) {
      await expectAllOrNothing(plan, [new Guard(point)])
    }
  })
})
