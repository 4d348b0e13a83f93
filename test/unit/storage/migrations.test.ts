import { closeSync, existsSync, openSync, statSync, utimesSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { backUpAtOnce, backupsIn, isWhole } from '../../../electron/adapters/storage/backups'
import { placesIn } from '../../../electron/adapters/storage/files'
import { KNOWN_VERSION, migrate, versionOf } from '../../../electron/adapters/storage/migrations'
import { NOW, storesInTest } from '../../harness/storesInTest'
import { showNamed } from './samples'

const { folder, open } = storesInTest()

describe('a data file of an older version', () => {
  const steps = ['CREATE TABLE one (a)', 'CREATE TABLE two (a)', 'CREATE TABLE three (a)']

  it('is brought up to date version by version, with a copy before each', () => {
    const places = placesIn(folder())
    const database = new DatabaseSync(places.database)
    migrate(database, () => undefined, steps.slice(0, 1))
    let now = NOW
    migrate(database, () => void backUpAtOnce(database, places, now++), steps)
    expect(versionOf(database)).toBe(3)
    database.close()

    const versions = backupsIn(places).map(({ path }) => {
      const copy = new DatabaseSync(path, { readOnly: true })
      const version = versionOf(copy)
      copy.close()
      return version
    })
    expect(versions).toEqual([2, 1])
  })

  it('stays at the version before a step that fails', () => {
    const database = new DatabaseSync(':memory:')
    const broken = [...steps.slice(0, 1), 'CREATE TABLE half (a); CREATE TABLE one (a)']
    expect(() => migrate(database, () => undefined, broken)).toThrow('already exists')
    expect(versionOf(database)).toBe(1)
    expect(database.isTransaction).toBe(false)
    expect(database.prepare(`SELECT name FROM sqlite_schema`).all()).toMatchObject([
      { name: 'one' },
    ])
    database.close()
  })
})

describe('a backup', () => {
  it('of a newer version is not taken for one we can use', () => {
    const places = placesIn(folder())
    const database = new DatabaseSync(places.database)
    database.exec(`PRAGMA user_version = ${KNOWN_VERSION + 1}; CREATE TABLE t (a)`)
    const { path } = backUpAtOnce(database, places, NOW)
    database.close()
    expect(isWhole(path)).toBe(false)
  })

  it('that was not finished is not there under its name, and does not stop the next', async () => {
    const path = folder()
    const { store, backupNow } = open(path, { maxPageCount: 40 })
    store.shows.put(showNamed('one'))
    const { path: copy } = await backupNow()
    expect(existsSync(`${copy}.unfinished`)).toBe(false)
    expect(isWhole(copy)).toBe(true)
    const again = await backupNow()
    expect(isWhole(again.path)).toBe(true)
  })
})

describe('a data file that was closed properly', () => {
  it('is looked over again only when somebody has touched it since', () => {
    const path = folder()
    const { database } = placesIn(path)
    open(path).close()
    const { mtimeMs } = statSync(database)
    // Node rounds its dates; the seal goes by the whole millisecond.
    const mtime = new Date(Math.floor(mtimeMs))
    const file = openSync(database, 'r+')
    writeSync(file, Buffer.alloc(4096, 0xa5), 0, 4096, 8192)
    closeSync(file)

    utimesSync(database, mtime, mtime)
    const trusting = open(path)
    expect(trusting.notices).toEqual([])
    expect(existsSync(placesIn(path).seal)).toBe(false)
    trusting.close()

    utimesSync(database, mtime, new Date(mtime.getTime() + 1000))
    expect(open(path).notices).toMatchObject([{ code: 'storage.started-afresh' }])
  })

  it('leaves no log beside it', () => {
    const path = folder()
    const { store, close } = open(path)
    store.shows.put(showNamed('one'))
    close()
    expect(existsSync(join(path, 'tallylight.db-wal'))).toBe(false)
  })
})
