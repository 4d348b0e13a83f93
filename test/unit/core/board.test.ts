import { describe, expect, it } from 'vitest'
import { bundledRates } from '../../../electron/core/metering/rates'
import type { Store } from '../../../electron/core/ports'
import { nothingObserved } from '../../../electron/core/reconcile/observed'
import {
  SessionBoard,
  type BoardParts,
  type SessionEvent,
} from '../../../electron/core/shows/board'
import { HOUR, START, aSession, aUsage, runId, sessionId } from '../../harness/builders'
import { airedBefore } from '../../harness/longHistory'
import { storesInTest } from '../../harness/storesInTest'

const { open, folder } = storesInTest()

function boardOn(store: Store, openSessionIds?: BoardParts['openSessionIds']) {
  const clock = { at: START + 1_000 * HOUR }
  const board = new SessionBoard({
    store,
    clock: { now: () => clock.at, sleep: () => Promise.reject(new Error('nobody waits here')) },
    rates: bundledRates,
    worldOf: () => nothingObserved,
    openRuns: () => [],
    hasTestCard: () => false,
    ...(openSessionIds ? { openSessionIds } : {}),
  })
  return { board, clock }
}

describe('the board', () => {
  it('tells the newest session first', () => {
    const { store } = open(folder())
    airedBefore(store, 3)
    const { board } = boardOn(store)
    const told: SessionEvent[] = []
    board.subscribe((event) => told.push(event))
    expect(told[0]).toMatchObject({
      kind: 'snapshot',
      items: [{ startedAt: START + 2 * HOUR }, { startedAt: START + HOUR }, { startedAt: START }],
    })
  })

  it('keeps of a session that is over what was done and how it ended, without the steps', () => {
    const { store } = open(folder())
    const [id = sessionId('none')] = airedBefore(store, 1)
    const view = boardOn(store).board.view(id)
    expect(view?.phase).toBe('wrapped')
    expect(view?.runs.map(({ workflow, state, steps }) => [workflow, state, steps.length])).toEqual(
      ['arm', 'go-live', 'stand-down', 'wrap'].map((workflow) => [workflow, 'succeeded', 0]),
    )
    expect(view?.takes).toHaveLength(1)
    expect(view?.playUrl).not.toBeNull()
  })

  it('begins with what is not over, and takes in the rest by and by', () => {
    const { store, openSessionIds } = open(folder())
    const ids = airedBefore(store, 40)
    const [oldest = sessionId('none'), second = sessionId('none')] = ids
    const session = store.sessions.get(oldest)
    if (session) store.sessions.put({ ...session, certificate: null })
    const run = runId('open-run')
    store.journal.append(second, run, { kind: 'run-started', workflow: 'x', version: 1, input: 0 })
    expect(new Set(openSessionIds())).toEqual(new Set([oldest, second]))
    const { board } = boardOn(store, openSessionIds)
    const first = board.views().map(({ id }) => id)
    expect(first).toEqual([second, oldest])
    board.relist()
    expect(board.views()).toHaveLength(2)
    const asked = ids[5]
    expect(asked && board.refresh(asked)?.phase).toBe('wrapped')
    expect(board.takeInMore(10)).toBe(true)
    expect(board.views()).toHaveLength(13)
    while (board.takeInMore(10));
    expect(board.views().map(({ id }) => id)).toEqual(ids.toReversed())
    expect(board.takeInMore(10)).toBe(false)
  })

  it('looks at a session that is over once, and adds nothing to its price by the clock', () => {
    const { store } = open(folder())
    const [id = sessionId('none')] = airedBefore(store, 1)
    store.usage.put(aUsage({ id: 'never-closed', sessionId: id, kind: 'input-idle' }))
    const { board, clock } = boardOn(store)
    const before = board.view(id)
    clock.at += 1_000 * HOUR
    expect(board.refresh(id)).toBe(before)
    expect(boardOn(store).board.view(id)?.cost).toEqual(before?.cost)
  })

  it('goes on looking at one that has its certificate but not its end', () => {
    const { store } = open(folder())
    const certificate = {
      sessionId: sessionId('cut'),
      issuedAt: START,
      asked: [],
      leftovers: [],
      keptRecordings: [],
      totalMicros: 0,
    }
    store.sessions.put(aSession({ id: sessionId('cut'), certificate }))
    const { board } = boardOn(store)
    expect(board.view(sessionId('cut'))?.phase).toBe('arming')
    expect(board.refresh(sessionId('cut'))).not.toBe(board.view(sessionId('none')))
  })

  it('takes in what another console has begun, when it is told to look', () => {
    const { store } = open(folder())
    airedBefore(store, 1)
    const { board } = boardOn(store)
    const told: SessionEvent[] = []
    board.subscribe((event) => told.push(event))
    store.sessions.put(aSession({ id: sessionId('theirs') }))
    board.relist()
    board.relist()
    expect(told.slice(1)).toMatchObject([{ kind: 'changed', item: { id: 'theirs' } }])
  })

  it('tells a thousand airings in less than two megabytes, the latest in detail', () => {
    const { store } = open(folder())
    airedBefore(store, 1_000)
    const { board } = boardOn(store)
    const told: SessionEvent[] = []
    board.subscribe((event) => told.push(event))
    expect(JSON.stringify(told[0]).length).toBeLessThan(2_000_000)
    const [first, last] = [board.views().at(0), board.views().at(-1)]
    expect(first?.runs).toHaveLength(4)
    expect(last?.runs).toEqual([])
    expect(last?.takes).toHaveLength(1)
    expect(last?.cost.soFarMicros).toBe(first?.cost.soFarMicros)
  })
})
