import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export type DesktopBinary =
  | { readonly path: string; readonly why?: undefined }
  | { readonly path?: undefined; readonly why: string }

/** Chromium's own switch, without which it does not run as root. */
export const NO_SANDBOX = '--no-sandbox'

const DOWNLOAD_LIMIT_MS = 180_000
const electronFolder = join(dirname(import.meta.dirname), 'node_modules', 'electron')

/**
 * Electron's executable, or why there is none. Its package brings no binary: it is fetched once, from
 * GitHub, by the package's own installer, which checks it against checksums in the package.
 */
export function desktopBinary(options: {
  readonly mayDownload: boolean
  readonly args: readonly string[]
}): DesktopBinary {
  const hindrance = process.platform === 'linux' ? hindranceOnLinux(options.args) : undefined
  if (hindrance) return { why: hindrance }
  const ready = installed()
  if (ready) return { path: ready }
  if (process.env['ELECTRON_OVERRIDE_DIST_PATH']) {
    return { why: 'ELECTRON_OVERRIDE_DIST_PATH names a folder without Electron in it.' }
  }
  if (!existsSync(electronFolder)) return { why: 'the package electron is not installed.' }
  if (!options.mayDownload) return { why: "Electron's binary is not on this machine." }
  return downloaded()
}

/** What Electron would end on at once, known before it is fetched. */
function hindranceOnLinux(args: readonly string[]): string | undefined {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env
  if (!DISPLAY && !WAYLAND_DISPLAY) return 'this machine has no display.'
  const isRoot = process.getuid?.() === 0
  if (isRoot && !args.includes(NO_SANDBOX)) return 'Electron does not run as root.'
  return undefined
}

function downloaded(): DesktopBinary {
  console.log("Fetching Electron's binary (about 120 MB, once) …")
  const result = spawnSync(process.execPath, [join(electronFolder, 'install.js')], {
    encoding: 'utf8',
    timeout: DOWNLOAD_LIMIT_MS,
  })
  const path = result.status === 0 ? installed() : undefined
  if (path) return { path }
  return { why: `Electron's binary could not be fetched (${reasonOf(result)}).` }
}

/** The line of the installer's complaint that says what happened, without its stack. */
function reasonOf(result: {
  readonly error?: Error | undefined
  readonly stderr: string | null
}): string {
  if (result.error) return result.error.message
  const lines = (result.stderr ?? '').split('\n').map((line) => line.trim())
  return lines.find((line) => /error/i.test(line)) ?? lines.find(Boolean) ?? 'no reason given'
}

function installed(): string | undefined {
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(electronFolder, 'dist')
  const path = join(folder, executableName())
  return existsSync(path) ? path : undefined
}

/** The installer notes the name; a binary put there by hand has the usual one. */
function executableName(): string {
  const note = join(electronFolder, 'path.txt')
  if (existsSync(note)) return readFileSync(note, 'utf8')
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron'
  return process.platform === 'win32' ? 'electron.exe' : 'electron'
}
