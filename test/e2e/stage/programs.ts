import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Debian's Chromium plays H.264, which Playwright's own builds do not. */
export const chromium = process.env['CHROMIUM'] ?? '/usr/bin/chromium'

const hasFfmpeg = (): boolean => spawnSync('ffmpeg', ['-version'], { stdio: 'ignore' }).status === 0

/** Why a show cannot be tried here, or undefined where it can. */
export function hindrance(): string | undefined {
  if (!existsSync(chromium)) return `${chromium} is missing (apt install chromium, or set CHROMIUM)`
  return hasFfmpeg() ? undefined : 'ffmpeg is missing (apt install ffmpeg)'
}
