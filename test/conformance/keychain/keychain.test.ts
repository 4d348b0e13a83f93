import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundle } from './bundle'

const run = promisify(execFile)
const here = import.meta.dirname
const has = (program: string) => {
  try {
    execFileSync('which', [program], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
const canRun =
  process.platform === 'linux' && has('gnome-keyring-daemon') && has('dbus-run-session')
if (!canRun) console.warn('keychain conformance skipped: needs gnome-keyring and dbus-run-session')

describe.skipIf(!canRun)('the keychain of the machine', () => {
  const built = mkdtempSync(resolve(here, '../../../node_modules/.tallylight-keychain-'))
  const homes: string[] = []
  let program = ''

  beforeAll(async () => {
    program = await bundle(fileURLToPath(new URL('./keychainProgram.ts', import.meta.url)), built)
  })
  afterAll(() => {
    for (const folder of [built, ...homes]) rmSync(folder, { recursive: true, force: true })
  })

  /** A session of its own: nothing of the machine's real keychain is seen or touched. */
  const environment = () => {
    const [home, runtime] = ['home', 'run'].map((name) =>
      mkdtempSync(join(tmpdir(), `tallylight-${name}-`)),
    ) as [string, string]
    homes.push(home, runtime)
    return { PATH: process.env['PATH'], HOME: home, XDG_RUNTIME_DIR: runtime }
  }
  const inSession = async (script: string) => {
    const env = { ...environment(), NODE: process.execPath, PROGRAM: program }
    const { stdout } = await run('dbus-run-session', ['--', 'sh', '-c', script], { env })
    return JSON.parse(stdout.slice(stdout.indexOf('{"kind"')))
  }
  const unlocked = 'echo -n pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null'
  const works = {
    kept: { plain: true, unicode: true, long: true },
    replaced: true,
    hadBefore: true,
    hasAfter: false,
    stranger: 'absent',
  }

  it('keeps, replaces and forgets keys of any letters and length in a real keychain', async () => {
    const told = await inSession(`${unlocked}; "$NODE" "$PROGRAM"`)
    expect(told).toEqual({ kind: 'os', trouble: null, ...works })
  })

  it('uses memory and says so where the keychain has no collection to write to', async () => {
    const told = await inSession(
      'gnome-keyring-daemon --daemonize --components=secrets >/dev/null; "$NODE" "$PROGRAM"',
    )
    expect(told).toMatchObject({ kind: 'memory', trouble: { code: 'keychain.absent' }, ...works })
  })

  it('uses memory and says so where there is no session bus, not the kernel keyring', async () => {
    const env = { ...environment(), DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' }
    const { stdout } = await run(process.execPath, [program], { env })
    const told = JSON.parse(stdout)
    expect(told).toMatchObject({ kind: 'memory', trouble: { code: 'keychain.absent' }, ...works })
    expect(told.trouble.why).toContain('No keychain is running')
  })
})
