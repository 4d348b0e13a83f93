import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { version } from '../../../package.json'
import { findOrStartSimulator } from '../../app/simulatorProcess'
import { startConsole } from '../../app/startConsole'
import { openLogFile } from '../../app/logFile'
import { browserPort } from '../browser/browserPort'
import { startBrowserShell } from '../browser/browserShell'
import { dataFolder } from './dataFolder'
import { openDoorway } from './doorway'
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
    beginInRehearsal: rehearsal,
    parts: { log },
  })
  const rendererFolder = join(import.meta.dirname, '..', 'renderer')
  const shell = await startBrowserShell({ console, port, rendererFolder, log }).catch(
    async (thrown: unknown) => {
      // A port that is taken, most likely: nothing may be left open because of it.
      await console.close()
      throw thrown
    },
  )
  process.stdout.write(`${JSON.stringify({ url: shell.url, pid: process.pid })}\n`)
  const doorway = open ? await openDoorway(folder, shell.url) : undefined
  if (doorway) {
    openBrowser(doorway.url)
    const hint = setTimeout(sayByHand, COMES_MS).unref()
    shell.admitted
      .then(() => clearTimeout(hint))
      .then(() => doorway.remove())
      .catch((thrown: unknown) => log.warn('the way in could not be taken away', { thrown }))
  }
  await untilAsked()
  const { live, sentence } = console.atStake()
  if (live) process.stderr.write(`${sentence} Open the console again to take it up.\n`)
  await doorway?.remove()
  await shell.close()
  await console.close()
}

/** Heard for good: Ctrl-C often comes twice (the group's, and one passed on), and must not kill. */
const untilAsked = (): Promise<unknown> =>
  new Promise((resolve) => process.on('SIGTERM', resolve).on('SIGINT', resolve))

/** A machine without a browser has the printed address; that is no error. */
function openBrowser(url: string): void {
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '', url]
        : ['xdg-open', url]
  spawn(command, args, { stdio: 'ignore', detached: true }).on('error', sayByHand).unref()
}

/** Some browsers are locked in so well that they may not read a file of the data folder either. */
const COMES_MS = 20_000

const sayByHand = (): void =>
  void process.stderr.write('No browser has come in: open the printed address by hand.\n')
