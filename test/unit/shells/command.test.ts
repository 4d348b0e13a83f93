import { spawn, spawnSync, type SpawnSyncReturns } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const project = join(import.meta.dirname, '..', '..', '..')
let home: string

/** A project of its own, whose built command only says how it was called. */
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tallylight-command-'))
  for (const part of ['bin', 'scripts'])
    cpSync(join(project, part), join(home, part), { recursive: true })
  writeFileSync(join(home, 'package.json'), '{"type":"module"}')
})
afterEach(() => rmSync(home, { recursive: true }))

const built = `
if (process.argv[2] === 'wait') {
  process.on('SIGTERM', () => { console.log('stopped'); process.exit(7) })
  setInterval(() => {}, 1000)
}
console.log(JSON.stringify({ args: process.argv.slice(2), node: Number.parseInt(process.versions.node) }))
if (process.argv[2] === 'end') process.exitCode = Number(process.argv[3])
`
function put(path: string, text: string): void {
  mkdirSync(join(home, path, '..'), { recursive: true })
  writeFileSync(join(home, path), text, { mode: 0o755 })
}
const command = (node: string, ...args: string[]): SpawnSyncReturns<string> =>
  spawnSync(node, [join(home, 'bin', 'tallylight.mjs'), ...args], { encoding: 'utf8' })

/** A Node of this machine that is older than we need, to be led to the pinned one. */
const oldNode = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'node'))
  .filter((node) => !node.includes('node_modules') && existsSync(node))
  .find(
    (node) =>
      Number.parseInt(spawnSync(node, ['-p', 'process.versions.node']).stdout.toString()) < 22,
  )
const pinned = join(project, 'node_modules', `node-${process.platform}-${process.arch}`)
const canLead = oldNode !== undefined && existsSync(pinned)
if (!canLead) console.warn('SKIPPED: no Node older than 22 on PATH, or no pinned one to be led to')

describe('the tallylight command', () => {
  it('says how to build it when it is not built', () => {
    const { status, stderr } = command(process.execPath, 'serve')
    expect(status).toBe(1)
    expect(stderr).toContain('npm run build')
  })

  it('hands its arguments on and ends as the built command ends', () => {
    put('out/main/tallylight.js', built)
    const { status, stdout } = command(process.execPath, 'end', '3')
    expect(status).toBe(3)
    expect(JSON.parse(stdout)).toMatchObject({ args: ['end', '3'] })
  })

  describe.skipIf(!canLead)('started with an old Node', () => {
    const old = oldNode ?? ''

    it('says what to do where there is no newer one', () => {
      put('out/main/tallylight.js', built)
      const { status, stderr } = command(old, 'serve')
      expect(status).toBe(1)
      expect(stderr).toContain('needs Node 22 or newer')
    })

    it('goes on in the pinned one, with the same end', () => {
      put('out/main/tallylight.js', built)
      mkdirSync(join(home, 'node_modules'))
      symlinkSync(pinned, join(home, 'node_modules', `node-${process.platform}-${process.arch}`))
      const { status, stdout } = command(old, 'end', '5')
      expect(status).toBe(5)
      expect((JSON.parse(stdout) as { node: number }).node).toBeGreaterThanOrEqual(22)
    })

    it('passes SIGTERM on', async () => {
      put('out/main/tallylight.js', built)
      mkdirSync(join(home, 'node_modules'))
      symlinkSync(pinned, join(home, 'node_modules', `node-${process.platform}-${process.arch}`))
      const child = spawn(old, [join(home, 'bin', 'tallylight.mjs'), 'wait'])
      child.stdout.setEncoding('utf8')
      await once(child.stdout, 'data')
      const said = once(child.stdout, 'data')
      child.kill('SIGTERM')
      const [code] = (await once(child, 'exit')) as [number]
      expect(code).toBe(7)
      expect(await said).toEqual(['stopped\n'])
    })
  })
})

describe('npm start', () => {
  function start(env: Record<string, string>, ...args: string[]): SpawnSyncReturns<string> {
    const script = join(home, 'scripts', 'start.ts')
    return spawnSync(process.execPath, [script, ...args], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], ...env },
    })
  }
  beforeEach(() => {
    put('out/main/tallylight.js', built)
    put('out/main/desktop.js', '')
    put('out/renderer/index.html', '')
  })

  it('opens the desktop console where Electron is at hand', () => {
    put('electron-here/electron', '#!/bin/sh\necho "desktop in $1"\nexit 4\n')
    const env = { DISPLAY: ':0', ELECTRON_OVERRIDE_DIST_PATH: join(home, 'electron-here') }
    const { status, stdout } = start(env, '--no-sandbox')
    expect(stdout).toContain(`desktop in ${home}`)
    expect(status).toBe(4)
  })

  it('serves the console to the browser, and says why, where the binary cannot be fetched', () => {
    put(
      'node_modules/electron/install.js',
      'console.error("Error: no way to github.com"); process.exit(1)',
    )
    const { status, stdout } = start({ DISPLAY: ':0' }, '--no-sandbox')
    expect(stdout).toContain('in your browser instead')
    expect(stdout).toContain('could not be fetched (Error: no way to github.com)')
    expect(stdout).toContain('"args":["serve"]')
    expect(status).toBe(0)
  })

  it.runIf(process.platform === 'linux')('says so where there is no display', () => {
    expect(start({}).stdout).toContain('this machine has no display')
  })

  it('ends with the reason when the build fails', () => {
    rmSync(join(home, 'out'), { recursive: true })
    put('node_modules/electron-vite/bin/electron-vite.js', 'process.exit(2)')
    const { status, stderr } = start({})
    expect(status).toBe(1)
    expect(stderr).toContain('The build failed')
  })
})
