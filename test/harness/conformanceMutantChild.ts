import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { startSimulator } from '../../electron/simulator/simulator'
import { allFlows } from '../conformance/flows/allFlows'
import { namesOf, type Flow, type ServiceName } from './conformanceFlow'
import { runFlow } from './conformanceRun'
import { simulatedScene } from './conformanceScene'
import { sdkDriver } from './conformanceSdk'

/*
 * Plays the flows against simulators that lie elsewhere, one after the other, until something is
 * noticed, beginning with those of the service it is told. Prints one JSON line for each: what was
 * noticed, or nothing.
 */
type Start = typeof startSimulator

async function firstNoticed(start: Start, service: string | undefined): Promise<readonly string[]> {
  const uses = (flow: Flow) => servicesOf(flow).some((each) => each === service)
  const flows = allFlows.toSorted((one, other) => Number(uses(other)) - Number(uses(one)))
  for (const flow of flows) {
    const noticed = await noticedIn(flow, start)
    if (noticed.length > 0) return noticed
  }
  return []
}

async function noticedIn(flow: Flow, start: Start): Promise<readonly string[]> {
  const simulator = await start({
    clock: 'manual',
    timing: 'quick',
    picture: flow.picture ?? 'off',
  })
  const unfitting: string[] = []
  try {
    const scene = await simulatedScene(simulator.endpoint, { startAt: Date.now() })
    const driver = sdkDriver(scene.place, (problems) => unfitting.push(...problems))
    const { failure } = await runFlow(flow, driver, scene)
    await driver.close()
    return [...(failure === undefined ? [] : [failure]), ...new Set(unfitting)]
  } finally {
    await simulator.close()
  }
}

const servicesOf = ({ steps }: Flow): readonly ServiceName[] =>
  steps.flatMap((step) => ('call' in step ? [namesOf(step.call).service] : []))

for (const argument of process.argv.slice(2)) {
  const [service, folder = ''] = argument.split(/:(.*)/s)
  const address = pathToFileURL(join(folder, 'electron', 'simulator', 'simulator.ts')).href
  const simulator = (await import(address)) as { readonly startSimulator: Start } // a copy of ours
  const noticed = await firstNoticed(simulator.startSimulator, service)
  process.stdout.write(`${JSON.stringify({ folder, noticed })}\n`)
}
