import { homedir } from 'node:os'
import { join } from 'node:path'

export interface Surroundings {
  readonly platform: NodeJS.Platform
  readonly home: string
  readonly env: Readonly<Record<string, string | undefined>>
}

const here = (): Surroundings => ({
  platform: process.platform,
  home: homedir(),
  env: process.env,
})

/**
 * Where the console keeps what it must not forget: `TALLYLIGHT_HOME`, or the place the operating
 * system has for it. The same for every shell, so that what one began another takes up.
 */
export function dataFolder({ platform, home, env }: Surroundings = here()): string {
  if (env['TALLYLIGHT_HOME']) return env['TALLYLIGHT_HOME']
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Tallylight')
  if (platform === 'win32') {
    return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Tallylight')
  }
  return join(env['XDG_DATA_HOME'] ?? join(home, '.local', 'share'), 'tallylight')
}
