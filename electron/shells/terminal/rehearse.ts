import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { operatorError } from '../../../src/shared/errors'
import { findOrStartSimulator } from '../../app/simulatorProcess'
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

/** `tallylight rehearse`: a whole show without a window. Answers with the exit code. */
export async function rehearse(flags: RehearseFlags): Promise<number> {
  if (flags.shape !== 'program') throw operatorError(shapeUnknown(flags.shape))
  const folder = await mkdtemp(join(tmpdir(), 'tallylight-rehearsal-'))
  const say = flags.json ? () => {} : (line: string) => process.stdout.write(`${line}\n`)
  const { command, args } = simulatorCommand()
  const simulator = await findOrStartSimulator(folder, flags.speed, {
    command,
    args: [...args, '--seed', String(flags.seed)],
  })
  try {
    const stage = await openStage({ folder, speed: flags.speed, simulator, say })
    try {
      const aired = await airShow(stage, flags)
      const report = await reportOf(stage, aired, join(folder, 'takes'))
      print(report, flags.json)
      return report.ok ? 0 : 1
    } finally {
      await stage.close()
    }
  } finally {
    process.kill(simulator.pid, 'SIGTERM')
    await keepTakesOnly(folder)
  }
}

/** The takes are for whoever looks at the report; everything else was for the rehearsal only. */
async function keepTakesOnly(folder: string): Promise<void> {
  for (const name of await readdir(folder))
    if (name !== 'takes') await rm(join(folder, name), { recursive: true, force: true })
}

function print(report: RehearsalReport, json: boolean): void {
  if (json) process.stdout.write(`${JSON.stringify(report)}\n`)
  else {
    for (const failure of report.failures) process.stdout.write(`✗ ${failure}\n`)
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
  }
}
