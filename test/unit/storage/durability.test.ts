import { describe, expect, it } from 'vitest'
import type { JournalEntry } from '../../../electron/core/journal'
import { OperatorError } from '../../../src/shared/errors'
import { childProcesses } from '../../harness/childProcess'
import { storesInTest } from '../../harness/storesInTest'
import { RUN, SESSION, showNamed, started } from './samples'

const { folder, open } = storesInTest()
const { start } = childProcesses()

describe('a console that is killed while it writes', () => {
  it('has every entry on disk that it said was written', async () => {
    const path = folder()
    const writer = start('storageChild.ts', [path, '1000'])
    let acknowledged = 0
    for await (const { seq } of writer.lines) {
      if (typeof seq === 'number') acknowledged = seq
      if (acknowledged >= 100) break
    }
    await writer.kill()

    const { store, mayWrite, notices } = open(path)
    expect({ mayWrite, notices }).toEqual({ mayWrite: true, notices: [] })
    const seqs = store.journal.ofRun(RUN).map(({ seq }) => seq)
    expect(seqs.length).toBeGreaterThanOrEqual(acknowledged)
    expect(seqs).toEqual(seqs.map((_, index) => index + 1))
    expect(store.journal.openRuns()).toEqual([{ runId: RUN, sessionId: SESSION }])
  })
})

describe('a disk that is full', () => {
  const key = (n: number): JournalEntry => ({
    kind: 'step-started',
    key: `run-1/step-${n}/${'x'.repeat(1000)}`,
  })
  const codeOf = (work: () => unknown): string | undefined => {
    try {
      work()
      return undefined
    } catch (thrown) {
      return thrown instanceof OperatorError ? thrown.wire.code : String(thrown)
    }
  }

  it('is said in words, with all that was written still there, and goes on when there is room', () => {
    const path = folder()
    const full = open(path, { maxPageCount: 40 })
    full.store.journal.append(SESSION, RUN, started)
    let written = 1
    let code: string | undefined
    while (code === undefined && written < 1000) {
      code = codeOf(() => full.store.journal.append(SESSION, RUN, key(written)))
      if (code === undefined) written += 1
    }
    expect(code).toBe('storage.full')
    expect(full.store.journal.ofRun(RUN)).toHaveLength(written)
    full.close()

    const roomy = open(path)
    expect(roomy.notices).toEqual([])
    roomy.store.journal.append(SESSION, RUN, key(written))
    expect(roomy.store.journal.ofRun(RUN)).toHaveLength(written + 1)
  })

  it('leaves nothing of a transaction that did not fit', () => {
    const { store } = open(folder(), { maxPageCount: 40 })
    store.shows.put(showNamed('before'))
    const code = codeOf(() =>
      store.together(() => {
        store.shows.put(showNamed('half'))
        for (let n = 0; n < 1000; n++) store.journal.append(SESSION, RUN, key(n))
      }),
    )
    expect(code).toBe('storage.full')
    expect(store.shows.all().map(({ id }) => id)).toEqual(['before'])
    expect(store.journal.ofRun(RUN)).toEqual([])
    store.shows.put(showNamed('after'))
    expect(store.shows.all()).toHaveLength(2)
  })

  it('does not let a body that swallows the failure write on outside the transaction', () => {
    const { store } = open(folder(), { maxPageCount: 40 })
    expect(() =>
      store.together(() => {
        store.shows.put(showNamed('half'))
        codeOf(() => {
          for (let n = 0; n < 1000; n++) store.journal.append(SESSION, RUN, key(n))
        })
        store.shows.put(showNamed('loose'))
      }),
    ).toThrow('nothing more may be written')
    expect(store.shows.all()).toEqual([])
  })

  it('is told from a file size limit too, and what was acknowledged is there afterwards', async () => {
    const path = folder()
    const writer = start('storageChild.ts', [path, '2000'], { fileKiB: 400 })
    let acknowledged = 0
    let failed: unknown
    for await (const line of writer.lines) {
      if (typeof line['seq'] === 'number') acknowledged = line['seq']
      failed = line['failed'] ?? failed
      if (failed !== undefined || line['finished']) break
    }
    await writer.kill()

    expect(failed).toBe('storage.io')
    expect(acknowledged).toBeGreaterThan(10)
    expect(open(path).store.journal.ofRun(RUN)).toHaveLength(acknowledged)
  })
})
