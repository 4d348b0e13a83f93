import { join } from 'node:path'
import { app } from 'electron'
import { openLogFile } from '../../app/logFile'
import { findOrStartSimulator } from '../../app/simulatorProcess'
import { startConsole } from '../../app/startConsole'
import { dataFolder } from '../terminal/dataFolder'
import { simulate } from '../terminal/simulate'
import { runDesktop } from './desktop'
import { simulatorCommand, simulatorFlags, speedOf, type SimulatorFlags } from './programArgs'

/**
 * Where the desktop program begins. The same executable is the simulator when asked to be, decided
 * before anything else: the lock that keeps the console single must not keep the simulator out.
 */
const asSimulator = simulatorFlags(process.argv)
// Not awaited: Electron gets ready only once this module is evaluated, and would wait for itself.
if (asSimulator) void beSimulator(asSimulator)
else void beConsole()

async function beSimulator(flags: SimulatorFlags): Promise<void> {
  app.setPath('userData', join(dataFolder(), 'simulator-process'))
  app.disableHardwareAcceleration()
  app.dock?.hide()
  try {
    await simulate(flags)
    app.exit(0)
  } catch (thrown) {
    process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`)
    app.exit(1)
  }
}

async function beConsole(): Promise<void> {
  const folder = dataFolder()
  const log = openLogFile(folder, Date.now)
  const speed = speedOf(process.argv)
  const command = simulatorCommand({
    executable: process.execPath,
    appPath: app.getAppPath(),
    isPackaged: app.isPackaged,
  })
  await runDesktop({
    outFolder: join(import.meta.dirname, '..'),
    dataFolder: folder,
    log,
    startConsole: (shell) =>
      startConsole({
        dataFolder: folder,
        version: app.getVersion(),
        shell,
        speed,
        simulator: () => findOrStartSimulator(folder, speed, command),
        parts: { log },
      }),
  })
}
