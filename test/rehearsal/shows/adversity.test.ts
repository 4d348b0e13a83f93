import { describe, expect, it } from 'vitest'
import { storageSentences } from '../../../electron/adapters/storage/sentences'
import type { Journal } from '../../../electron/core/journal'
import type { Store } from '../../../electron/core/ports'
import { operatorError } from '../../../src/shared/errors'
import { expectGivenBack } from '../../harness/aftermath'
import {
  draftOf,
  live,
  plan,
  prepared,
  reaches,
  setKeys,
  stopped,
  wrapped,
  youtube,
} from '../../harness/operator'
import { rehearsalsInTest } from '../../harness/rehearsalsInTest'
import type { Life } from '../../harness/rehearsedConsole'
import type { SessionId } from '../../../src/shared/domain/ids'

const { open, live: again } = rehearsalsInTest()

const outage = (operation: string, forMs?: number) =>
  ({
    kind: 'fault',
    operation,
    status: 500,
    type: 'InternalServerErrorException',
    message: 'a drill',
    ...(forMs === undefined ? {} : { forMs }),
  }) as const

/** The store as it is, but for what happens when the journal is written. */
function storeWith(store: Store, append: Journal['append']): Store {
  const journal = { ...store.journal, append }
  return new Proxy(store, {
    get(target, name) {
      const own: unknown = name === 'journal' ? journal : Reflect.get(target, name, target)
      return typeof own === 'function' ? (own.bind(target) as unknown) : own
    },
  })
}

const stopIt = (life: Life, sessionId: SessionId) =>
  life.handlers.sessions.stop({ commandId: life.gesture(), sessionId })

describe('a service beside MediaLive that is denied', () => {
  it('undoes no start and stands before no stop', async () => {
    const { aws, life } = await open()
    const sessionId = await prepared(life, await plan(life))
    aws.simulator.drills.arm({ kind: 'deny', operation: 'ListStreams' })
    aws.simulator.drills.arm({ kind: 'deny', operation: 'ListAlerts' })
    await live(life, sessionId)
    expect(life.session(sessionId)?.tally).toBe('paid-not-on-air')
    await stopped(life, sessionId)
    expectGivenBack(aws, await wrapped(life, sessionId))
  })
})

describe('an outage of AWS', () => {
  it('of twelve minutes takes no stop back: it is asked until the channel is at rest', async () => {
    const { aws, life } = await open()
    const sessionId = await prepared(life, await plan(life))
    await live(life, sessionId)
    const twelveMinutes = 12 * 60_000
    aws.simulator.drills.arm(outage('StopChannel', twelveMinutes))
    aws.simulator.drills.arm(outage('ListChannels', twelveMinutes))
    await stopIt(life, sessionId)
    await life.pass(twelveMinutes)
    await reaches(life, sessionId, 'armed')
    expect(aws.things().channels[0]?.state).toBe('IDLE')
    expect(life.session(sessionId)?.facts.asked).toBe('off')
  })

  it('of some minutes while it is prepared only takes time', async () => {
    const { aws, life } = await open()
    const showId = await plan(life)
    aws.simulator.drills.arm(outage('CreateChannel', 4 * 60_000))
    const sessionId = await prepared(life, showId)
    expect(aws.things().channels).toHaveLength(1)
    expectGivenBack(aws, await wrapped(life, sessionId))
  })

  it('that lasts makes a preparation wait, undoes nothing, and is over by itself', async () => {
    const { aws, life } = await open()
    const showId = await plan(life)
    const drill = aws.simulator.drills.arm(outage('CreateChannel'))
    const { sessionId } = await life.handlers.sessions.prepare({
      commandId: life.gesture(),
      showId,
    })
    await life.until('it waits', () => life.session(sessionId)?.parked ?? false)
    expect(life.session(sessionId)?.runs[0]?.state).toBe('waiting')
    expect(aws.things().inputs.filter(({ state }) => state !== 'DELETED')).toHaveLength(1)
    aws.simulator.drills.clear(drill.id)
    await reaches(life, sessionId, 'armed')
  })
})

describe('a list that is denied', () => {
  it.each(['ListInputSecurityGroups', 'ListInputs'])(
    '%s keeps nothing running that is to be ended',
    async (operation) => {
      const { aws, life } = await open()
      const sessionId = await prepared(life, await plan(life))
      await live(life, sessionId)
      const drill = aws.simulator.drills.arm({ kind: 'deny', operation })
      await life.handlers.sessions.wrap({ commandId: life.gesture(), sessionId })
      await life.until('it is at rest', () => aws.things().channels[0]?.state === 'IDLE')
      await life.until('the rest waits', () => life.session(sessionId)?.parked ?? false)
      aws.simulator.drills.clear(drill.id)
      const run = life.session(sessionId)?.runs.findLast(({ state }) => state === 'waiting')
      if (run) await life.handlers.sessions.resume({ runId: run.id })
      const view = await life.until('it is wrapped', () => {
        const now = life.session(sessionId)
        return now?.phase === 'wrapped' && now
      })
      expectGivenBack(aws, view)
    },
  )

  it('of channels is asked for again and again by a stop, but not in AWS’s face', async () => {
    const { aws, life } = await open()
    const sessionId = await prepared(life, await plan(life))
    await live(life, sessionId)
    const drill = aws.simulator.drills.arm({
      kind: 'fault',
      operation: 'ListChannels',
      status: 400,
      type: 'BadRequestException',
      message: 'a drill',
    })
    await stopIt(life, sessionId)
    await life.pass(60_000)
    const stops = () => life.session(sessionId)?.runs.filter((run) => run.workflow === 'stand-down')
    expect(stops()).toHaveLength(1)
    aws.simulator.drills.clear(drill.id)
    await reaches(life, sessionId, 'armed')
    expect(stops()).toHaveLength(1)
    expect(aws.things().channels[0]?.state).toBe('IDLE')
  })
})

describe('a start that is held up', () => {
  it('for hours does not go on air when somebody signs in at last', async () => {
    const { aws, life } = await open()
    const sessionId = await prepared(life, await plan(life))
    const drill = aws.simulator.drills.arm({ kind: 'expire-credentials', accessKeyId: 'REHEARSAL' })
    await life.handlers.sessions.goLive({ commandId: life.gesture(), sessionId })
    await life.until('it waits', () => life.session(sessionId)?.parked ?? false)
    await life.pass(2 * 3_600_000)
    aws.simulator.drills.clear(drill.id)
    await life.handlers.account.tryAgain()
    await reaches(life, sessionId, 'armed')
    const run = life.session(sessionId)?.runs.findLast(({ workflow }) => workflow === 'go-live')
    expect(run).toMatchObject({ state: 'rolled-back', error: { code: 'channel.start-too-late' } })
    expect(aws.things().channels[0]?.state).toBe('IDLE')
    await live(life, sessionId)
  })
})

describe('a short trouble at the very start', () => {
  it('does not leave the account out for good', async () => {
    const { aws, folder, life } = await open()
    await plan(life)
    await life.close()
    aws.simulator.drills.arm({ ...outage('GetCallerIdentity'), times: 1 })
    const second = await again(aws, folder)
    await second.until('it did not work', () => second.account()?.state === 'trouble')
    await second.until('it works by itself', () => second.account()?.state === 'signed-in')
    expect(second.account()?.trouble).toBeNull()
  })
})

describe('the sign-in that ends while on air', () => {
  it('shows in the account, and what waited goes on when it is back, without a click', async () => {
    const { aws, life } = await open()
    const sessionId = await prepared(life, await plan(life))
    await live(life, sessionId)
    const drill = aws.simulator.drills.arm({ kind: 'expire-credentials', accessKeyId: 'REHEARSAL' })
    await life.until('the account says so', () => life.account()?.state === 'trouble')
    expect(life.account()?.trouble?.code).toBe('credentials.expired')
    await stopIt(life, sessionId)
    await life.until('the stop waits', () => life.session(sessionId)?.parked ?? false)
    aws.simulator.drills.clear(drill.id)
    await reaches(life, sessionId, 'armed')
    expect(life.account()?.state).toBe('signed-in')
  })
})

describe('stop', () => {
  it('works at once after a restart, before anybody is signed in again', async () => {
    const { aws, folder, life } = await open()
    const sessionId = await prepared(life, await plan(life))
    await life.handlers.sessions.goLive({ commandId: life.gesture(), sessionId })
    await life.until('AWS starts it', () => aws.things().channels[0]?.state === 'STARTING')
    life.cutPower()
    await life.close()

    const second = await again(aws, folder)
    await stopIt(second, sessionId)
    await reaches(second, sessionId, 'armed')
    expect(aws.things().channels[0]?.state).toBe('IDLE')
  })

  it('reaches AWS also when nothing can be written down any more', async () => {
    let isFull = false
    const { aws, life } = await open({
      wrapStore: (store) =>
        storeWith(store, (sessionId, runId, entry) => {
          if (isFull) throw operatorError(storageSentences.full)
          return store.journal.append(sessionId, runId, entry)
        }),
    })
    const sessionId = await prepared(life, await plan(life))
    await live(life, sessionId)
    isFull = true
    await expect(stopIt(life, sessionId)).rejects.toMatchObject({ wire: { code: 'storage.full' } })
    await life.until('AWS stops it', () =>
      ['STOPPING', 'IDLE'].includes(aws.things().channels[0]?.state ?? ''),
    )
    isFull = false
    expectGivenBack(aws, await wrapped(life, sessionId))
  })

  it('whose record ends in the middle, on a full disk, is sent all the same', async () => {
    let left = Infinity
    const { aws, life } = await open({
      wrapStore: (store) =>
        storeWith(store, (sessionId, runId, entry) => {
          if (left <= 0) throw operatorError(storageSentences.full)
          left -= 1
          return store.journal.append(sessionId, runId, entry)
        }),
    })
    const sessionId = await prepared(life, await plan(life))
    await live(life, sessionId)
    left = 1
    await stopIt(life, sessionId)
    await life.until('AWS stops it', () =>
      ['STOPPING', 'IDLE'].includes(aws.things().channels[0]?.state ?? ''),
    )
    left = Infinity
    expectGivenBack(aws, await wrapped(life, sessionId))
  })

  it('given while the disk is full is not forgotten when there is room again', async () => {
    let isFull = false
    const { aws, life } = await open({
      wrapStore: (store) =>
        storeWith(store, (sessionId, runId, entry) => {
          if (isFull) throw operatorError(storageSentences.full)
          return store.journal.append(sessionId, runId, entry)
        }),
    })
    const sessionId = await prepared(life, await plan(life))
    await life.handlers.sessions.goLive({ commandId: life.gesture(), sessionId })
    isFull = true
    await life.until('the start rests', () => life.session(sessionId)?.parked ?? false)
    await expect(stopIt(life, sessionId)).rejects.toMatchObject({ wire: { code: 'storage.full' } })
    await life.until('it is off', () => aws.things().channels[0]?.state === 'IDLE')
    isFull = false
    await life.pass(120_000)
    expect(aws.things().channels[0]?.state).toBe('IDLE')
    expect(life.session(sessionId)?.facts.asked).toBe('off')
    expectGivenBack(aws, await wrapped(life, sessionId))
  })

  it('given twice is the word to go on, where the first rests', async () => {
    const { aws, life } = await open()
    const sessionId = await prepared(life, await plan(life))
    await live(life, sessionId)
    const drill = aws.simulator.drills.arm({ kind: 'deny', operation: 'StopChannel' })
    await stopIt(life, sessionId)
    await life.until('it waits', () => life.session(sessionId)?.parked ?? false)
    aws.simulator.drills.clear(drill.id)
    await stopIt(life, sessionId)
    await reaches(life, sessionId, 'armed')
    expect(aws.things().channels[0]?.state).toBe('IDLE')
  })
})

describe('a stream key that was replaced after the preparation', () => {
  it('is the one the channel starts with', async () => {
    const { life } = await open()
    const showId = await plan(life)
    const sessionId = await prepared(life, showId)
    await life.handlers.shows.setKey({ showId, destinationId: youtube, key: 'the-new-key' })
    await live(life, sessionId)
    expect(life.calls.map(({ operation }) => operation)).toContain('UpdateChannel')
    await stopped(life, sessionId)
    await setKeys(life, showId, draftOf())
  })
})
