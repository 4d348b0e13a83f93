import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { putOwnObject } from '../../../electron/simulator/s3/objects'
import { ObjectStore } from '../../../electron/simulator/s3/store'

let folder: string
let store: ObjectStore

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tallylight-store-'))
  store = ObjectStore.open(folder)
  const bucket = { name: 'rec', region: 'us-east-1', createdAt: 1 }
  await store.commit({ did: 'create-bucket', bucket })
})

afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

const put = (key: string, body: string | Readable) =>
  putOwnObject(store, {
    bucket: 'rec',
    key,
    contentType: 'text/plain',
    body: typeof body === 'string' ? Buffer.from(body) : body,
    now: 2,
  })

async function textOf(from: ObjectStore, key: string): Promise<string | undefined> {
  const object = from.catalog.object('rec', key)
  return object && (await buffer(from.read(object.blobs))).toString()
}

const files = () => readdirSync(join(folder, 'blobs'))

describe('the object store', () => {
  it('keeps the lifecycle rules of a bucket, and forgets them when told', async () => {
    await store.commit({ did: 'set-lifecycle', name: 'rec', lifecycle: '<Rule/>' })
    await store.close()
    store = ObjectStore.open(folder)
    expect(store.catalog.bucket('rec').lifecycle).toBe('<Rule/>')
    await store.commit({ did: 'set-lifecycle', name: 'rec', lifecycle: null })
    await store.close()
    store = ObjectStore.open(folder)
    expect(store.catalog.bucket('rec').lifecycle).toBeUndefined()
  })

  it('tells those who write a key that it was deleted meanwhile, and nobody else', async () => {
    await put('clip', 'one')
    const seen = await store.watches.during('rec', 'clip', async (watch) => {
      await store.commit({ did: 'delete-object', bucket: 'rec', key: 'other' })
      const before = watch.isDeleted
      await store.commit({ did: 'delete-object', bucket: 'rec', key: 'clip' })
      return [before, watch.isDeleted]
    })
    expect(seen).toEqual([false, true])
    const later = await store.watches.during('rec', 'clip', async (watch) => watch.isDeleted)
    expect(later).toBe(false)
  })

  it('comes back with everything after being opened again', async () => {
    await put('a/../strange\u0001 key/é', 'one')
    await put('b', 'two')
    await store.close()
    store = ObjectStore.open(folder)
    expect(await textOf(store, 'a/../strange\u0001 key/é')).toBe('one')
    expect(await textOf(store, 'b')).toBe('two')
    expect(store.catalog.storedBytes('rec')).toBe(6)
  })

  it('forgets a change whose line was cut by a crash, and sweeps bytes nobody refers to', async () => {
    await put('a', 'one')
    await store.close()
    appendFileSync(join(folder, 'catalog.jsonl'), '{"did":"delete-object","buck')
    appendFileSync(join(folder, 'blobs', 'half.part'), 'half')
    store = ObjectStore.open(folder)
    expect(await textOf(store, 'a')).toBe('one')
    expect(files()).toHaveLength(1)
  })

  it('leaves the old object whole when a new body breaks off', async () => {
    await put('a', 'old')
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('ne')
        throw new Error('the client went away')
      })(),
    )
    await expect(put('a', broken)).rejects.toThrow('went away')
    expect(await textOf(store, 'a')).toBe('old')
    expect(files()).toHaveLength(1)
  })

  it('lets a reader finish an object that was replaced meanwhile', async () => {
    await put('a', 'old')
    const reading = store.read(store.catalog.object('rec', 'a')?.blobs ?? [])
    await put('a', 'new')
    expect((await buffer(reading)).toString()).toBe('old')
    await expect.poll(files).toHaveLength(1)
    expect(await textOf(store, 'a')).toBe('new')
  })

  it('writes no line for an object whose bucket went while its body was on its way', async () => {
    const late = Readable.from(
      (async function* () {
        yield Buffer.from('x')
        await store.commit({ did: 'delete-bucket', name: 'rec' })
      })(),
    )
    await expect(put('a', late)).rejects.toMatchObject({ code: 'NoSuchBucket' })
    await store.close()
    store = ObjectStore.open(folder)
    expect(store.catalog.buckets()).toEqual([])
    expect(files()).toEqual([])
  })

  it('tells how many bytes a bucket gains and loses', async () => {
    const told: number[] = []
    store.onBytesChanged = (_, delta) => told.push(delta)
    await put('a', '12345')
    await put('a', '12')
    await store.commit({ did: 'delete-object', bucket: 'rec', key: 'a' })
    expect(told).toEqual([5, -3, -2])
  })

  it('uses a temporary folder of its process without one of its own, and takes it away', async () => {
    const mine = () =>
      readdirSync(tmpdir()).filter((name) => name.startsWith(`tallylight-s3-${process.pid}-`))
    const before = mine()
    const temporary = ObjectStore.open()
    expect(mine()).toHaveLength(before.length + 1)
    await temporary.close()
    expect(mine()).toEqual(before)
  })

  it('writes no object of its own that is not to be any more once its bytes are down', async () => {
    const own = { bucket: 'rec', key: 'late', contentType: 'text/plain', now: 2 }
    const checkAgain = () => {
      throw new Error('the account was emptied')
    }
    const late = putOwnObject(store, { ...own, body: Buffer.from('x'), checkAgain })
    await expect(late).rejects.toThrow('emptied')
    expect(store.catalog.object('rec', 'late')).toBeUndefined()
    expect(files()).toEqual([])
  })
})
