import { operatorError } from '../../../src/shared/errors'
import { startSimulator, type Simulator } from '../../simulator/simulator'
import { portTaken } from './sentences'

interface SimulatorFlags {
  readonly port: number
  readonly rtmpPort: number
  readonly speed: number
  readonly state?: string
  readonly seed: number
  readonly idleExit?: number
}

/** `tallylight simulator`: one JSON line, then AWS until SIGTERM. */
export async function simulate(flags: SimulatorFlags): Promise<void> {
  const simulator = await started(flags)
  const { endpoint, rtmp } = simulator
  process.stdout.write(`${JSON.stringify({ endpoint, rtmp, pid: process.pid })}\n`)
  const end = () => void simulator.close()
  process.once('SIGTERM', end).once('SIGINT', end)
  await simulator.closed
}

async function started({
  port,
  rtmpPort,
  speed,
  state,
  seed,
  idleExit,
}: SimulatorFlags): Promise<Simulator> {
  try {
    return await startSimulator({
      port,
      rtmpPort,
      speed,
      seed,
      idleExitMs: idleExit ?? null,
      ...(state === undefined ? {} : { stateDir: state }),
    })
  } catch (thrown) {
    if (isTaken(thrown)) throw operatorError(portTaken, { cause: thrown })
    throw thrown
  }
}

const isTaken = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && thrown.code === 'EADDRINUSE'
