import { describe, expect, it } from 'vitest'
import { markTake } from '../../../electron/core/shows/markTake'
import { readMediaPlaylist, writeVodPlaylist } from '../../../electron/core/shows/mediaPlaylist'
import { airingFolder, airingPlaylist, takePlaylist } from '../../../electron/core/shows/naming'
import type { Place, ShowWorld } from '../../../electron/core/shows/showWorld'
import { showWorkflows } from '../../../electron/core/shows/workflows'
import { Engine } from '../../../electron/core/workflow/engine'
import { bucketInTest } from '../../harness/bucketInTest'
import { HOUR, SECOND, SESSION, START, aSession, aTake, runId } from '../../harness/builders'
import { silent } from '../../harness/chores'
import { storesInTest } from '../../harness/storesInTest'
import { VirtualClock } from '../../harness/virtualClock'

const { folder, open } = storesInTest()
const session = aSession()
const nameOf = (index: number) => `show-1080p-${String(index).padStart(5, '0')}.ts`
const take = aTake({ state: 'closing', inAt: START + 3 * SECOND, outAt: START + 4 * HOUR })

/** A closed airing of four hours and a minute, and a take of four hours in it. */
function stage() {
  const bucket = bucketInTest()
  const segments = Array.from({ length: 4 * 1800 + 30 }, (_, index) => ({
    uri: nameOf(index),
    seconds: 2,
    startsAt: START + index * 2 * SECOND,
    discontinuity: false,
  }))
  const put = (name: string, text: string) => bucket.objects.set(name, Buffer.from(text))
  for (const { uri } of segments) put(`${airingFolder(session, 1)}${uri}`, 'a segment')
  const airing = airingPlaylist(session, 1)
  put(airing, writeVodPlaylist(segments))

  const { store } = open(folder())
  store.sessions.put(session)
  store.takes.put(take)
  const place = { cloud: { recordings: bucket } } as unknown as Place // takes need no more of it
  const world: ShowWorld = {
    store,
    keys: { has: () => Promise.resolve(true), delete: () => Promise.resolve() },
    ids: { next: () => 'id', unguessable: () => 'id' },
    self: { id: 'console-1', owner: 'maria on studio-laptop' },
    place: () => Promise.resolve(place),
  }
  const engine = new Engine({
    journal: store.journal,
    clock: new VirtualClock({ startMs: START + 5 * HOUR }),
    log: silent,
    world,
    workflows: showWorkflows,
  })
  const close = (run: string) =>
    engine.start(markTake, {
      runId: runId(run),
      sessionId: SESSION,
      input: { sessionId: SESSION, takeId: take.id },
    }).done
  const written = () => {
    const body = bucket.objects.get(takePlaylist(session, take.id))
    return body && readMediaPlaylist(Buffer.from(body).toString()).segments
  }
  return { bucket, airing, store, close, written, settled: () => store.takes.get(take.id) }
}

describe('closing a take of four hours', () => {
  it('keeps its two ends in the journal, not its thousands of segments', async () => {
    const { store, close, written, settled } = stage()
    expect(await close('run-1')).toMatchObject({ kind: 'succeeded' })
    expect(settled()).toMatchObject({ state: 'verified', seconds: 4 * 3600 - 2, trouble: null })
    expect(written()?.map(({ uri }) => uri)).toEqual(
      Array.from({ length: 7199 }, (_, index) => `../1/${nameOf(index + 1)}`),
    )
    expect(JSON.stringify(store.journal.ofSession(SESSION)).length).toBeLessThan(4_000)
  })

  it('is damaged, and closed by a later run, where its airing cannot be read in between', async () => {
    const { bucket, airing, close, settled } = stage()
    const playlist = bucket.objects.get(airing) ?? new Uint8Array()
    const { read } = bucket
    let reads = 0
    Object.assign(bucket, {
      read: (...asked: Parameters<typeof read>) => {
        if (++reads === 2) bucket.objects.delete(airing)
        return read(...asked)
      },
    })
    expect(await close('run-1')).toMatchObject({ kind: 'succeeded' })
    expect(settled()).toMatchObject({
      state: 'damaged',
      playlist: null,
      trouble: { code: 'take.not-closed', why: expect.stringMatching(/changed or deleted/) },
    })
    bucket.objects.set(airing, playlist)
    expect(await close('run-2')).toMatchObject({ kind: 'succeeded' })
    expect(settled()).toMatchObject({ state: 'verified', trouble: null })
  })

  it('says how many of its segments are missing', async () => {
    const { bucket, close, settled } = stage()
    bucket.objects.delete(`${airingFolder(session, 1)}${nameOf(100)}`)
    bucket.objects.set(`${airingFolder(session, 1)}${nameOf(200)}`, new Uint8Array())
    await close('run-1')
    expect(settled()).toMatchObject({
      state: 'damaged',
      trouble: { code: 'take.incomplete', why: expect.stringMatching(/^2 of/) },
    })
  })
})
