#!/usr/bin/env node
// The command, built from electron/shells/terminal. Plain JavaScript that the oldest Node of `engines`
// reads, because its first task is to find a newer one.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const OLDEST_NODE = 22
const home = fileURLToPath(new URL('..', import.meta.url))
const command = join(home, 'out', 'main', 'tallylight.js')

function pinnedNode() {
  const { platform, arch } = process
  const folder = `node-${platform === 'win32' ? 'win' : platform}-${arch}`
  const path = platform === 'win32' ? join('bin', 'node.exe') : join('bin', 'node')
  // In the project itself, or beside it where it was installed as a dependency.
  const places = [join(home, 'node_modules'), join(home, '..')]
  return places.map((place) => join(place, folder, path)).find((file) => existsSync(file))
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}

/** Goes on in another Node: same terminal, same signals, same end. */
function continueIn(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  })
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => fail(`${node} could not be started: ${error.message}`))
  child.on('exit', (code, signal) => {
    process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0))
  })
}

const isOld = Number.parseInt(process.versions.node, 10) < OLDEST_NODE
if (!existsSync(command)) {
  fail(
    'Tallylight is not built yet. Run `npm run build` (or `npm ci`, which builds) and try again.',
  )
} else if (!isOld) {
  await import(pathToFileURL(command).href)
} else {
  const node = pinnedNode()
  if (node) continueIn(node)
  else
    fail(
      `Tallylight needs Node ${OLDEST_NODE} or newer; this is ${process.version}, and the one it brings along is not installed. Run \`npm ci\` or use a newer Node.`,
    )
}
