import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { desktopBinary, NO_SANDBOX } from './desktopBinary.ts'

/** `npm start`: the desktop console, or the browser shell where Electron's binary cannot be had. */

const home = dirname(import.meta.dirname)
const desktop = join(home, 'out', 'main', 'desktop.js')
const page = join(home, 'out', 'renderer', 'index.html')

/** Runs to its end with our terminal; our signals are its signals. */
function run(program: string, args: readonly string[]): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const child = spawn(program, args, { stdio: 'inherit', cwd: home })
  const pass = (signal: NodeJS.Signals) => void child.kill(signal)
  const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, pass)
  child.on('error', reject)
  child.on('exit', (code, signal) => {
    for (const each of signals) process.off(each, pass)
    resolve(code ?? 128 + (signal ? constants.signals[signal] : 0))
  })
  return promise
}

async function build(): Promise<void> {
  if (existsSync(desktop) && existsSync(page)) return
  console.log('Building the console, this takes some seconds …')
  const builder = join(home, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const code = await run(process.execPath, [builder, 'build'])
  if (code !== 0) throw new Error('The build failed; what is wrong stands above.')
}

async function start(args: readonly string[]): Promise<number> {
  await build()
  const found = desktopBinary({ mayDownload: true, args })
  if (found.path !== undefined) {
    console.log('Starting the desktop console.')
    return run(found.path, [home, ...args])
  }
  console.log(`Starting the console in your browser instead of its own window: ${found.why}`)
  const forServe = args.filter((arg) => arg !== NO_SANDBOX)
  return run(process.execPath, [join(home, 'bin', 'tallylight.mjs'), 'serve', ...forServe])
}

try {
  process.exitCode = await start(process.argv.slice(2))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
