import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  statSync,
  truncateSync,
  utimesSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { childProcesses } from '../../harness/childProcess'
import { storesInTest } from '../../harness/storesInTest'
import { RUN, SESSION, showNamed, started } from './samples'

const { folder, open } = storesInTest()
const { start } = childProcesses()

const PAGE = 4_096
const fileIn = (path: string) => join(path, 'tallylight.db')
const logIn = (path: string) => `${fileIn(path)}-wal`

/** The files of a console that was killed while it wrote: its log is full of what it acknowledged. */
async function killed(entries: number): Promise<string> {
  const path = folder()
  open(path).close() // its tables lie in the file already, and not in the log
  const writer = start('storageChild.ts', [path, String(entries)])
  for await (const { finished } of writer.lines) if (finished) break
  await writer.kill()
  return path
}

describe('a log that was cut', () => {
  it('at any 4 KiB loses what was after the cut, and nothing before it', async () => {
    const path = await killed(10)
    const size = statSync(logIn(path)).size
    expect(size).toBeGreaterThan(20 * PAGE)
    let before = 0
    const cuts = Array.from({ length: Math.ceil(size / PAGE) }, (_, page) => page * PAGE)
    for (const cut of [...cuts, size]) {
      const copy = folder()
      for (const name of ['tallylight.db', 'tallylight.db-wal'])
        copyFileSync(join(path, name), join(copy, name))
      truncateSync(logIn(copy), cut)
      const { store, mayWrite, notices, close } = open(copy)
      const seqs = store.journal.ofRun(RUN).map(({ seq }) => seq)
      expect(seqs, `cut at ${cut}`).toEqual(seqs.map((_seq, index) => index + 1))
      expect(seqs.length, `cut at ${cut}`).toBeGreaterThanOrEqual(before)
      expect({ mayWrite, notices }).toEqual({ mayWrite: true, notices: [] })
      before = seqs.length
      close()
    }
    expect(before).toBe(11)
  }, 60_000)

  it('whose console was killed at any moment of folding it into the file, is whole', async () => {
    // 1,000 pages are folded in at once: with entries of half a page that happens on the way.
    for (const stopAt of [280, 330]) {
      const path = folder()
      const writer = start('storageChild.ts', [path, '4000'])
      let acknowledged = 0
      for await (const { seq } of writer.lines) {
        if (typeof seq === 'number') acknowledged = seq
        if (acknowledged >= stopAt) break
      }
      await writer.kill()
      const { store, notices } = open(path)
      const seqs = store.journal.ofRun(RUN).map(({ seq }) => seq)
      expect(seqs.length).toBeGreaterThanOrEqual(acknowledged)
      expect(seqs).toEqual(seqs.map((_seq, index) => index + 1))
      expect(notices).toEqual([])
    }
  }, 60_000)
})

describe('a page of zeros', () => {
  /** Closed properly, with a copy of it. */
  async function filled(): Promise<string> {
    const path = folder()
    const { store, backupNow, close } = open(path)
    store.together(() => {
      for (let n = 0; n < 100; n++) store.shows.put(showNamed(`show-${n}`))
      store.journal.append(SESSION, RUN, started)
    })
    await backupNow()
    close()
    return path
  }

  function zero(file: string, page: number): void {
    const opened = openSync(file, 'r+')
    writeSync(opened, Buffer.alloc(PAGE), 0, PAGE, page * PAGE)
    closeSync(opened)
    const at = new Date(2027, 0)
    utimesSync(file, at, at)
  }

  it('anywhere in the file never makes an empty console, nor overwrites what is left', async () => {
    const whole = await filled()
    const pages = Math.floor(statSync(fileIn(whole)).size / PAGE)
    expect(pages).toBeGreaterThan(15)
    for (let page = 0; page < pages; page++) {
      const path = folder()
      for (const name of ['tallylight.db', 'closed.json'])
        if (existsSync(join(whole, name))) copyFileSync(join(whole, name), join(path, name))
      const [copy = ''] = readdirSync(join(whole, 'backups'))
      const backups = join(path, 'backups')
      mkdirSync(backups)
      zero(fileIn(path), page)
      copyFileSync(join(whole, 'backups', copy), join(backups, copy))
      const { store, notices, close } = open(path)
      expect(store.shows.all(), `page ${page}`).toHaveLength(100)
      expect(store.journal.ofRun(RUN), `page ${page}`).toHaveLength(1)
      const codes = notices.map(({ code }) => code)
      // A page that nothing lies on is no damage.
      if (codes.length > 0) expect(codes).toEqual(['storage.restored'])
      if (codes.length > 0)
        expect(readdirSync(path).some((name) => name.includes('damaged-'))).toBe(true)
      close()
    }
  }, 60_000)
})
