import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { childProcesses } from '../../harness/childProcess'
import { storesInTest } from '../../harness/storesInTest'
import { RUN, SESSION, showNamed, started } from './samples'

const { folder, open } = storesInTest()
const { start } = childProcesses()
const viewOnly = expect.objectContaining({
  wire: expect.objectContaining({ code: 'storage.view-only' }),
})

describe('a second console', () => {
  it('may look at everything and is refused every write', async () => {
    const path = folder()
    const first = open(path)
    first.store.shows.put(showNamed('one'))

    const second = open(path)
    expect(second.mayWrite).toBe(false)
    expect(second.notices).toMatchObject([{ code: 'storage.other-console' }])
    expect(second.notices[0]?.why).toContain(`process ${process.pid}`)
    first.store.shows.put(showNamed('two'))
    expect(second.store.shows.all().map(({ id }) => id)).toEqual(['one', 'two'])

    expect(() => second.store.shows.put(showNamed('three'))).toThrow(viewOnly)
    expect(() => second.store.shows.remove(showNamed('one').id)).toThrow(viewOnly)
    expect(() => second.store.putSetting('a', 1)).toThrow(viewOnly)
    expect(() => second.store.journal.append(SESSION, RUN, started)).toThrow(viewOnly)
    expect(() => second.store.together(() => second.store.shows.put(showNamed('x')))).toThrow(
      viewOnly,
    )
    await expect(second.backupNow()).rejects.toEqual(viewOnly)
    expect(second.store.together(() => second.store.shows.all())).toHaveLength(2)
  })

  it('may write once the first one is closed', () => {
    const path = folder()
    const first = open(path)
    open(path).close()
    first.close()
    expect(open(path).mayWrite).toBe(true)
  })

  it('is held off by another process, and takes over when that was killed', async () => {
    const path = folder()
    const other = start('storageChild.ts', [path, '0'])
    for await (const { opened } of other.lines) {
      expect(opened).toBe(true)
      break
    }
    expect(open(path).mayWrite).toBe(false)
    await other.kill()
    const { mayWrite, notices } = open(path)
    expect({ mayWrite, notices }).toEqual({ mayWrite: true, notices: [] })
  })

  it('is not held off by a lock file that somebody spoilt', () => {
    const path = folder()
    writeFileSync(
      join(path, 'writer.lock'),
      'no lock at all, but long enough to be looked at closely',
    )
    expect(open(path).mayWrite).toBe(true)
    expect(open(path).mayWrite).toBe(false)
  })
})

describe('a console that is asked to look only', () => {
  it('leaves the right to write to others and makes no file', () => {
    const path = folder()
    expect(open(path, { readOnly: true }).store.shows.all()).toEqual([])
    expect(readdirSync(path)).toEqual([])
    expect(open(path).mayWrite).toBe(true)
  })
})

describe('data of a newer version', () => {
  it('is looked at, and not written to', () => {
    const path = folder()
    const first = open(path)
    first.store.shows.put(showNamed('one'))
    first.close()
    const database = new DatabaseSync(join(path, 'tallylight.db'))
    database.exec('PRAGMA user_version = 999')
    database.close()

    const { store, mayWrite, notices } = open(path)
    expect(mayWrite).toBe(false)
    expect(notices).toMatchObject([{ code: 'storage.newer' }])
    expect(store.shows.all()).toHaveLength(1)
    expect(() => store.shows.put(showNamed('two'))).toThrow(viewOnly)
  })
})

describe('a folder that cannot be used', () => {
  it('is said by its name', () => {
    const path = folder()
    writeFileSync(join(path, 'file'), '')
    const inFile = join(path, 'file', 'folder')
    expect(() => open(inFile)).toThrow(
      expect.objectContaining({
        wire: expect.objectContaining({
          code: 'storage.folder',
          why: expect.stringContaining(inFile),
        }),
      }),
    )
  })

  it('is made where it does not exist yet', () => {
    const path = join(folder(), 'a', 'b')
    expect(open(path).mayWrite).toBe(true)
    expect(existsSync(join(path, 'tallylight.db'))).toBe(true)
  })

  it('is said by its name where it is write-protected', () => {
    const path = folder()
    chmodSync(path, 0o555)
    // Root may write anywhere, so it has to step down for the moment.
    const root = process.geteuid?.() === 0
    if (root) process.seteuid?.(65_534)
    try {
      expect(() => open(path)).toThrow(
        expect.objectContaining({ wire: expect.objectContaining({ code: 'storage.folder' }) }),
      )
    } finally {
      if (root) process.seteuid?.(0)
    }
  })

  it('is said where the data file is no file', () => {
    const path = folder()
    mkdirSync(join(path, 'tallylight.db'))
    expect(() => open(path)).toThrow(
      expect.objectContaining({ wire: expect.objectContaining({ code: 'storage.io' }) }),
    )
  })
})
