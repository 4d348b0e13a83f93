import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StateTrouble } from './stateTrouble'

/** SQLITE_BUSY (sqlite.org/rescode.html) */
const busy = 5

/**
 * Two simulators on one folder would overwrite each other's world. The lock is the operating
 * system's, through SQLite on a file of its own: a killed simulator leaves none behind.
 */
export class StateLock {
  readonly #lock: DatabaseSync

  /** Throws a `StateTrouble` where another simulator has the folder. */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true })
    this.#lock = opened(join(folder, 'simulator.lock'), folder)
    try {
      this.#lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
    } catch (thrown) {
      this.#lock.close()
      const isBusy = thrown instanceof Error && 'errcode' in thrown && thrown.errcode === busy
      throw new StateTrouble(isBusy ? 'in-use' : 'folder', folder, { cause: thrown })
    }
  }

  /** Twice is once. */
  release(): void {
    if (this.#lock.isOpen) this.#lock.close()
  }
}

function opened(path: string, folder: string): DatabaseSync {
  try {
    return new DatabaseSync(path, { timeout: 0 })
  } catch (thrown) {
    throw new StateTrouble('folder', folder, { cause: thrown })
  }
}
