import { beforeEach, describe, expect, it } from 'vitest'
import { ManualClock } from '../../../electron/simulator/kit/clock'
import { EventLog } from '../../../electron/simulator/kit/eventLog'
import { Ids } from '../../../electron/simulator/kit/ids'
import { Randomness } from '../../../electron/simulator/kit/random'
import { AlertBooks } from '../../../electron/simulator/picture/alertBooks'
import { AlertBook, type AlertSubject } from '../../../electron/simulator/picture/alertBook'

let clock: ManualClock
let events: EventLog
let book: AlertBook

const failing: AlertSubject = {
  alertType: 'Failed RTMP Connection',
  pipelineId: '0',
  subject: 'group/output',
  message: 'no connection',
}

beforeEach(() => {
  clock = new ManualClock(1_000)
  events = new EventLog(clock.now)
  book = new AlertBook('1234567', {
    clock,
    events,
    ids: new Ids(new Randomness(1)),
    changed: () => {},
  })
})

describe('the alerts of a channel', () => {
  it('are set once and cleared once, with their times', () => {
    book.report(failing, true)
    clock.advance(500)
    book.report(failing, true)
    expect(book.list()).toMatchObject([{ state: 'SET', setAt: 1_000, clearedAt: undefined }])
    book.report(failing, false)
    book.report(failing, false)
    expect(book.list()).toMatchObject([{ state: 'CLEARED', setAt: 1_000, clearedAt: 1_500 }])
    expect(events.since(0).map(({ kind }) => kind)).toEqual(['alert-set', 'alert-cleared'])
  })

  it('come again as new ones', () => {
    for (const isTrue of [true, false, true]) book.report(failing, isTrue)
    const [first, second] = book.list()
    expect(new Set([first?.id, second?.id]).size).toBe(2)
    expect([first?.state, second?.state].toSorted()).toEqual(['CLEARED', 'SET'])
  })

  it('are told apart by subject and pipeline', () => {
    book.report(failing, true)
    book.report({ ...failing, subject: 'group/other' }, true)
    book.report({ ...failing, pipelineId: '1' }, true)
    expect(book.list()).toHaveLength(3)
  })

  it('are all cleared when the channel stops', () => {
    book.report(failing, true)
    book.report({ ...failing, subject: 'group/other' }, true)
    book.clearAll()
    expect(book.list().every(({ state }) => state === 'CLEARED')).toBe(true)
  })
})

describe('the alerts of all channels', () => {
  it('are replaced by those that were saved, and nothing is set any more', () => {
    const context = { clock, events, ids: new Ids(new Randomness(2)), changed: () => {} }
    const books = new AlertBooks(context)
    books.open('1').report(failing, true)
    const saved = books.snapshot()
    books.open('2').report(failing, true)
    clock.advance(500)
    books.restore(saved)
    expect(books.list('1')).toMatchObject([{ state: 'CLEARED', setAt: 1_000, clearedAt: 1_500 }])
    expect(books.list('2')).toEqual([])
    expect(books.open('1').countOf('0')).toBe(0)
  })

  it('are kept of the last two hundred channels that have stopped', () => {
    const books = new AlertBooks({
      clock,
      events,
      ids: new Ids(new Randomness(2)),
      changed: () => {},
    })
    for (let id = 0; id < 300; id += 1) {
      books.open(`${id}`).report(failing, true)
      books.close(`${id}`, () => false)
    }
    expect(books.size).toBe(200)
    expect(books.list('299')).toMatchObject([{ state: 'CLEARED' }])
    expect(books.list('0')).toEqual([])
  })
})
