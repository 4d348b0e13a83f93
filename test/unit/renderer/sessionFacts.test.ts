import { describe, expect, test } from 'vitest'
import type { RunId } from '../../../src/shared/domain/ids'
import type { SessionView } from '../../../src/shared/domain/session'
import type { Show } from '../../../src/shared/domain/show'
import { runsForReading, waitOf } from '../../../src/renderer/store/runFacts'
import {
  allTakes,
  burnRate,
  firstShow,
  sessionByShow,
  sessionOfShow,
} from '../../../src/renderer/store/sessionFacts'
import { aCost, aRun, aSession, aShow, aStep, aTake, NOW, sessionId, showId } from './builders'

const collection = <Item extends { readonly id: string }>(...items: readonly Item[]) => ({
  known: true,
  byId: Object.fromEntries(items.map((item) => [item.id, item])),
})
const session = (id: string, more: Partial<SessionView> = {}) =>
  aSession({ id: sessionId(id), ...more })
const show = (id: string, more: Partial<Show> = {}) => aShow({ id: showId(id), ...more })

describe('the airing a show’s screen is about', () => {
  test('is the one that is not over, even where a later one has ended', () => {
    const open = session('open', { startedAt: NOW - 10, phase: 'live' })
    const ended = session('ended', { startedAt: NOW, phase: 'wrapped' })
    expect(sessionOfShow(collection(ended, open), showId('show-1'))).toBe(open)
    expect(sessionByShow(collection(ended, open)).get(showId('show-1'))).toBe(open)
  })

  test('is the latest one where all have ended, and none for a show never aired', () => {
    const first = session('first', { startedAt: NOW - 10, phase: 'wrapped' })
    const second = session('second', { startedAt: NOW, phase: 'wrapped' })
    expect(sessionOfShow(collection(first, second), showId('show-1'))).toBe(second)
    expect(sessionOfShow(collection(first, second), showId('show-9'))).toBeUndefined()
  })
})

describe('a fresh window', () => {
  test('opens on the show that is running', () => {
    const shows = collection(show('show-1', { updatedAt: NOW }), show('show-2', { updatedAt: 1 }))
    const running = session('s', { showId: showId('show-2'), phase: 'live' })
    expect(firstShow(shows, collection(running))?.id).toBe('show-2')
  })

  test('opens on the show touched last where nothing runs', () => {
    const shows = collection(show('show-1', { updatedAt: 1 }), show('show-2', { updatedAt: NOW }))
    const ended = session('s', { phase: 'wrapped' })
    expect(firstShow(shows, collection(ended))?.id).toBe('show-2')
  })
})

describe('what is being spent', () => {
  test('never adds the price of a rehearsal to real money', () => {
    const rate = burnRate(
      collection(
        session('real', { cost: aCost({ perHourMicros: 981_000 }) }),
        session('idle', { cost: aCost({ perHourMicros: 0 }) }),
        session('rehearsed', { rehearsal: true, cost: aCost({ perHourMicros: 500_000 }) }),
      ),
    )
    expect(rate).toEqual({
      perHourMicros: 981_000,
      paid: 1,
      rehearsedPerHourMicros: 500_000,
      rehearsing: 1,
    })
  })
})

test('all takes are listed newest first, whichever airing they are of', () => {
  const older = session('a', { showName: 'A', takes: [aTake({ inAt: 1 })] })
  const newer = session('b', { showName: 'B', takes: [aTake({ inAt: 2 })] })
  expect(allTakes(collection(older, newer)).map(({ showName }) => showName)).toEqual(['B', 'A'])
})

describe('what the operator waits for', () => {
  const run = (id: string, more: Parameters<typeof aRun>[0] = {}) =>
    aRun({ id: id as RunId, ...more })

  test('is the running step that usually takes longest', () => {
    const going = run('r', {
      state: 'running',
      steps: [
        aStep({ name: 'quick', state: 'running', usualMs: 10 }),
        aStep({ name: 'slow', state: 'running', usualMs: 90_000 }),
        aStep({ name: 'past', state: 'done', usualMs: 99_000_000 }),
      ],
    })
    expect(waitOf(aSession({ runs: [run('old'), going] }))).toMatchObject({
      run: { id: 'r' },
      step: { name: 'slow' },
      usualMs: 90_000,
    })
  })

  test('is nothing where every run has come to rest', () => {
    expect(waitOf(aSession({ runs: [run('a'), run('b', { state: 'parked' })] }))).toBeNull()
  })

  test('a run that needs a person is read before newer ones', () => {
    const order = runsForReading([
      run('new', { startedAt: 9 }),
      run('stuck', { startedAt: 1, state: 'parked' }),
      run('old', { startedAt: 2 }),
    ])
    expect(order.map(({ id }) => id)).toEqual(['stuck', 'new', 'old'])
  })
})
