import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KeyShelf } from '../../../electron/simulator/s3/keyShelf'
import { compareKeys, listPage, type ListingPage } from '../../../electron/simulator/s3/listing'

const all = { prefix: '', delimiter: '', after: '', skipRolledUp: true, maxKeys: 1000 }
const keys = ['a.txt', 'logs/1', 'logs/2', 'logs/deep/3', 'z'].toSorted(compareKeys)

describe('listings', () => {
  it('lists what begins with the prefix', () => {
    expect(listPage(keys, { ...all, prefix: 'logs/' }).keys).toEqual([
      'logs/1',
      'logs/2',
      'logs/deep/3',
    ])
  })

  it('rolls up what shares the part up to the delimiter', () => {
    expect(listPage(keys, { ...all, delimiter: '/' })).toMatchObject({
      keys: ['a.txt', 'z'],
      commonPrefixes: ['logs/'],
      isTruncated: false,
    })
    expect(listPage(keys, { ...all, prefix: 'logs/', delimiter: '/' })).toMatchObject({
      keys: ['logs/1', 'logs/2'],
      commonPrefixes: ['logs/deep/'],
    })
  })

  it('starts after a key, whether or not there is such a key', () => {
    expect(listPage(keys, { ...all, after: 'logs/1' }).keys).toEqual(['logs/2', 'logs/deep/3', 'z'])
    expect(listPage(keys, { ...all, after: 'logs/10' }).keys).toEqual([
      'logs/2',
      'logs/deep/3',
      'z',
    ])
  })

  it('is not truncated when exactly the last names fit, nor when none are wanted', () => {
    expect(listPage(keys, { ...all, maxKeys: 5 }).isTruncated).toBe(false)
    expect(listPage(keys, { ...all, maxKeys: 0 })).toMatchObject({ keys: [], isTruncated: false })
  })

  it('compares like UTF-8 where UTF-16 would not', () => {
    const names = ['\u{1f3a5}', '\uff5e', 'é', 'z']
    const byBytes = names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    expect(names.toSorted(compareKeys)).toEqual(byBytes)
  })

  it('gives every name exactly once, page by page, whatever the page size', () => {
    const key = fc.string({ unit: fc.constantFrom('a', 'b', '/', 'é'), minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(
        fc.uniqueArray(key),
        fc.integer({ min: 1, max: 4 }),
        fc.boolean(),
        (raw, maxKeys, rollUp) => {
          const sorted = raw.toSorted(compareKeys)
          const query = { ...all, delimiter: rollUp ? '/' : '', maxKeys }
          const whole = listPage(sorted, { ...query, maxKeys: 1000 })
          expect(namesOf(pagesOf(sorted, query))).toEqual(namesOf([whole]))
        },
      ),
    )
  })
})

function pagesOf(sorted: readonly string[], query: typeof all): readonly ListingPage[] {
  const pages: ListingPage[] = []
  for (let after = ''; ; after = pages.at(-1)?.last ?? '') {
    pages.push(listPage(sorted, { ...query, after }))
    if (!pages.at(-1)?.isTruncated) return pages
  }
}

const namesOf = (pages: readonly ListingPage[]) => ({
  keys: pages.flatMap((page) => page.keys),
  commonPrefixes: pages.flatMap((page) => page.commonPrefixes),
})

describe('a bucket of fifty thousand keys', () => {
  const shelf = new KeyShelf()
  const folder = (index: number) => String(index % 50).padStart(2, '0')
  for (let index = 0; index < 50_000; index++) shelf.add(`show/${folder(index)}/${index}.ts`)

  it('keeps them in order, each once, however they came', () => {
    const { inOrder } = shelf
    expect(inOrder).toHaveLength(50_000)
    expect(inOrder).toEqual([...new Set(inOrder)].toSorted(compareKeys))
    shelf.add('show/00/0.ts')
    shelf.add('a')
    shelf.remove('a')
    shelf.remove('never there')
    expect(shelf.inOrder).toHaveLength(50_000)
  })

  it('reads no more keys for a page than the page needs', () => {
    let reads = 0
    const counted = new Proxy(shelf.inOrder, {
      get(target, name) {
        if (typeof name === 'string' && /^\d+$/.test(name)) reads += 1
        return Reflect.get(target, name) as unknown
      },
    })
    const page = listPage(counted, { ...all, prefix: 'show/25/', after: 'show/25/3', maxKeys: 100 })
    expect(page.keys).toHaveLength(100)
    expect(reads).toBeLessThan(150)
    reads = 0
    const folders = listPage(counted, { ...all, prefix: 'show/', delimiter: '/' })
    expect(folders.commonPrefixes).toHaveLength(50)
    expect(reads).toBeLessThan(50 * 20)
  })
})
