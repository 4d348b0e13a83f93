import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { version } from '../../../package.json'
import { REHEARSAL } from '../../../src/shared/domain/account'
import { findOrStartSimulator } from '../../app/simulatorProcess'
import { startConsole } from '../../app/startConsole'
import { openLogFile } from '../../app/logFile'
import { browserPort } from '../browser/browserPort'
import { startBrowserShell } from '../browser/browserShell'
import { dataFolder } from './dataFolder'
import { simulatorCommand } from './simulatorCommand'

interface ServeFlags {
  readonly port: number
  readonly rehearsal: boolean
  readonly speed: number
  readonly open: boolean
}

/** `tallylight serve`: the console in a browser. One JSON line, then until SIGTERM. */
export async function serve({ port, rehearsal, speed, open }: ServeFlags): Promise<void> {
  const folder = dataFolder()
  const log = openLogFile(folder, () => Date.now())
  const console = await startConsole({
    dataFolder: folder,
    version,
    shell: browserPort,
    speed,
    simulator: () => findOrStartSimulator(folder, speed, simulatorCommand()),
    parts: { log },
  })
  if (rehearsal) await console.handlers.account.select({ profile: REHEARSAL, region: null })
  const rendererFolder = join(import.meta.dirname, '..', 'renderer')
  const shell = await startBrowserShell({ console, port, rendererFolder, log })
  process.stdout.write(`${JSON.stringify({ url: shell.url, pid: process.pid })}\n`)
  if (open) openBrowser(shell.url)
  await untilAsked()
  await shell.close()
  await console.close()
}

const untilAsked = (): Promise<unknown> =>
  new Promise((resolve) => process.once('SIGTERM', resolve).once('SIGINT', resolve))

/** A machine without a browser has the printed address; that is no error. */
function openBrowser(url: string): void {
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '', url]
        : ['xdg-open', url]
  spawn(command, args, { stdio: 'ignore', detached: true })
    .on('error', () =>
      process.stderr.write('No browser could be opened: open the address by hand.\n'),
    )
    .unref()
}
