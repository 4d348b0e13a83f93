import type { SimulatorCommand } from '../../app/simulatorProcess'

const SIMULATOR = '--simulator'

/** What follows `--simulator`, or undefined where the program is to be the console. */
export function simulatorArgs(argv: readonly string[]): readonly string[] | undefined {
  const at = argv.indexOf(SIMULATOR)
  return at < 0 ? undefined : argv.slice(at + 1)
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
export function speedOf(argv: readonly string[]): number {
  const at = argv.indexOf('--speed')
  const speed = at < 0 ? 1 : Number(argv[at + 1])
  return Number.isFinite(speed) && speed >= 1 ? speed : 1
}
