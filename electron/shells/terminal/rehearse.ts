import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { operatorError } from '../../../src/shared/errors'
import type { SimulatorAddress } from '../../app/simulatorAddress'
import { startLeashedSimulator } from '../../app/simulatorProcess'
import { airShow, type RehearsalPlan } from './rehearsal/airShow'
import { openStage } from './rehearsal/stage'
import { reportOf, type RehearsalReport } from './rehearsal/report'
import { shapeUnknown } from './sentences'
import { simulatorCommand } from './simulatorCommand'

export interface RehearseFlags extends RehearsalPlan {
  readonly json: boolean
  readonly speed: number
  readonly shape: string
  readonly seed: number
}

/**
 * `tallylight rehearse`: a whole show without a window. Answers with the exit code. Interrupted, it
 * takes its simulated AWS and its folder away before it ends the process.
 */
export async function rehearse(flags: RehearseFlags): Promise<number> {
  if (flags.shape !== 'program') throw operatorError(shapeUnknown(flags.shape))
  const folder = await mkdtemp(join(tmpdir(), 'tallylight-rehearsal-'))
  const aborted = interruption()
  try {
    const signal = await onLeash(folder, flags, aborted)
    if (typeof signal === 'number') return signal
    process.stderr.write('The rehearsal was interrupted: nothing of it is left.\n')
    await keepTakesOnly(folder)
    // Not by itself: what waits for the show would go on waiting.
    process.exit(128 + constants.signals[signal])
  } finally {
    await keepTakesOnly(folder)
  }
}

type Ending = 'SIGINT' | 'SIGTERM' | 'SIGHUP'

/** Resolves with the first signal that asks for the end; more of them change nothing. */
const interruption = (): Promise<Ending> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => resolve(signal))
  })

async function onLeash(
  folder: string,
  flags: RehearseFlags,
  aborted: Promise<Ending>,
): Promise<number | Ending> {
  const { command, args } = simulatorCommand()
  const simulator = await startLeashedSimulator(folder, flags.speed, {
    command,
    args: [...args, '--seed', String(flags.seed)],
  })
  try {
    return await Promise.race([play(folder, flags, simulator.address), aborted])
  } finally {
    await simulator.end()
  }
}

async function play(
  folder: string,
  flags: RehearseFlags,
  simulator: SimulatorAddress,
): Promise<number> {
  const say = flags.json ? () => {} : (line: string) => process.stdout.write(`${line}\n`)
  const stage = await openStage({ folder, speed: flags.speed, simulator, say })
  try {
    const aired = await airShow(stage, flags)
    const report = await reportOf(stage, aired, join(folder, 'takes'))
    print(report, flags.json)
    return report.ok ? 0 : 1
  } finally {
    await stage.close()
  }
}

/** The takes are for whoever looks at the report; everything else was for the rehearsal only. */
async function keepTakesOnly(folder: string): Promise<void> {
  const names = await readdir(folder)
  if (!names.includes('takes')) return rm(folder, { recursive: true, force: true })
  for (const name of names)
    if (name !== 'takes') await rm(join(folder, name), { recursive: true, force: true })
}

function print(report: RehearsalReport, json: boolean): void {
  if (json) process.stdout.write(`${JSON.stringify(report)}\n`)
  else {
    for (const failure of report.failures) process.stdout.write(`✗ ${failure}\n`)
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
  }
}
