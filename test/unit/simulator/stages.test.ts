import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../../electron/simulator/kit/clock'
import { pageOf } from '../../../electron/simulator/kit/paging'
import { SortedKeys } from '../../../electron/simulator/kit/sortedKeys'
import { Stages, tombstoneMs, type Pending } from '../../../electron/simulator/medialive/stages'

type State = 'IDLE' | 'BUSY' | 'DELETED'
interface Thing {
  readonly id: string
  readonly region: string
  readonly owner: string
  readonly state: State
  readonly pending: Pending<State> | undefined
}

function openStages() {
  const clock = new ManualClock(0)
  const stages = new Stages<State, Thing, 'owner'>({
    clock,
    entered: () => {},
    indexes: { owner: ({ owner }) => [owner] },
  })
  const make = (id: string, changes: Partial<Thing> = {}) =>
    stages.settle(
      { id, region: 'here', owner: 'me', state: 'IDLE', pending: undefined, ...changes },
      'IDLE',
    )
  return { clock, stages, make }
}

describe('records with states', () => {
  it('are listed in the order of their ids, those of the Region only and no deleted ones', () => {
    const { stages, make } = openStages()
    for (const id of ['30', '10', '20']) make(id)
    make('15', { region: 'there' })
    stages.settle(stages.get('20'), 'DELETED')
    expect(stages.listed('here').map(({ id }) => id)).toEqual(['10', '30'])
    expect([stages.count('here'), stages.count('there'), stages.count('nowhere')]).toEqual([
      2, 1, 0,
    ])
  })

  it('are found under what they are known by now, and no longer under what they were', () => {
    const { stages, make } = openStages()
    stages.put({ ...make('1'), owner: 'you' })
    make('2')
    expect(stages.under('owner', 'you').map(({ id }) => id)).toEqual(['1'])
    expect(stages.under('owner', 'me').map(({ id }) => id)).toEqual(['2'])
    expect(stages.under('owner', undefined)).toEqual([])
  })

  it('move only while the clock has something in store for them', () => {
    const { clock, stages, make } = openStages()
    stages.pass(make('1'), 'BUSY', 'IDLE', 1_000)
    expect(stages.isAnyMoving()).toBe(true)
    clock.advance(1_000)
    expect(stages.isAnyMoving()).toBe(false)
  })

  it('can be described for a day after their deletion, and over a restart', () => {
    const { clock, stages, make } = openStages()
    stages.settle(make('1'), 'DELETED')
    clock.advance(tombstoneMs - 1)
    const later = openStages()
    later.clock.resumeAt(clock.now())
    later.stages.restore(JSON.parse(JSON.stringify(stages.all())) as Thing[])
    for (const each of [{ clock, stages }, later]) {
      expect(each.stages.find('here', '1')).toMatchObject({ state: 'DELETED' })
      each.clock.advance(1)
      expect(each.stages.find('here', '1')).toBeUndefined()
      expect(each.stages.under('owner', 'me')).toEqual([])
    }
  })

  it('are forgotten sooner where very many were deleted', () => {
    const { stages, make } = openStages()
    for (let id = 0; id < 2_500; id += 1) stages.settle(make(String(id)), 'DELETED')
    expect(stages.all()).toHaveLength(2_000)
    expect(stages.has('499')).toBe(false)
    expect(stages.has('500')).toBe(true)
  })
})

describe('a page off an index', () => {
  it('goes on after the last one served, whatever was made or deleted meanwhile', () => {
    const { stages, make } = openStages()
    for (let id = 10; id < 20; id += 1) make(String(id))
    const listing = stages.listing('here')
    const first = pageOf(listing, ({ id }) => id, { maxResults: 4, nextToken: undefined })
    stages.settle(stages.get('13'), 'DELETED')
    make('12a')
    const second = pageOf(listing, ({ id }) => id, { maxResults: 6, nextToken: first.nextToken })
    expect(first.items.map(({ id }) => id)).toEqual(['10', '11', '12', '13'])
    expect(second.items.map(({ id }) => id)).toEqual(['14', '15', '16', '17', '18', '19'])
    expect(second.nextToken).toBeUndefined()
  })
})

describe('sorted keys', () => {
  it('hold each key once', () => {
    const keys = new SortedKeys()
    for (const key of ['b', 'a', 'b', 'c', 'a']) keys.add(key)
    keys.remove('x')
    keys.remove('b')
    expect(keys.all()).toEqual(['a', 'c'])
    expect(keys.after('b', 5)).toEqual(['c'])
    expect(keys.after(undefined, 1)).toEqual(['a'])
  })
})
