import { closeSync, fsyncSync, openSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Where everything of the store lies in its folder. */
export const placesIn = (folder: string) => ({
  database: join(folder, 'tallylight.db'),
  backups: join(folder, 'backups'),
  lock: join(folder, 'writer.lock'),
  holder: join(folder, 'writer.json'),
  /** There only while the store was closed properly and not touched since. */
  seal: join(folder, 'closed.json'),
})
export type Places = ReturnType<typeof placesIn>

/** SQLite keeps a write-ahead log and an index of it beside the file. */
export const withSidecars = (path: string): readonly string[] => [
  path,
  `${path}-wal`,
  `${path}-shm`,
]

/** For file names: sorts as time does, and every file system takes it. */
export const stamp = (at: number): string => new Date(at).toISOString().replaceAll(':', '-')

/** Puts a finished file in its place so that after a power cut either the old or the new one is there. */
export function replaceFile(from: string, to: string): void {
  syncFile(from)
  renameSync(from, to)
  syncFolder(dirname(to))
}

function syncFile(path: string): void {
  const file = openSync(path, 'r+')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Windows cannot open folders, and keeps names safe by itself. */
function syncFolder(path: string): void {
  if (process.platform === 'win32') return
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
