import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, expect, test, type ElectronApplication, type Page } from '@playwright/test'

/** The desktop console itself. Where Electron's binary is missing it is skipped, and says so. */

const project = join(import.meta.dirname, '..', '..')

function electronBinary(): string | undefined {
  const folder = join(project, 'node_modules', 'electron')
  const note = join(folder, 'path.txt')
  const name = existsSync(note) ? readFileSync(note, 'utf8') : 'electron'
  const path = join(process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folder, 'dist'), name)
  return existsSync(path) ? path : undefined
}

const binary = electronBinary()
const isRoot = process.getuid?.() === 0
const hindrance = binary
  ? process.platform === 'linux' && !process.env['DISPLAY'] && 'there is no display'
  : "Electron's binary is not installed (npx install-electron)"
if (hindrance) console.warn(`SKIPPED: the desktop suite did not run, because ${hindrance}.`)
test.skip(Boolean(hindrance), `the desktop suite needs Electron: ${hindrance}`)

let app: ElectronApplication
let page: Page
let home: string

test.beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'tallylight-desktop-'))
  app = await _electron.launch({
    executablePath: binary ?? '',
    args: [project, '--speed', '20', ...(isRoot ? ['--no-sandbox'] : [])],
    env: { ...process.env, TALLYLIGHT_HOME: home },
  })
  page = await app.firstWindow()
})
test.afterEach(async () => {
  await app.close()
  stopSimulator()
  rmSync(home, { recursive: true, force: true })
})

/** It outlives the console on purpose. */
function stopSimulator(): void {
  const note = join(home, 'simulator.json')
  if (existsSync(note))
    process.kill((JSON.parse(readFileSync(note, 'utf8')) as { pid: number }).pid)
}

test('opens on its own origin, with the bridge and without Node', async () => {
  expect(page.url()).toBe('tallylight://console/')
  const world = await page.evaluate(() => ({
    bridge: Object.keys((globalThis as unknown as { bridge: object }).bridge).toSorted(),
    require: typeof (globalThis as { require?: unknown }).require,
    process: typeof (globalThis as { process?: unknown }).process,
  }))
  expect(world).toEqual({ bridge: ['call', 'listen'], require: 'undefined', process: 'undefined' })
})

test('answers calls through the bridge, and knows itself for the desktop', async () => {
  const reply = await page.evaluate(() =>
    (globalThis as unknown as { bridge: { call(channel: string): Promise<unknown> } }).bridge.call(
      'frame.abilities',
    ),
  )
  expect(reply).toMatchObject({ ok: true, value: { shell: 'desktop', clipboard: true } })
})

test('stays where it is, and opens nothing', async () => {
  await page.evaluate(() => {
    globalThis.open('https://example.com/')
    globalThis.location.href = 'https://example.com/'
  })
  await expect.poll(() => page.url()).toBe('tallylight://console/')
  expect(app.windows()).toHaveLength(1)
})

test('gets nothing from elsewhere', async () => {
  const outcome = await page.evaluate(() =>
    fetch('https://example.com/').then(
      () => 'answered',
      () => 'refused',
    ),
  )
  expect(outcome).toBe('refused')
})

test('runs sandboxed and isolated', async () => {
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    return (contents as unknown as { getLastWebPreferences(): object }).getLastWebPreferences()
  })
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
  })
})
