import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { storageSentences } from '../../../electron/adapters/storage/sentences'
import { operatorError } from '../../../src/shared/errors'
import { expectGivenBack, expectWholeShow } from '../../harness/aftermath'
import { Guard, guardedStore } from '../../harness/crash'
import {
  airWholeShow,
  live,
  plan,
  prepared,
  reaches,
  signedIn,
  wrapped,
} from '../../harness/operator'
import { rehearsalsInTest } from '../../harness/rehearsalsInTest'

const { open, live: again } = rehearsalsInTest()

/** A disk that is full from one moment to another. */
class Disk extends Guard {
  isFull = false

  override write<T>(work: () => T): T {
    if (this.isFull) throw operatorError(storageSentences.full)
    return super.write(work)
  }
}

describe('a disk that fills up in the middle of a show', () => {
  it('is said, stops nothing that is on air, and the show goes on when there is room again', async () => {
    const disk = new Disk()
    const { aws, life } = await open({ wrapStore: (store) => guardedStore(store, disk) })
    const sessionId = await prepared(life, await plan(life))
    await life.handlers.sessions.goLive({ commandId: life.gesture(), sessionId })
    disk.isFull = true
    await life.until('it is said', () =>
      life.status()?.notices.some(({ code }) => code === storageSentences.full.code),
    )
    await life.pass(4 * 60_000)
    expect(life.session(sessionId)?.parked?.code).toBe(storageSentences.full.code)
    expect(aws.things().channels).toHaveLength(1)

    disk.isFull = false
    await reaches(life, sessionId, 'live')
    expect(life.session(sessionId)?.parked).toBeNull()
    expectGivenBack(aws, await wrapped(life, sessionId))
  })

  it('refuses a take in words instead of losing it', async () => {
    const disk = new Disk()
    const { life } = await open({ wrapStore: (store) => guardedStore(store, disk) })
    const sessionId = await prepared(life, await plan(life))
    await live(life, sessionId)
    disk.isFull = true
    const { startTake } = life.handlers.sessions
    await expect(
      startTake({ commandId: life.gesture(), sessionId, name: '', pictureAgeMs: null }),
    ).rejects.toMatchObject({ wire: { code: storageSentences.full.code } })
    expect(life.session(sessionId)?.takes).toEqual([])
    disk.isFull = false
  })

  it('while a take is open, keeps it open until there is room', async () => {
    const disk = new Disk()
    const { life } = await open({ wrapStore: (store) => guardedStore(store, disk) })
    const sessionId = await prepared(life, await plan(life))
    await live(life, sessionId)
    await life.pass(3_000)
    const { startTake, endTake } = life.handlers.sessions
    const start = { commandId: life.gesture(), sessionId, name: '', pictureAgeMs: null }
    const { takeId } = await startTake(start)
    await life.pass(3_000)
    disk.isFull = true
    const end = () => endTake({ commandId: life.gesture(), sessionId, takeId, pictureAgeMs: null })
    await expect(end()).rejects.toMatchObject({ wire: { code: storageSentences.full.code } })
    expect(life.session(sessionId)?.takes[0]?.state).toBe('recording')
    disk.isFull = false
    await end()
    await life.until('it is closed', () => life.session(sessionId)?.takes[0]?.state === 'verified')
  })
})

describe('a damaged file', () => {
  it('is kept aside and said, and the console can be worked with', async () => {
    const { aws, life, folder } = await open()
    await plan(life)
    await life.close()
    const file = join(folder, 'tallylight.db')
    expect(existsSync(file)).toBe(true)
    writeFileSync(file, 'this is no database')
    const next = await again(aws, folder)
    await signedIn(next)
    expect(next.status()?.notices.map(({ code }) => code)).toContain('storage.started-afresh')
    expect(readdirSync(folder).some((name) => name.includes('damaged'))).toBe(true)
    expect(next.status()?.mayWrite).toBe(true)
    expectWholeShow(aws, await airWholeShow(next))
  })
})

describe('a second console on the same folder', () => {
  it('only looks: it sees the show, says whose it is, and changes nothing', async () => {
    const { aws, life, folder } = await open()
    const showId = await plan(life)
    const sessionId = await prepared(life, showId)
    const calls = life.calls.length
    const other = await again(aws, folder)
    await signedIn(other)
    expect(other.status()?.mayWrite).toBe(false)
    expect(other.status()?.notices.map(({ code }) => code)).toContain(
      storageSentences.otherConsole('').code,
    )
    await other.until('it sees the show', () => other.session(sessionId)?.phase === 'armed')
    for (const command of ['goLive', 'stop', 'wrap'] as const)
      await expect(
        other.handlers.sessions[command]({ commandId: other.gesture(), sessionId }),
      ).rejects.toMatchObject({ wire: { code: storageSentences.viewOnly.code } })
    expect(life.session(sessionId)?.phase).toBe('armed')
    expect(calls).toBeGreaterThan(0)
    await other.close()
    expectGivenBack(aws, await wrapped(life, sessionId))
  })
})

describe('a console that is open for some minutes only', () => {
  it('leaves a copy of its data behind', async () => {
    const { folder, life } = await open()
    await plan(life)
    await life.pass(120_000)
    await life.close()
    expect(readdirSync(join(folder, 'backups'))).not.toEqual([])
  })
})
