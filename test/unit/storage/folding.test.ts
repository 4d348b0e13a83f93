import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { showSteps } from '../../../electron/core/shows/history'
import type { JournalEntry } from '../../../electron/core/journal'
import type { Store } from '../../../electron/core/ports'
import { runStories } from '../../../electron/core/workflow/runStory'
import { operatorError } from '../../../src/shared/errors'
import { aSession, runId, sessionId } from '../../harness/builders'
import { NOW, storesInTest } from '../../harness/storesInTest'

const { folder, open } = storesInTest()
const DAY = 24 * 3_600_000

const error = operatorError({
  code: 'aws.busy',
  what: 'AWS is busy.',
  why: 'It was asked too often.',
  todo: 'Nothing.',
  fate: 'retry',
}).wire

/** A session that ended so long ago, with a step that took so many tries. */
function aired(store: Store, name: string, daysAgo: number, tries: number, isOver = true): void {
  const id = sessionId(name)
  const certificate = {
    sessionId: id,
    issuedAt: NOW - daysAgo * DAY,
    asked: [],
    leftovers: [],
    keptRecordings: [],
    totalMicros: 0,
  }
  store.sessions.put(aSession({ id, certificate }))
  const run = runId(`run-${name}`)
  const key = `run-${name}/create-channel`
  const write = (entry: JournalEntry) => store.journal.append(id, run, entry)
  write({ kind: 'run-started', workflow: 'arm', version: 1, input: {} })
  write({ kind: 'step-started', key })
  for (let attempt = 1; attempt <= tries; attempt++) {
    const requests = [{ call: 'CreateChannel', id: `id-${attempt}` }]
    write({ kind: 'step-attempted', key, attempt, error, requests })
  }
  write({ kind: 'step-succeeded', key, output: 'made', requests: [{ call: 'X', id: 'last' }] })
  if (isOver) write({ kind: 'run-ended', outcome: 'succeeded', output: { channelId: '1' } })
}

const before = NOW - 30 * DAY
const linesOf = (store: Store, name: string) => store.journal.ofSession(sessionId(name))

describe('an old journal', () => {
  it('is folded to the last try of each step, which has the ids of all', () => {
    const { store, foldJournal, notices } = open(folder())
    aired(store, 'old', 31, 40)
    const [was] = runStories(linesOf(store, 'old'), showSteps)
    expect(foldJournal(before)).toBe(true)
    expect(linesOf(store, 'old')).toHaveLength(5)
    const [is] = runStories(linesOf(store, 'old'), showSteps)
    expect({ ...is, steps: [] }).toEqual({ ...was, steps: [] })
    expect(is?.steps[0]).toMatchObject({ ...was?.steps[0], attempts: [{ attempt: 40, error }] })
    expect(is?.steps[0]?.attempts[0]?.requests).toHaveLength(40)
    expect(store.outlineOf(sessionId('old'))).toHaveLength(2)
    expect(notices).toEqual([])
    expect(foldJournal(before)).toBe(false)
  })

  it('is folded a session at a time, and only where that is over for long', () => {
    const { store, foldJournal } = open(folder())
    aired(store, 'older', 400, 3)
    aired(store, 'old', 31, 3)
    aired(store, 'young', 29, 3)
    aired(store, 'stuck', 40, 3, false)
    expect([foldJournal(before), foldJournal(before), foldJournal(before)]).toEqual([
      true,
      true,
      false,
    ])
    const left = ['older', 'old', 'young', 'stuck'].map((name) => linesOf(store, name).length)
    expect(left).toEqual([5, 5, 7, 6])
  })

  it('cannot be changed otherwise: neither what is folded nor what is not', () => {
    const path = folder()
    const { store, foldJournal, close } = open(path)
    aired(store, 'old', 31, 3)
    foldJournal(before)
    aired(store, 'young', 1, 3)
    close()
    const database = new DatabaseSync(join(path, 'tallylight.db'))
    for (const sql of [
      'DELETE FROM journal',
      `DELETE FROM journal WHERE kind = 'step-attempted'`,
      `UPDATE journal SET entry = '{}' WHERE kind = 'step-attempted'`,
      `UPDATE journal SET at = 0`,
    ])
      expect(() => database.exec(sql)).toThrow('append-only')
    database.exec(`UPDATE folded_sessions SET done = 0`)
    for (const sql of [
      `DELETE FROM journal WHERE session_id = 'old'`,
      `UPDATE journal SET kind = 'run-ended' WHERE kind = 'step-attempted'`,
      `DELETE FROM journal WHERE session_id = 'young'`,
    ])
      expect(() => database.exec(sql)).toThrow('append-only')
    database.close()
  })

  it('of a full disk stays as it was', () => {
    const path = folder()
    const first = open(path)
    aired(first.store, 'old', 31, 200)
    first.close()
    const full = open(path, { maxPageCount: 1 })
    const lines = linesOf(full.store, 'old').length
    try {
      full.foldJournal(before)
    } catch (thrown) {
      expect(thrown).toMatchObject({ wire: { code: 'storage.full' } })
    }
    expect([lines, 5]).toContain(linesOf(full.store, 'old').length)
  })
})
