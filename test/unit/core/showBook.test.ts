import { describe, expect, it } from 'vitest'
import { memoryVault } from '../../../electron/adapters/keychain/memoryVault'
import { destinationKeyRef } from '../../../electron/core/ports'
import { ShowBook, type ShowEvent } from '../../../electron/core/shows/showBook'
import type { CommandId, ShowId } from '../../../src/shared/domain/ids'
import { START, aDraft, anRtmpDestination, destinationId, showId } from '../../harness/builders'
import { storesInTest } from '../../harness/storesInTest'

const { folder, open } = storesInTest()
const commandId = '0d9488e0-0000-4000-8000-000000000001' as CommandId

function openBook() {
  const { store } = open(folder())
  const keys = memoryVault(null)
  const busy = new Set<ShowId>()
  const events: ShowEvent[] = []
  const clock = { now: () => START, sleep: () => Promise.resolve() }
  const book = new ShowBook({ store, clock, keys, inUse: (id) => busy.has(id) })
  book.subscribe((event) => void events.push(event))
  return { store, keys, busy, events, book }
}

describe('the book of shows', () => {
  it('makes one show of a double click, and tells of it once', () => {
    const { book, store, events } = openBook()
    const id = book.create(commandId, aDraft())
    expect(book.create(commandId, aDraft({ name: 'again' }))).toBe(id)
    expect(store.shows.all()).toEqual([{ ...aDraft(), id, updatedAt: START }])
    expect(events.map(({ kind }) => kind)).toEqual(['snapshot', 'changed'])
  })

  it('forgets the keys of destinations that are taken away, and of no other', async () => {
    const { book, keys } = openBook()
    const gone = anRtmpDestination({ id: destinationId('gone') })
    const stays = anRtmpDestination({ id: destinationId('stays') })
    const id = book.create(commandId, aDraft({ destinations: [gone, stays] }))
    for (const one of [gone, stays]) await keys.set(destinationKeyRef(id, one.id), 'dummy-key')
    await book.update(id, aDraft({ destinations: [stays] }))
    expect(await keys.has(destinationKeyRef(id, gone.id))).toBe(false)
    expect(await keys.has(destinationKeyRef(id, stays.id))).toBe(true)
  })

  it('refuses to change or remove what is prepared or on air', async () => {
    const { book, busy, store } = openBook()
    const id = book.create(commandId, aDraft())
    busy.add(id)
    await expect(book.update(id, aDraft({ name: 'new' }))).rejects.toMatchObject({
      wire: { code: 'show.in-use' },
    })
    expect(() => book.remove(id)).toThrow(/cannot be removed/)
    expect(store.shows.get(id)?.name).toBe('Sunday service')
  })

  it('puts a removed show back as it was, its keys too', async () => {
    const { book, keys, store, events } = openBook()
    const id = book.create(commandId, aDraft())
    const key = destinationKeyRef(id, destinationId('studio'))
    await keys.set(key, 'dummy-key')
    const before = book.get(id)
    book.remove(id)
    expect(store.shows.all()).toEqual([])
    expect(() => book.get(id)).toThrow(/no such show/)
    book.restore(id)
    expect(book.get(id)).toEqual(before)
    expect(await keys.has(key)).toBe(true)
    expect(events.map(({ kind }) => kind)).toEqual(['snapshot', 'changed', 'forgotten', 'changed'])
  })

  it('knows nothing of shows that never were', async () => {
    const { book } = openBook()
    const unknown = { wire: { code: 'show.unknown' } }
    expect(() => book.restore(showId('nobody'))).toThrow(/no such show/)
    await expect(book.update(showId('nobody'), aDraft())).rejects.toMatchObject(unknown)
  })
})
