import { describe, expect, it } from 'vitest'
import { openQuestions, type Answers } from '../../../electron/simulator/kit/assumptions'
import { startSimulator } from '../../../electron/simulator/simulator'
import type { Flow } from '../../harness/conformanceFlow'
import { runFlow } from '../../harness/conformanceRun'
import { simulatedScene } from '../../harness/conformanceScene'
import { sdkDriver } from '../../harness/conformanceSdk'
import { allFlows } from './allFlows'
import { unasked } from './questionFlows'

const askedIn = (flow: Flow): readonly string[] =>
  flow.steps.flatMap((step) => ('question' in step ? [step.question] : []))
const asked = new Set(allFlows.flatMap(askedIn))

async function play(flow: Flow, assume: Answers) {
  const simulator = await startSimulator({
    clock: 'manual',
    timing: 'quick',
    picture: flow.picture ?? 'off',
    assume,
  })
  const scene = await simulatedScene(simulator.endpoint, { startAt: Date.now() })
  const driver = sdkDriver(scene.place, () => {})
  try {
    return await runFlow(flow, driver, scene)
  } finally {
    await driver.close()
    await simulator.close()
  }
}

/** Every answer but the usual one, which the other suites play, of every question that is asked. */
const others = Object.entries(openQuestions).flatMap(([question, [, ...answers]]) =>
  allFlows
    .filter((flow) => askedIn(flow).includes(question))
    .flatMap((flow) => answers.map((answer) => ({ flow, question, answer, title: flow.name }))),
)

describe('a question', () => {
  it('is asked by a flow, or it is said why it cannot be', () => {
    const questions = Object.keys(openQuestions)
    expect(questions.filter((each) => asked.has(each) === each in unasked)).toEqual([])
    expect(asked.size).toBeGreaterThanOrEqual(20)
  })

  it.each(others)(
    '"$question" is told to be "$answer" where it is, in $title',
    async ({ flow, question, answer }) => {
      const { failure, observed } = await play(flow, { [question]: answer })
      expect(failure).toBeUndefined()
      expect(observed).toContainEqual({ question, answer })
    },
  )
})
