import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { operatorError, type WireError } from '../../../src/shared/errors'
import { backupsIn, passesCheck, restoreNewest } from './backups'
import { isDamage } from './faults'
import { stamp, withSidecars, type Places } from './files'
import { storageSentences } from './sentences'

/**
 * Looks the file over before it is written to. A damaged one is moved aside, never overwritten, and the
 * newest whole backup takes its place. Says what it had to do. A file that was closed properly and not
 * touched since is taken at its word: reading it all would make each start slower as the journal grows.
 */
export function mendDamage(places: Places, now: number): readonly WireError[] {
  if (!existsSync(places.database) || isSealed(places)) return []
  if (!isEmptied(places) && !isDamaged(places.database)) return []
  const aside = moveAside(places.database, now)
  const restored = restoreNewest(places)
  const sentence = restored
    ? storageSentences.restored(aside, restored.takenAt)
    : storageSentences.startedAfresh(aside)
  return [operatorError(sentence).wire]
}

/** Written last at closing: what the file looks like when nobody has touched it. */
export function seal(places: Places): void {
  try {
    writeFileSync(places.seal, fingerprint(places.database))
  } catch {
    // A full disk, say. Without a whole seal the next start looks the file over: slower, no less safe.
  }
}

/** Removed before the first write, so that a kill at any moment leaves the file to be looked over. */
export function breakSeal(places: Places): void {
  rmSync(places.seal, { force: true })
}

const isSealed = (places: Places): boolean =>
  existsSync(places.seal) &&
  !hasLog(places) &&
  readFileSync(places.seal, 'utf8') === fingerprint(places.database)

/** Whoever only looked leaves an empty one behind: SQLite makes it for reading, and may not remove it. */
const hasLog = ({ database }: Places): boolean =>
  (statSync(`${database}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0

function fingerprint(path: string): string {
  const { size, mtimeMs } = statSync(path)
  return JSON.stringify({ size, mtimeMs: Math.floor(mtimeMs) })
}

/**
 * To SQLite an empty file is a sound database. Where a console closed it, or copied it, it was none:
 * a disk has lost what was in it. (A console killed in its very first start leaves an empty one too.)
 */
const isEmptied = (places: Places): boolean =>
  statSync(places.database).size === 0 &&
  !hasLog(places) &&
  (existsSync(places.seal) || backupsIn(places).length > 0)

function isDamaged(path: string): boolean {
  // Read-only: closing it must not write what a damaged log says into the file.
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    return !passesCheck(database)
  } catch (thrown) {
    if (isDamage(thrown)) return true
    throw thrown
  } finally {
    database.close()
  }
}

function moveAside(path: string, now: number): string {
  const aside = `${path}.damaged-${stamp(now)}`
  const to = withSidecars(aside)
  withSidecars(path).forEach((from, index) => {
    if (existsSync(from)) renameSync(from, to[index] ?? aside)
  })
  return basename(aside)
}
