import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import type { SessionRecord, TakeRecord, Usage } from '../../../electron/core/ports'
import { RunId, SessionId, TakeId } from '../../../src/shared/domain/ids'
import { aTake, aUsage } from '../../harness/builders'
import { NOW, storesInTest } from '../../harness/storesInTest'
import { RUN, SESSION, showNamed, started } from './samples'

const { folder, open } = storesInTest()

describe('the journal', () => {
  it('hands out what was written, by run and by session, in order', () => {
    const { journal } = open(folder()).store
    const other = RunId.parse('run-2')
    journal.append(SESSION, RUN, started)
    journal.append(SESSION, other, started)
    journal.append(SESSION, RUN, { kind: 'step-started', key: 'run-1/a' })
    journal.append(SESSION, RUN, { kind: 'step-succeeded', key: 'run-1/a', output: { id: 7 } })
    expect(journal.ofRun(RUN)).toMatchObject([
      { seq: 1, at: NOW, runId: RUN, sessionId: SESSION, entry: started },
      { seq: 3, entry: { kind: 'step-started' } },
      { seq: 4, entry: { output: { id: 7 } } },
    ])
    expect(journal.ofSession(SESSION).map(({ seq }) => seq)).toEqual([1, 2, 3, 4])
    expect(journal.ofSession(SessionId.parse('nobody'))).toEqual([])
  })

  it('knows the runs that have not ended, the oldest first', () => {
    const { journal } = open(folder()).store
    const runs = ['run-b', 'run-a', 'run-c'].map((id) => RunId.parse(id))
    for (const run of runs) journal.append(SESSION, run, started)
    const [, second] = runs
    if (second)
      journal.append(SESSION, second, { kind: 'run-ended', outcome: 'succeeded', output: 1 })
    expect(journal.openRuns().map(({ runId }) => runId)).toEqual(['run-b', 'run-c'])
  })

  it('cannot be changed or shortened by anyone', () => {
    const path = folder()
    const { store, close } = open(path)
    store.journal.append(SESSION, RUN, started)
    close()
    const database = new DatabaseSync(join(path, 'tallylight.db'))
    expect(() => database.exec('DELETE FROM journal')).toThrow('append-only')
    expect(() => database.exec(`UPDATE journal SET kind = 'x'`)).toThrow('append-only')
    database.close()
  })
})

describe('the shelves', () => {
  it('keep each record as it was put, across a restart', () => {
    const path = folder()
    const show = { ...showNamed('one'), capMicros: 5_000_000 }
    const session: SessionRecord = {
      id: SESSION,
      show,
      profile: 'default',
      region: 'eu-west-1',
      rehearsal: true,
      settings: {
        roleArn: null,
        bucket: 'recordings',
        ingest: { allow: 'this-machine' },
        safetyRoleArn: null,
        withoutSafetyStop: true,
      },
      startedAt: NOW,
      plannedEndAt: null,
      certificate: null,
    }
    const take = {
      id: TakeId.parse('take-1'),
      sessionId: SESSION,
      airing: 1,
      name: 'Sermon',
      state: 'recording',
      inAt: NOW,
      outAt: null,
      pictureAgeMs: 4000,
      outPictureAgeMs: 2500,
      playlist: null,
      seconds: null,
      bytes: null,
      trouble: null,
    } satisfies TakeRecord
    const usage: Usage = {
      id: 'usage-1',
      sessionId: SESSION,
      kind: 'egress',
      resource: '1234567',
      from: NOW,
      to: null,
      lastSeenAt: NOW + 30_000,
      quantity: 2 ** 45,
    }
    const first = open(path)
    first.store.shows.put(show)
    first.store.removedShows.put(show)
    first.store.sessions.put(session)
    first.store.takes.put(take)
    first.store.usage.put(usage)
    first.store.putSetting('profile', { name: 'default' })
    first.close()

    const { store } = open(path)
    expect(store.shows.all()).toEqual([show])
    expect(store.removedShows.get(show.id)).toEqual(show)
    expect(store.sessions.get(SESSION)).toEqual(session)
    expect(store.takes.all()).toEqual([take])
    expect(store.usage.all()).toEqual([usage])
    expect(store.setting('profile')).toEqual({ name: 'default' })
    expect(store.setting('never set')).toBeUndefined()
  })

  it('give records of an earlier version what these did not have', () => {
    const { takes, usage } = open(folder()).store
    const { outPictureAgeMs: _, ...earlier } = aTake()
    takes.put(earlier as TakeRecord) // as it lay on disk
    expect(takes.all()).toEqual([aTake({ outPictureAgeMs: null })])
    const { lastSeenAt: __, ...stretch } = aUsage({ to: NOW })
    usage.put(stretch as Usage)
    expect(usage.all()).toEqual([aUsage({ to: NOW, lastSeenAt: NOW })])
  })

  it('of one session are found without those of others, also after they were changed', () => {
    const { store } = open(folder())
    const other = SessionId.parse('session-2')
    for (const [n, of] of [SESSION, other, SESSION].entries()) {
      store.takes.put(aTake({ id: TakeId.parse(`take-${n}`), sessionId: of }))
      store.usage.put(aUsage({ id: `usage-${n}`, sessionId: of }))
    }
    store.takes.put(aTake({ id: TakeId.parse('take-0'), sessionId: SESSION, name: 'Renamed' }))
    expect(store.takesOf(SESSION).map(({ id, name }) => [id, name])).toEqual([
      ['take-0', 'Renamed'],
      ['take-2', 'Take 1'],
    ])
    expect(store.usageOf(other).map(({ id }) => id)).toEqual(['usage-1'])
    expect(store.usageOf(SessionId.parse('nobody'))).toEqual([])
  })

  it('of a session tell its runs without their steps', () => {
    const { store } = open(folder())
    store.journal.append(SESSION, RUN, started)
    store.journal.append(SESSION, RUN, { kind: 'step-started', key: 'run-1/a' })
    store.journal.append(SESSION, RUN, { kind: 'run-ended', outcome: 'succeeded', output: null })
    expect(store.outlineOf(SESSION).map(({ entry }) => entry.kind)).toEqual([
      'run-started',
      'run-ended',
    ])
  })

  it('keep the order in which records came, whatever is changed later', () => {
    const { shows } = open(folder()).store
    for (const id of ['b', 'a', 'c']) shows.put(showNamed(id))
    shows.put(showNamed('b', 'renamed'))
    shows.remove(showNamed('a').id)
    expect(shows.all().map(({ id, name }) => [id, name])).toEqual([
      ['b', 'renamed'],
      ['c', 'Sunday service'],
    ])
  })
})

describe('together', () => {
  it('takes back everything when the work fails, and inner work alone when that is caught', () => {
    const { store } = open(folder())
    expect(() =>
      store.together(() => {
        store.shows.put(showNamed('gone'))
        throw new Error('no')
      }),
    ).toThrow('no')
    store.together(() => {
      store.shows.put(showNamed('kept'))
      expect(() =>
        store.together(() => {
          store.shows.put(showNamed('gone'))
          throw new Error('inner')
        }),
      ).toThrow('inner')
      store.together(() => store.shows.put(showNamed('kept-too')))
    })
    expect(store.shows.all().map(({ id }) => id)).toEqual(['kept', 'kept-too'])
  })

  it('refuses work that would go on after the transaction', () => {
    const { store } = open(folder())
    expect(() =>
      store.together(async () => {
        store.shows.put(showNamed('gone'))
      }),
    ).toThrow('cannot wait')
    expect(store.shows.all()).toEqual([])
  })
})

describe('backups', () => {
  it('are whole, and the newest five are kept', async () => {
    const path = folder()
    let now = NOW
    const { store, backupNow } = open(path, { now: () => now })
    for (let n = 0; n < 7; n++) {
      store.shows.put(showNamed(`show-${n}`))
      await backupNow()
      now += 60_000
    }
    const names = readdirSync(join(path, 'backups')).toSorted()
    expect(names).toHaveLength(5)
    expect(names[0]).toContain('00-02-00')
    const copy = new DatabaseSync(join(path, 'backups', names[4] ?? ''), { readOnly: true })
    expect(copy.prepare('SELECT count(*) AS n FROM shows').get()).toMatchObject({ n: 7 })
    copy.close()
  })
})
