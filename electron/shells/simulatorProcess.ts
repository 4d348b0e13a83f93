import { parseArgs } from 'node:util'
import { operatorError } from '../../src/shared/errors'
import { startSimulator, type SimulatorOptions } from '../simulator/simulator'

export interface SimulatorProcess {
  /** What follows the word that chose the simulator. */
  readonly args: readonly string[]
  /** The first line tells where it is. */
  readonly print: (line: string) => void
}

/**
 * Is the simulator until SIGTERM, SIGINT or its own end; then resolves. A process of its own, because
 * AWS would not go away either when the console does.
 */
export async function runSimulator({ args, print }: SimulatorProcess): Promise<void> {
  const simulator = await startSimulator(optionsOf(args))
  const { endpoint, rtmp } = simulator
  print(JSON.stringify({ endpoint, rtmp, pid: process.pid }))
  const end = () => void simulator.close()
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
  await simulator.closed
}

function optionsOf(args: readonly string[]): SimulatorOptions {
  const { values } = parseArgs({
    args: [...args],
    // Chromium's own switches stand among them in the desktop program.
    strict: false,
    options: {
      port: { type: 'string', default: '0' },
      'rtmp-port': { type: 'string', default: '0' },
      speed: { type: 'string', default: '1' },
      seed: { type: 'string', default: '1' },
      state: { type: 'string' },
      'idle-exit': { type: 'string' },
    },
  })
  const { state } = values
  return {
    port: numberOf('port', values.port),
    rtmpPort: numberOf('rtmp-port', values['rtmp-port']),
    speed: numberOf('speed', values.speed),
    seed: numberOf('seed', values.seed),
    ...(typeof state === 'string' && { stateDir: state }),
    ...(values['idle-exit'] !== undefined && {
      idleExitMs: numberOf('idle-exit', values['idle-exit']),
    }),
  }
}

function numberOf(name: string, value: string | boolean | undefined): number {
  const number = typeof value === 'string' && value !== '' ? Number(value) : Number.NaN
  if (Number.isFinite(number) && number >= 0) return number
  throw operatorError({
    code: 'input.refused',
    what: `--${name} was not understood.`,
    why: 'It takes a number that is not negative.',
    todo: `Give --${name} a number, or leave it out.`,
    fate: 'undo',
  })
}
