import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  afterEvents,
  emptyCollection,
  type CollectionEvent,
} from '../../../src/renderer/store/collection'
import { inBatches } from '../../../src/renderer/store/feeds'

interface Thing {
  readonly id: string
  readonly size: number
}

const things = fc.record({ id: fc.constantFrom('a', 'b', 'c'), size: fc.nat(9) })
const events: fc.Arbitrary<CollectionEvent<Thing>> = fc.oneof(
  fc.record({ kind: fc.constant('snapshot' as const), items: fc.array(things) }),
  fc.record({ kind: fc.constant('changed' as const), item: things }),
  fc.record({ kind: fc.constant('forgotten' as const), id: fc.constantFrom('a', 'b', 'c') }),
)

describe('a collection', () => {
  test('is unknown until its first snapshot, even if that is empty', () => {
    const before = emptyCollection<Thing>()
    expect(before.known).toBe(false)
    expect(afterEvents(before, [{ kind: 'snapshot', items: [] }])).toEqual({
      known: true,
      byId: {},
    })
  })

  test('comes out the same whether events are taken one by one or in one batch', () => {
    fc.assert(
      fc.property(fc.array(events, { maxLength: 20 }), (all) => {
        const oneByOne = all.reduce(
          (state, event) => afterEvents(state, [event]),
          emptyCollection<Thing>(),
        )
        expect(afterEvents(emptyCollection<Thing>(), all)).toEqual(oneByOne)
      }),
    )
  })

  test('leaves the picture before it untouched', () => {
    const before = afterEvents(emptyCollection<Thing>(), [
      { kind: 'snapshot', items: [{ id: 'a', size: 1 }] },
    ])
    afterEvents(before, [{ kind: 'forgotten', id: 'a' }])
    expect(before.byId['a']).toEqual({ id: 'a', size: 1 })
  })

  test('keeps the identity of what did not change, so that its row is not drawn again', () => {
    const before = afterEvents(emptyCollection<Thing>(), [
      {
        kind: 'snapshot',
        items: [
          { id: 'a', size: 1 },
          { id: 'b', size: 2 },
        ],
      },
    ])
    const after = afterEvents(before, [{ kind: 'changed', item: { id: 'a', size: 9 } }])
    expect(after.byId['b']).toBe(before.byId['b'])
    expect(afterEvents(after, [])).toBe(after)
  })
})

describe('a storm of events', () => {
  test('is taken in one go per frame, in order, and none is lost', () => {
    const taken: (readonly number[])[] = []
    const waiting: (() => void)[] = []
    const receive = inBatches<number>(
      (batch) => taken.push(batch),
      (run) => waiting.push(run),
    )
    receive(1)
    receive(2)
    expect(taken).toEqual([])
    waiting.shift()?.()
    receive(3)
    waiting.shift()?.()
    expect(taken).toEqual([[1, 2], [3]])
    expect(waiting).toEqual([])
  })
})
