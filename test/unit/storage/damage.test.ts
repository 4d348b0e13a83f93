import {
  closeSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { TakeId } from '../../../src/shared/domain/ids'
import { aTake } from '../../harness/builders'
import { childProcesses } from '../../harness/childProcess'
import { storesInTest } from '../../harness/storesInTest'
import { RUN, SESSION, showNamed, started } from './samples'

const { folder, open } = storesInTest()
const { start } = childProcesses()
const fileIn = (path: string) => join(path, 'tallylight.db')
const damagedIn = (path: string) =>
  readdirSync(path).filter((name) => /damaged-/.test(name) && !/-(wal|shm)$/.test(name))

/** Big enough to have pages in the middle, closed properly. */
async function filled(path: string, options: { readonly backUp: boolean }): Promise<void> {
  const { store, backupNow, close } = open(path)
  store.together(() => {
    for (let n = 0; n < 200; n++) store.shows.put(showNamed(`show-${n}`))
  })
  if (options.backUp) await backupNow()
  store.shows.put(showNamed('since-the-backup'))
  close()
}

const damages: ReadonlyArray<readonly [string, (file: string) => void]> = [
  [
    'something else entirely',
    (file) => writeFileSync(file, 'this is a shopping list\n'.repeat(50)),
  ],
  ['cut in half', (file) => truncateSync(file, Math.floor(statSync(file).size / 2))],
  ['emptied', (file) => truncateSync(file, 0)],
  ['overwritten in the middle', (file) => scribble(file, 8192, 40_000)],
  ['without its header', (file) => scribble(file, 0, 100)],
]

/** At a time of its own: a file system may not tell two writes within a millisecond apart. */
function scribble(file: string, from: number, length: number, at = new Date(2027, 0)): void {
  const open = openSync(file, 'r+')
  writeSync(open, Buffer.alloc(length, 0xa5), 0, length, from)
  closeSync(open)
  utimesSync(file, at, at)
}

describe.each(damages)('a data file that is %s', (_, damage) => {
  it('is kept aside, and the newest backup takes its place', async () => {
    const path = folder()
    await filled(path, { backUp: true })
    damage(fileIn(path))
    const asFound = readFileSync(fileIn(path))

    const { store, mayWrite, notices } = open(path)

    expect(mayWrite).toBe(true)
    expect(store.shows.all()).toHaveLength(200)
    expect(notices).toMatchObject([{ code: 'storage.restored' }])
    const [aside = ''] = damagedIn(path)
    expect(readFileSync(join(path, aside)).equals(asFound)).toBe(true)
    expect(notices[0]?.todo).toContain(aside)
  })

  it('is kept aside, and an empty one is begun where there is no backup', async () => {
    const path = folder()
    await filled(path, { backUp: false })
    damage(fileIn(path))

    const { store, notices } = open(path)

    expect(store.shows.all()).toEqual([])
    store.shows.put(showNamed('new'))
    expect(notices).toMatchObject([{ code: 'storage.started-afresh' }])
    expect(damagedIn(path)).toHaveLength(1)
  })
})

describe('a damaged data file', () => {
  it('is not replaced by a backup that is damaged too', async () => {
    const path = folder()
    await filled(path, { backUp: true })
    const backups = join(path, 'backups')
    const [good = ''] = readdirSync(backups)
    writeFileSync(join(backups, good.replace('2026', '2027')), 'no database')
    scribble(fileIn(path), 0, 4096)

    const { store, notices } = open(path)
    expect(notices).toMatchObject([{ code: 'storage.restored' }])
    expect(store.shows.all()).toHaveLength(200)
  })

  it('that looks untouched since it was closed is mended all the same', async () => {
    const path = folder()
    await filled(path, { backUp: true })
    scribble(fileIn(path), 0, 4096, statSync(fileIn(path)).mtime)
    const { store, notices, mayWrite } = open(path)
    expect(notices).toMatchObject([{ code: 'storage.restored' }])
    expect(store.shows.all()).toHaveLength(200)
    expect(mayWrite).toBe(true)
  })

  it('that was emptied after somebody had looked at it is mended all the same', async () => {
    const path = folder()
    await filled(path, { backUp: true })
    const look = open(path, { readOnly: true })
    expect(look.store.shows.all()).toHaveLength(201)
    look.close()
    truncateSync(fileIn(path), 0)
    const { store, notices } = open(path)
    expect(notices).toMatchObject([{ code: 'storage.restored' }])
    expect(store.shows.all()).toHaveLength(200)
  })

  it('says so once: the next start is quiet', async () => {
    const path = folder()
    await filled(path, { backUp: true })
    scribble(fileIn(path), 0, 4096)
    open(path).close()
    expect(open(path).notices).toEqual([])
  })
})

describe('a log that lost its tail after a kill', () => {
  it('opens with all that is whole, in order', async () => {
    const path = folder()
    const writer = start('storageChild.ts', [path, '50'])
    for await (const { finished } of writer.lines) if (finished) break
    await writer.kill()
    const log = openSync(`${fileIn(path)}-wal`, 'r+')
    ftruncateSync(log, Math.floor(statSync(`${fileIn(path)}-wal`).size * 0.7))
    closeSync(log)

    const { store, mayWrite } = open(path)
    const seqs = store.journal.ofRun(RUN).map(({ seq }) => seq)
    expect(mayWrite).toBe(true)
    expect(seqs.length).toBeGreaterThan(10)
    expect(seqs).toEqual(seqs.map((_seq, index) => index + 1))
    expect(store.journal.append(SESSION, RUN, { kind: 'run-resumed' }).seq).toBe(seqs.length + 1)
  })
})

describe('a single line that cannot be read', () => {
  it('is left out and said, and the others are there', () => {
    const path = folder()
    const first = open(path)
    first.store.shows.put(showNamed('good'))
    first.store.shows.put(showNamed('bad'))
    first.store.journal.append(SESSION, RUN, started)
    first.close()
    const database = new DatabaseSync(fileIn(path))
    database.exec(`UPDATE shows SET record = '{"id":"bad","name":7}' WHERE id = 'bad'`)
    database.exec(`INSERT INTO journal (run_id, session_id, at, kind, entry)
                   VALUES ('run-1', 'session-1', 1, 'step-started', '{"kind":"step-sta')`)
    database.close()

    const { store, notices } = open(path)
    expect(store.shows.all().map(({ id }) => id)).toEqual(['good'])
    expect(store.shows.all()).toHaveLength(1)
    expect(store.journal.ofRun(RUN).map(({ entry }) => entry)).toEqual([started])
    expect(notices.map(({ code }) => code)).toEqual([
      'storage.unreadable-record',
      'storage.unreadable-record',
    ])
  })

  it('is said also where only what is of one session is looked for', () => {
    const path = folder()
    const first = open(path)
    first.store.takes.put(aTake({ id: TakeId.parse('good'), sessionId: SESSION }))
    first.store.takes.put(aTake({ id: TakeId.parse('bad'), sessionId: SESSION }))
    first.close()
    const database = new DatabaseSync(fileIn(path))
    database.exec(`UPDATE takes SET record = '{"id":"ba' WHERE id = 'bad'`)
    database.close()

    const { store, notices } = open(path)
    expect(store.takesOf(SESSION).map(({ id }) => id)).toEqual(['good'])
    expect(notices.map(({ code }) => code)).toEqual(['storage.unreadable-record'])
  })
})
