import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { isBusy, isDamage } from './faults'
import type { Places } from './files'

/** The right to write, held until released or until the process is gone, however it goes. */
export interface WriterLock {
  release(): void
}

/**
 * Takes the right to write, or says who has it. It is a lock of the operating system (on a file of its
 * own, through SQLite), so that a killed console never leaves one behind, and no other process that
 * happens to get its number can be taken for it. Number and time are written down beside it for people.
 */
export function takeWriterLock(
  places: Places,
  now: number,
): WriterLock | { readonly holder: string } {
  const lock = lockFile(places.lock)
  if (lock === undefined) return { holder: holderOf(places) }
  try {
    writeFileSync(places.holder, JSON.stringify({ pid: process.pid, since: now }))
  } catch (thrown) {
    lock.close()
    throw thrown
  }
  return {
    release: () => {
      rmSync(places.holder, { force: true })
      lock.close()
    },
  }
}

function lockFile(path: string): DatabaseSync | undefined {
  const lock = new DatabaseSync(path, { timeout: 0 })
  try {
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
    return lock
  } catch (thrown) {
    lock.close()
    if (isBusy(thrown)) return undefined
    if (!isDamage(thrown)) throw thrown
    // Nobody can hold a lock on what is not a lock file.
    rmSync(path)
    return lockFile(path)
  }
}

function holderOf({ holder }: Places): string {
  try {
    const { pid, since } = JSON.parse(readFileSync(holder, 'utf8')) as Record<string, unknown>
    return `process ${Number(pid)}, open since ${new Date(Number(since)).toISOString()}`
  } catch {
    return 'not known by number' // it is only for the sentence: it may be starting this very moment
  }
}
