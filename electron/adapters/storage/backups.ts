import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import { replaceFile, stamp, withSidecars, type Places } from './files'
import { KNOWN_VERSION, versionOf } from './migrations'

const KEPT = 5

/** A copy of a moment, complete and safe on disk by the time it bears its name. */
export interface Backup {
  readonly path: string
  readonly takenAt: string
}

/** Copies without stopping the console; the file keeps being written meanwhile. */
export async function backUp(database: DatabaseSync, places: Places, now: number): Promise<Backup> {
  const { unfinished, finish } = beginBackup(places, now)
  await backup(database, unfinished)
  return finish()
}

/** Copies at once: for moments at which nothing may happen before it is done. */
export function backUpAtOnce(database: DatabaseSync, places: Places, now: number): Backup {
  const { unfinished, finish } = beginBackup(places, now)
  database.prepare('VACUUM INTO ?').run(unfinished)
  return finish()
}

/** The newest first. */
export function backupsIn({ backups }: Places): readonly Backup[] {
  return namesIn(backups)
    .flatMap((name) => {
      const takenAt = /^tallylight-(.+)\.db$/.exec(name)?.[1]
      return takenAt === undefined ? [] : [{ path: join(backups, name), takenAt }]
    })
    .toSorted((a, b) => (a.takenAt < b.takenAt ? 1 : -1))
}

/** Puts the newest backup that is whole in the place of the file, which must not be there. */
export function restoreNewest(places: Places): Backup | undefined {
  const whole = backupsIn(places).find(({ path }) => isWhole(path))
  if (!whole) return undefined
  const unfinished = `${places.database}.restoring`
  copyFileSync(whole.path, unfinished)
  replaceFile(unfinished, places.database)
  return whole
}

/** Reads the whole file: is it a database, undamaged, and of a version we know? */
export function isWhole(path: string): boolean {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(path, { readOnly: true })
    return passesCheck(database) && versionOf(database) <= KNOWN_VERSION
  } catch {
    return false // whatever it is, it cannot be used
  } finally {
    database?.close()
  }
}

/** SQLite's own check of pages, order and structure. */
export const passesCheck = (database: DatabaseSync): boolean =>
  database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'] === 'ok'

function beginBackup(places: Places, now: number) {
  mkdirSync(places.backups, { recursive: true, mode: 0o700 })
  const path = join(places.backups, `tallylight-${stamp(now)}.db`)
  const unfinished = `${path}.unfinished`
  for (const leftover of withSidecars(unfinished)) rmSync(leftover, { force: true })
  const finish = (): Backup => {
    replaceFile(unfinished, path)
    for (const old of backupsIn(places).slice(KEPT)) rmSync(old.path, { force: true })
    return { path, takenAt: stamp(now) }
  }
  return { unfinished, finish }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return []
    throw thrown
  }
}
