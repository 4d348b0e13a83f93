import { afterAll, describe, expect, it } from 'vitest'
import { startBoto } from '../../harness/conformanceBoto'
import { CleanUp } from '../../harness/conformanceCleanUp'
import { startCli } from '../../harness/conformanceCli'
import type { Driver, Place } from '../../harness/conformanceDriver'
import type { ClientName } from '../../harness/conformanceFlow'
import { liveChoice, livePass, liveScene, sceneOf } from '../../harness/conformanceLive'
import { runFlow } from '../../harness/conformanceRun'
import type { Scene } from '../../harness/conformanceScene'
import { sdkDriver } from '../../harness/conformanceSdk'
import { dollars, patient, Spending } from '../../harness/conformanceSpending'
import { allFlows } from './allFlows'

/*
 * The flows against whatever TALLYLIGHT_CONFORMANCE_ENDPOINT names: another program that claims to be
 * AWS, or AWS. Only then; what is made carries a name of ours and is removed after each flow.
 */
const choice = liveChoice(process.env)
if (choice.kind === 'refused') throw new Error(choice.why)

const most = 3_600_000

async function open(
  client: ClientName,
  place: Place,
  unfitting: string[],
): Promise<{ readonly driver: Driver; readonly close: () => Promise<void> }> {
  if (client === 'JavaScript') {
    const driver = sdkDriver(place, (problems) => unfitting.push(...problems))
    return { driver, close: () => driver.close() }
  }
  const program = await (client === 'boto3' ? startBoto(place) : startCli(place))
  return { driver: program.driver(place), close: () => program.close() }
}

interface Stage {
  readonly scene: Scene
  readonly plain: Driver
  readonly close: () => Promise<void>
}

describe.skipIf(choice.kind === 'none')('flows against the endpoint that was named', () => {
  if (choice.kind !== 'chosen') return
  const unfitting: string[] = []
  const spending = new Spending(choice.capMicros)
  const cleanUp = new CleanUp()
  let staged: Promise<Stage> | undefined
  const stage = async (): Promise<Stage> => {
    const { driver, close } = await open(choice.client, choice.place, unfitting)
    return { scene: await liveScene(choice, driver), plain: driver, close }
  }

  afterAll(async () => {
    await (await staged)?.close()
    console.info(`spent at most ${dollars(spending.micros)}`)
  })

  const flows = allFlows.filter(({ notBy }) => notBy?.[choice.client] === undefined)
  it.each(flows.map((flow, index) => [flow.name, flow, index] as const))(
    '%s',
    async (_, flow, index) => {
      staged ??= stage()
      const { scene, plain } = await staged
      unfitting.length = 0
      const driver = cleanUp.watch(patient(spending.guard(plain), livePass))
      const run = await runFlow(flow, driver, sceneOf(scene, index))
      // Whatever the cap: removing is never refused.
      const left = await cleanUp.run(patient(spending.watch(plain), livePass), scene)
      for (const each of run.skipped) console.info(each)
      for (const { question, answer } of run.observed) console.info(`"${question}": ${answer}`)
      expect(run.failure).toBeUndefined()
      expect(left, 'could not be removed').toEqual([])
      expect(unfitting).toEqual([])
    },
    most,
  )
})
