import { startSimulator } from '../../electron/simulator/simulator'
import { serviceNames, type ServiceName } from './conformanceFlow'
import { modelOf } from './conformanceModel'
import { simulatedScene, type Scene } from './conformanceScene'
import { sdkDriver } from './conformanceSdk'
import type { Driver } from './conformanceDriver'

/** What a service of the simulator answers to, of all operations the SDK knows. */
export interface ServiceCoverage {
  readonly service: ServiceName
  readonly simulated: readonly string[]
  /** Answered with 501. */
  readonly refused: readonly string[]
}

/**
 * Asks a simulator for every operation of the SDK, with nothing in the request but what it cannot be
 * told by without: whatever it does not refuse to have it simulates.
 */
export async function askedCoverage(): Promise<readonly ServiceCoverage[]> {
  const simulator = await startSimulator({ clock: 'manual', picture: 'off' })
  try {
    const scene = await simulatedScene(simulator.endpoint, { startAt: Date.now() })
    // Answers to nonsense need not fit the models.
    const driver = sdkDriver(scene.place, () => {})
    const coverage: ServiceCoverage[] = []
    for (const service of serviceNames) coverage.push(await coverageOf(service, driver, scene))
    await driver.close()
    return coverage
  } finally {
    await simulator.close()
  }
}

async function coverageOf(
  service: ServiceName,
  driver: Driver,
  { control }: Scene,
): Promise<ServiceCoverage> {
  const simulated: string[] = []
  const refused: string[] = []
  for (const [index, operation] of modelOf(service).operations.entries()) {
    if (index % 20 === 0) await control?.advance(1_000) // within every limit
    const isRefused =
      elsewhere.has(operation) || (await statusOf(driver, service, operation)) === 501
    if (isRefused) refused.push(operation)
    else simulated.push(operation)
  }
  return { service, simulated, refused }
}

/**
 * Not to be asked for at our endpoint: the first is at a host of its own, the others are not signed, so
 * that nothing says which service is meant.
 */
const elsewhere = new Set([
  'WriteGetObjectResponse',
  'AssumeRoleWithSAML',
  'AssumeRoleWithWebIdentity',
])

async function statusOf(driver: Driver, service: ServiceName, operation: string): Promise<number> {
  const members = modelOf(service).operation(operation)?.input().members ?? []
  const needed = members.flatMap(({ name, isLabel, isRequired, shape }): [string, unknown][] => {
    const { kind } = shape()
    if (!isLabel && !isRequired) return []
    return kind === 'string' ? [[name, 'nothing']] : kind === 'number' ? [[name, 1]] : []
  })
  const answer = await driver.call({ service, operation, input: Object.fromEntries(needed) })
  if (answer.kind === 'lacks' || answer.status === undefined) {
    throw new Error(`${service}.${operation} could not be asked for`)
  }
  return answer.status
}
