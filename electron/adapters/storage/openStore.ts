import { existsSync, mkdirSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { Store } from '../../core/ports'
import type { SessionId } from '../../../src/shared/domain/ids'
import { hasCode, operatorError, type Sentence, type WireError } from '../../../src/shared/errors'
import { backUp, backUpAtOnce, type Backup } from './backups'
import { Connection } from './connection'
import { breakSeal, mendDamage, seal } from './damage'
import { inWords, isDamage, worded } from './faults'
import { placesIn, type Places } from './files'
import { foldOne } from './folding'
import { KNOWN_VERSION, migrate, versionOf } from './migrations'
import { Notices } from './notices'
import { storageSentences } from './sentences'
import { openSessionsIn } from './openSessions'
import { SqliteStore } from './sqliteStore'
import { takeWriterLock, type WriterLock } from './writerLock'

export interface StoreOptions {
  readonly folder: string
  readonly now: () => number
  /** Only looks, and leaves the right to write to others. */
  readonly readOnly?: boolean
  /** Makes the disk "full" at so many pages of 4 KiB; for tests. */
  readonly maxPageCount?: number
}

export interface OpenedStore {
  readonly store: Store
  /** False where another console has charge of the data, or a newer one wrote it. */
  readonly mayWrite: boolean
  /** What the operator should know, as of now. */
  readonly notices: readonly WireError[]
  /** Of sessions without a certificate, or with an open run: found by an index. */
  openSessionIds(): readonly SessionId[]
  /**
   * Makes the journal of one session that ended before that time smaller, in a moment and without
   * losing anything of it but the middle of long rows of tries. False where nothing is left to do.
   */
  foldJournal(endedBefore: number): boolean
  /** Takes a copy while the console goes on. The newest five copies are kept. */
  backupNow(): Promise<Backup>
  close(): void
}

/**
 * Opens the data folder, or makes it. Everything that can be mended is mended and told as a notice;
 * throws an operator error where there is no folder to work in.
 */
export function openStore(options: StoreOptions): OpenedStore {
  const places = usable(options.folder)
  if (options.readOnly) return openToLook(places, options, [])
  const lock = takeLock(places, options)
  if ('holder' in lock) {
    return openToLook(places, options, [storageSentences.otherConsole(lock.holder)])
  }
  try {
    return openMended(places, options, lock)
  } catch (thrown) {
    lock.release()
    throw inWords(thrown)
  }
}

/** A file that was closed properly is taken at its word; where that was wrong, it is looked over. */
function openMended(places: Places, options: StoreOptions, lock: WriterLock): OpenedStore {
  try {
    return openToWrite(places, options, lock)
  } catch (thrown) {
    if (!isDamage(thrown)) throw thrown
    breakSeal(places)
    return openToWrite(places, options, lock)
  }
}

function usable(folder: string): Places {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (thrown) {
    throw operatorError(storageSentences.folder(folder), { cause: thrown })
  }
  return placesIn(folder)
}

/** The first write there is, and so the one that finds out whether the folder takes any. */
function takeLock(places: Places, { folder, now }: StoreOptions) {
  try {
    return takeWriterLock(places, now())
  } catch (thrown) {
    const error = inWords(thrown)
    if (!hasCode(error, storageSentences.readonly.code)) throw error
    throw operatorError(storageSentences.folder(folder), { cause: thrown })
  }
}

function openToWrite(places: Places, options: StoreOptions, lock: WriterLock): OpenedStore {
  const { now, maxPageCount } = options
  const notices = new Notices(mendDamage(places, now()))
  const database = new DatabaseSync(places.database, { timeout: 2000 })
  try {
    if (versionOf(database) > KNOWN_VERSION) {
      database.close()
      lock.release()
      return openToLook(places, options, [storageSentences.newer])
    }
    breakSeal(places)
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON')
    const isNew = versionOf(database) === 0
    migrate(database, () => {
      if (!isNew) backUpAtOnce(database, places, now())
    })
    if (maxPageCount !== undefined) database.exec(`PRAGMA max_page_count = ${maxPageCount}`)
  } catch (thrown) {
    if (database.isOpen) database.close()
    throw thrown
  }
  const connection = new Connection(database)
  return {
    store: new SqliteStore(connection, notices, now),
    mayWrite: true,
    openSessionIds: () => openSessionsIn(connection),
    foldJournal: (endedBefore) => foldOne(connection, notices, endedBefore),
    get notices() {
      return notices.all
    },
    backupNow: () =>
      backUp(database, places, now()).catch((thrown: unknown) => {
        throw inWords(thrown)
      }),
    close: () => {
      if (!database.isOpen) return
      try {
        database.close()
        seal(places)
      } finally {
        lock.release()
      }
    },
  }
}

/** The same data, for looking only; an empty store where there is none yet. */
function openToLook(places: Places, { now }: StoreOptions, why: readonly Sentence[]): OpenedStore {
  const notices = new Notices(why.map((sentence) => operatorError(sentence).wire))
  const database = worded(() => lookAt(places))
  const connection = new Connection(database, storageSentences.viewOnly)
  const refusal = () => operatorError(storageSentences.viewOnly)
  return {
    store: new SqliteStore(connection, notices, now),
    mayWrite: false,
    openSessionIds: () => openSessionsIn(connection),
    foldJournal: () => false,
    get notices() {
      return notices.all
    },
    backupNow: () => Promise.reject(refusal()),
    close: () => {
      if (database.isOpen) database.close()
    },
  }
}

function lookAt(places: Places): DatabaseSync {
  if (existsSync(places.database)) {
    const database = new DatabaseSync(places.database, { readOnly: true, timeout: 2000 })
    if (versionOf(database) > 0) return database
    database.close()
  }
  const empty = new DatabaseSync(':memory:')
  migrate(empty, () => undefined)
  return empty
}
