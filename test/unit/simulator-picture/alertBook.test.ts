import { beforeEach, describe, expect, it } from 'vitest'
import { ManualClock } from '../../../electron/simulator/kit/clock'
import { EventLog } from '../../../electron/simulator/kit/eventLog'
import { Ids } from '../../../electron/simulator/kit/ids'
import { Randomness } from '../../../electron/simulator/kit/random'
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
  book = new AlertBook('1234567', { clock, events, ids: new Ids(new Randomness(1)) })
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
