import { operatorError } from '../../../src/shared/errors'
import { startSimulator, type Simulator } from '../../simulator/simulator'
import { StateTrouble } from '../../simulator/kit/stateTrouble'
import { portTaken, stateUnusable } from './sentences'
import { chosenWorld, scenarioLines, type WorldFlags } from './simulatorWorld'

interface SimulatorFlags extends WorldFlags {
  readonly port: number
  readonly rtmpPort: number
  readonly speed: number
  readonly state?: string
  /** Left out: the scenario's, else 1. */
  readonly seed?: number
  readonly idleExit?: number
  readonly leashed?: boolean
  readonly listScenarios?: boolean
}

/** `tallylight simulator`: one JSON line, then AWS until SIGTERM. */
export async function simulate(flags: SimulatorFlags): Promise<void> {
  if (flags.listScenarios) return void process.stdout.write(scenarioLines())
  const simulator = await started(flags)
  const { endpoint, rtmp } = simulator
  process.stdout.write(`${JSON.stringify({ endpoint, rtmp, pid: process.pid })}\n`)
  const end = () => void simulator.close()
  // Not once: a second one (Ctrl-C reaches a whole group of processes, and some pass it on) would kill.
  process.on('SIGTERM', end).on('SIGINT', end)
  // Whoever holds the other end has gone, by whatever way.
  if (flags.leashed) process.stdin.on('end', end).on('error', end).resume()
  await simulator.closed
  process.stdin.destroy()
}

async function started(flags: SimulatorFlags): Promise<Simulator> {
  const { port, rtmpPort, speed, seed, state, idleExit } = flags
  const world = await chosenWorld(flags)
  try {
    return await startSimulator({
      port,
      rtmpPort,
      speed,
      ...world,
      ...(seed === undefined ? {} : { seed }),
      idleExitMs: idleExit ?? null,
      ...(state === undefined ? {} : { stateDir: state }),
    })
  } catch (thrown) {
    if (isTaken(thrown)) throw operatorError(portTaken, { cause: thrown })
    if (thrown instanceof StateTrouble)
      throw operatorError(stateUnusable(thrown), { cause: thrown })
    throw thrown
  }
}

const isTaken = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && thrown.code === 'EADDRINUSE'
