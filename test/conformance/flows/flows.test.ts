import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSimulator } from '../../../electron/simulator/simulator'
import { startBoto, type Boto } from '../../harness/conformanceBoto'
import { startCli, type Cli } from '../../harness/conformanceCli'
import { differences } from '../../harness/conformanceCompare'
import type { Driver, Place } from '../../harness/conformanceDriver'
import type { Flow } from '../../harness/conformanceFlow'
import { awscli, isInstalled, python } from '../../harness/conformanceOutside'
import { runFlow, type FlowRun } from '../../harness/conformanceRun'
import { simulatedScene } from '../../harness/conformanceScene'
import { sdkDriver } from '../../harness/conformanceSdk'
import { allFlows } from './allFlows'

/** One moment for all clients, so that they are told the same times. */
const startAt = Date.now()

/** Keys and the like are the same for all simulators; where each is, is said with every call. */
const startedPlace: Place = { endpoint: 'http://127.0.0.1', region: 'eu-west-1' }

interface Played extends FlowRun {
  /** What in the answers did not fit the SDK's own models; only its driver can tell. */
  readonly unfitting: readonly string[]
}

/** Every client finds a new account of the same seed. */
async function play(flow: Flow, open: (place: Place) => Driver | Promise<Driver>): Promise<Played> {
  const simulator = await startSimulator({
    clock: 'manual',
    timing: 'quick',
    picture: flow.picture ?? 'off',
    log: (line) => console.error(line),
  })
  try {
    const scene = await simulatedScene(simulator.endpoint, { startAt })
    const driver = await open(scene.place)
    try {
      return { ...(await runFlow(flow, driver, scene)), unfitting: [] }
    } finally {
      await driver.close()
    }
  } finally {
    await simulator.close()
  }
}

const runs = new Map<Flow, Promise<Played>>()

/** The SDK's run of a flow, the measure of the others; played once. */
function bySdk(flow: Flow): Promise<Played> {
  const unfitting: string[] = []
  const known =
    runs.get(flow) ??
    play(flow, (place) => sdkDriver(place, (problems) => unfitting.push(...problems))).then(
      (run) => ({ ...run, unfitting }),
    )
  runs.set(flow, known)
  return known
}

const notes = new Set<string>()
const note = ({ skipped, observed }: FlowRun) => {
  for (const each of skipped) notes.add(each)
  for (const { question, answer } of observed) notes.add(`question "${question}": ${answer}`)
}
afterAll(() => {
  if (notes.size > 0) console.info(['What was left out or observed:', ...notes].join('\n  '))
})

for (const { name, notBy = {} } of allFlows) {
  for (const [client, why] of Object.entries(notBy)) notes.add(`${name}: not by ${client}, ${why}`)
}

describe.concurrent('flows by the SDK for JavaScript', () => {
  it.each(allFlows.map((flow) => [flow.name, flow] as const))('%s', async (_, flow) => {
    const run = await bySdk(flow)
    note(run)
    expect(run.failure).toBeUndefined()
    expect(run.unfitting).toEqual([])
  })
})

describe.skipIf(!isInstalled(python)).concurrent('flows by boto3', () => {
  let boto: Boto
  beforeAll(async () => {
    boto = await startBoto(startedPlace)
  })
  afterAll(() => boto.close())
  it.each(allFlows.map((flow) => [flow.name, flow] as const))('%s', async (_, flow) => {
    const run = await play(flow, (place) => boto.driver(place))
    note(run)
    expect(run.failure).toBeUndefined()
    expect(differences(await bySdk(flow), run)).toEqual([])
  })
})

describe.skipIf(!isInstalled(awscli)).concurrent('flows by awscli', () => {
  let cli: Cli
  beforeAll(async () => {
    cli = await startCli(startedPlace)
  })
  afterAll(() => cli.close())
  const played = allFlows.filter(({ notBy }) => notBy?.awscli === undefined)
  it.each(played.map((flow) => [flow.name, flow] as const))('%s', async (_, flow) => {
    const run = await play(flow, (place) => cli.driver(place))
    note(run)
    expect(run.failure).toBeUndefined()
    expect(differences(await bySdk(flow), run)).toEqual([])
  })
})
