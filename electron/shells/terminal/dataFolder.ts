import { homedir } from 'node:os'
import { join } from 'node:path'

/** The application-data folder of this system, or TALLYLIGHT_HOME. */
export function dataFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env['TALLYLIGHT_HOME']) return env['TALLYLIGHT_HOME']
  switch (process.platform) {
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support', 'Tallylight')
    case 'win32':
      return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Tallylight')
    default:
      return join(env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'Tallylight')
  }
}
