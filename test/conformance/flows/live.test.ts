import { afterAll, describe, expect, it } from 'vitest'
import { CleanUp } from '../../harness/conformanceCleanUp'
import { liveChoice, liveScene, sceneOf, Spending } from '../../harness/conformanceLive'
import { runFlow } from '../../harness/conformanceRun'
import type { Scene } from '../../harness/conformanceScene'
import { sdkDriver } from '../../harness/conformanceSdk'
import { allFlows } from './allFlows'

/*
 * The flows against whatever TALLYLIGHT_CONFORMANCE_ENDPOINT names: another program that claims to be
 * AWS, or AWS. Only then; what is made carries a name of ours and is removed at the end.
 */
const choice = liveChoice(process.env)
if (choice.kind === 'refused') throw new Error(choice.why)

const most = 3_600_000

describe.skipIf(choice.kind === 'none')('flows against the endpoint that was named', () => {
  if (choice.kind !== 'chosen') return
  const unfitting: string[] = []
  const spending = new Spending(choice.capMicros)
  const cleanUp = new CleanUp()
  const plain = sdkDriver(choice.place, (problems) => unfitting.push(...problems))
  const driver = cleanUp.watch(spending.guard(plain))
  let scene: Promise<Scene> | undefined

  afterAll(async () => {
    if (scene === undefined) return
    // Whatever the cap: removing is never refused.
    const left = await cleanUp.run(plain, await scene)
    await plain.close()
    console.info(`spent at most $${(spending.micros / 1e6).toFixed(4)}`)
    if (left.length > 0) throw new Error(`could not be removed: ${left.join(', ')}`)
  }, most)

  it.each(allFlows.map((flow, index) => [flow.name, flow, index] as const))(
    '%s',
    async (_, flow, index) => {
      scene ??= liveScene(choice, plain)
      unfitting.length = 0
      const run = await runFlow(flow, driver, sceneOf(await scene, index))
      for (const each of run.skipped) console.info(each)
      for (const { question, answer } of run.observed) console.info(`"${question}": ${answer}`)
      expect(run.failure).toBeUndefined()
      expect(unfitting).toEqual([])
    },
    most,
  )
})
