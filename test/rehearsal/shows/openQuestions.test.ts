import type { SessionView } from '../../../src/shared/domain/session'
import { describe, expect, it } from 'vitest'
import { openQuestions, type Answers } from '../../../electron/simulator/kit/assumptions'
import { expectGivenBack, expectWholeShow } from '../../harness/aftermath'
import { live, plan, prepared, reaches, stopped, taken, wrapped } from '../../harness/operator'
import type { RehearsedAws } from '../../harness/rehearsedAws'
import { rehearsalsInTest } from '../../harness/rehearsalsInTest'
import { notForPeople, wordsTold } from '../drills/words'

const { open } = rehearsalsInTest()

/** Every answer but the usual one, each by itself, and all of them at once. */
const others: readonly { readonly name: string; readonly assume: Answers }[] = [
  ...Object.entries(openQuestions).flatMap(([question, [, ...answers]]) =>
    answers.map((answer) => ({
      name: `${question}: ${answer}`,
      assume: { [question]: answer },
    })),
  ),
  {
    name: 'all of them otherwise',
    assume: Object.fromEntries(
      Object.entries(openQuestions).map(([question, answers]) => [question, answers.at(-1)]),
    ),
  },
]

/** We reckon each output: a bill that counts a shared encode once is the smaller one. */
function expectNoSurprise(aws: RehearsedAws, view: SessionView): void {
  expectGivenBack(aws, view)
  expect(aws.simulator.bill().totalMicros).toBeLessThan(view.cost.soFarMicros)
}

describe('whatever AWS turns out to do, a show airs, stops and is given back', () => {
  it.each(others)('$name', async ({ assume }) => {
    const { aws, life } = await open({}, { assume })
    const sessionId = await prepared(life, await plan(life))
    // Stopped while it starts, and once more when it is off already.
    await life.handlers.sessions.goLive({ commandId: life.gesture(), sessionId })
    await reaches(life, sessionId, 'starting')
    await stopped(life, sessionId)
    await stopped(life, sessionId)
    await live(life, sessionId)
    await taken(life, sessionId, 10_000)
    await stopped(life, sessionId)
    const view = await wrapped(life, sessionId)
    if (assume['shared-encode-billed'] === undefined) expectWholeShow(aws, view)
    else expectNoSurprise(aws, view)
    expect(wordsTold(life).filter((line) => notForPeople.test(line))).toEqual([])
  })
})
