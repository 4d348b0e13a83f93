import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder of its own in memory where there is such a thing: hundreds of lives need no real disk. */
export function tempFolder(): { readonly path: string; remove(): void } {
  const above = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
  const path = mkdtempSync(join(above, 'tallylight-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}
