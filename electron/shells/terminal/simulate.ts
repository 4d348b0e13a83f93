import { operatorError } from '../../../src/shared/errors'
import { startSimulator, type Simulator } from '../../simulator/simulator'
import { StateTrouble } from '../../simulator/kit/stateTrouble'
import { portTaken, stateUnusable } from './sentences'

interface SimulatorFlags {
  readonly port: number
  readonly rtmpPort: number
  readonly speed: number
  readonly state?: string
  readonly seed: number
  readonly idleExit?: number
  readonly leashed?: boolean
}

/** `tallylight simulator`: one JSON line, then AWS until SIGTERM. */
export async function simulate(flags: SimulatorFlags): Promise<void> {
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
    if (thrown instanceof StateTrouble)
      throw operatorError(stateUnusable(thrown), { cause: thrown })
    throw thrown
  }
}

const isTaken = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && thrown.code === 'EADDRINUSE'
