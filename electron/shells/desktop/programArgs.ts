import type { SimulatorCommand } from '../../app/simulatorProcess'

const SIMULATOR = '--simulator'

export interface SimulatorFlags {
  readonly port: number
  readonly rtmpPort: number
  readonly speed: number
  readonly seed: number
  readonly state?: string
  readonly idleExit?: number
}

/** How to be the simulator, or undefined where the program is to be the console. */
export function simulatorFlags(argv: readonly string[]): SimulatorFlags | undefined {
  if (!argv.includes(SIMULATOR)) return undefined
  const state = textAfter(argv, '--state')
  const idleExit = numberAfter(argv, '--idle-exit')
  return {
    port: numberAfter(argv, '--port') ?? 0,
    rtmpPort: numberAfter(argv, '--rtmp-port') ?? 0,
    speed: speedOf(argv),
    seed: numberAfter(argv, '--seed') ?? 1,
    ...(state !== undefined && { state }),
    ...(idleExit !== undefined && { idleExit }),
  }
}

/**
 * How this program is started once more, as the simulator. Not packaged, Electron has to be told which
 * program it is.
 */
export const simulatorCommand = (program: {
  readonly executable: string
  readonly appPath: string
  readonly isPackaged: boolean
}): SimulatorCommand => ({
  command: program.executable,
  args: program.isPackaged ? [SIMULATOR] : [program.appPath, SIMULATOR],
})

/** `--speed N`: how much rehearsals hurry. True to life where nothing sensible is said. */
export const speedOf = (argv: readonly string[]): number =>
  Math.max(1, numberAfter(argv, '--speed') ?? 1)

function textAfter(argv: readonly string[], flag: string): string | undefined {
  const at = argv.indexOf(flag)
  return at < 0 ? undefined : argv[at + 1]
}

/** The number after a flag; undefined where there is none, or no number. */
function numberAfter(argv: readonly string[], flag: string): number | undefined {
  const value = textAfter(argv, flag)
  const number = value === undefined || value === '' ? Number.NaN : Number(value)
  return Number.isFinite(number) && number >= 0 ? number : undefined
}
