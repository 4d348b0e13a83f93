import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { channelIn, type ObservedWorld } from '../../../electron/core/reconcile/observed'
import { Observer } from '../../../electron/core/reconcile/observer'
import { operatorError } from '../../../src/shared/errors'
import { aChannel, aSentence, anInput, START } from '../../harness/builders'
import { HandClock, turns } from './handClock'
import { scriptedCloud, type Script } from './scriptedCloud'

const still = new AbortController().signal
const busy = (fate: 'retry' | 'wait' | 'undo' | 'park') =>
  operatorError(aSentence({ code: `test.${fate}`, fate }))
const stateOf = (id: string) => (world: ObservedWorld) => channelIn(world, id)?.state
let clock: HandClock
let script: Script
let observer: Observer
let rounds: ObservedWorld[]
let complaints: unknown[]

function watch(at: Partial<Script> = {}): void {
  const made = scriptedCloud(() => clock.now())
  script = Object.assign(made.script, at)
  observer = new Observer({
    cloud: made.cloud,
    clock,
    log: {
      info: () => {},
      warn: (message) => void complaints.push(message),
      error: (message) => void complaints.push(message),
    },
    hurry: 1,
  })
  observer.onChange((world) => void rounds.push(world))
}
const roundsAfter = (from: number) => rounds.slice(from)
const listCount = () => script.asked.filter((what) => what === 'channels').length

beforeEach(() => {
  rounds = []
  complaints = []
  clock = new HandClock(START)
  watch()
})
afterEach(async () => {
  await observer.close()
})

describe('the observer', () => {
  it('looks at once, then at the pace of what it sees', async () => {
    await turns()
    expect(listCount()).toBe(1)
    expect(observer.world().channels?.askedAt).toBe(START)
    expect(rounds).toHaveLength(1)
  })

  it('asks for inputs and streams at first, and for alerts of our own running channels only', async () => {
    await observer.close()
    watch({
      channels: [
        aChannel({ id: '1' }),
        aChannel({ id: '2', tags: {} }),
        aChannel({ id: '3', state: 'IDLE' }),
      ],
      inputs: [anInput()],
    })
    await turns()
    expect(script.asked.toSorted()).toEqual([
      'alerts 1',
      'channels',
      'deliveries 1',
      'feed 2000001',
      'inputs',
      'streams',
    ])
  })

  it('keeps what it knew when a look fails, and says why', async () => {
    script.channels = [aChannel()]
    observer.lookNow()
    await turns()
    const before = observer.world()
    expect(stateOf('1000001')(before)).toBe('RUNNING')
    script.trouble = busy('retry')
    observer.lookNow()
    await turns()
    expect(observer.world().channels).toEqual(before.channels)
    expect(observer.world().trouble?.code).toBe('test.retry')
    const complained = complaints.length
    expect(complained).toBeGreaterThan(0)
    observer.lookNow()
    await turns()
    expect(complaints).toHaveLength(complained)
    script.trouble = undefined
    observer.lookNow()
    await turns()
    expect(observer.world().trouble).toBeNull()
  })

  it('puts what nobody foresaw into words as well', async () => {
    script.trouble = new TypeError('a bug')
    observer.lookNow()
    await turns()
    expect(observer.world().trouble).toMatchObject({ code: 'internal', fate: 'park' })
  })

  it('goes on watching when one that listens fails', async () => {
    observer.onChange(() => {
      throw new Error('a listener’s mistake')
    })
    observer.lookNow()
    await turns()
    const before = listCount()
    observer.lookNow()
    await turns()
    expect(listCount()).toBe(before + 1)
    expect(complaints.length).toBeGreaterThan(0)
  })

  it('tells nobody any more who has stopped to listen', async () => {
    let told = 0
    const stop = observer.onChange(() => void told++)
    observer.lookNow()
    await turns()
    stop()
    observer.lookNow()
    await turns()
    expect(told).toBe(1)
  })

  it('looks again at once when asked during a look', async () => {
    await turns()
    const { promise, resolve } = Promise.withResolvers<void>()
    script.hold = promise
    observer.lookNow()
    await turns()
    expect(listCount()).toBe(2)
    observer.lookNow()
    await turns()
    expect(listCount()).toBe(2)
    script.hold = undefined
    resolve()
    await turns()
    expect(listCount()).toBe(3)
  })

  it('closes while it rests, and looks no more', async () => {
    await turns()
    await observer.close()
    const before = listCount()
    observer.lookNow()
    await clock.advance(600_000)
    expect(listCount()).toBe(before)
  })

  it('closes during a look, and tells nobody of what comes of it', async () => {
    await turns()
    const { promise, resolve } = Promise.withResolvers<void>()
    script.hold = promise
    observer.lookNow()
    await turns()
    const closing = observer.close()
    const told = rounds.length
    resolve()
    await closing
    expect(roundsAfter(told)).toEqual([])
  })
})

describe('waiting for something to be seen', () => {
  it('believes only a look that began after it was asked for', async () => {
    await turns()
    script.channels = [aChannel({ state: 'RUNNING' })]
    const { promise, resolve } = Promise.withResolvers<void>()
    script.hold = promise
    observer.lookNow()
    await turns()
    // The answer that says RUNNING is on its way; now it stops being true.
    script.channels = [aChannel({ state: 'STOPPING' })]
    const seen = observer.until(stateOf('1000001'), { signal: still })
    script.hold = undefined
    resolve()
    expect(await seen).toBe('STOPPING')
    expect(rounds.some((world) => stateOf('1000001')(world) === 'RUNNING')).toBe(true)
  })

  it('resolves with what is found, as soon as it is there', async () => {
    script.channels = [aChannel({ state: 'STARTING' })]
    const seen = observer.until(
      (world) => (stateOf('1000001')(world) === 'RUNNING' ? world.channels?.askedAt : undefined),
      { signal: still },
    )
    await turns()
    await clock.advance(10_000)
    script.channels = [aChannel({ state: 'RUNNING' })]
    await clock.advance(2_000)
    const at = await seen
    expect(at).toBeGreaterThan(START + 10_000)
    expect(at).toBeLessThanOrEqual(START + 12_000)
  })

  it('asks for what the waiting needs', async () => {
    await turns()
    const before = script.asked.length
    await observer.until(() => true, { signal: still, interest: { inputs: true, streams: true } })
    expect(script.asked.slice(before).toSorted()).toEqual(['channels', 'inputs', 'streams'])
  })

  it.each(['retry', 'undo', 'park'] as const)('sits out a trouble of the fate %s', async (fate) => {
    script.trouble = busy(fate)
    const seen = observer.until(() => 'seen', { signal: still })
    await turns()
    await clock.advance(60_000)
    script.trouble = undefined
    await clock.advance(120_000)
    expect(await seen).toBe('seen')
  })

  it('gives up at a trouble that only the operator can mend', async () => {
    script.trouble = busy('wait')
    await expect(observer.until(() => 'seen', { signal: still })).rejects.toMatchObject({
      wire: { code: 'test.wait' },
    })
  })

  it('rejects with what the one who looks for it throws', async () => {
    const refused = observer.until(
      () => {
        throw busy('undo')
      },
      { signal: still },
    )
    await expect(refused).rejects.toMatchObject({ wire: { fate: 'undo' } })
  })

  it('rejects with the reason when it is called off, before or meanwhile', async () => {
    const calledOff = new AbortController()
    const waiting = observer.until(() => undefined, { signal: calledOff.signal })
    calledOff.abort(new Error('stopped by the operator'))
    await expect(waiting).rejects.toThrow('stopped by the operator')
    await expect(observer.until(() => 1, { signal: calledOff.signal })).rejects.toThrow(
      'stopped by the operator',
    )
  })
})

describe('the pace of the observer', () => {
  const looksDuring = async (ms: number) => {
    const before = listCount()
    await clock.advance(ms)
    await turns()
    return listCount() - before
  }

  it('is calm while nothing of ours is there, whatever others do in the account', async () => {
    script.channels = [
      aChannel({ id: '1', state: 'STARTING', tags: {} }),
      aChannel({ id: '2', state: 'RUNNING', tags: {} }),
    ]
    observer.lookNow()
    await turns()
    expect(await looksDuring(60_000)).toBe(3)
  })

  it.each(['CREATE_FAILED', 'UPDATE_FAILED', 'IDLE'] as const)(
    'is calm while a channel of ours is %s: nothing will come of it',
    async (state) => {
      script.channels = [aChannel({ state, inputIds: [] })]
      observer.lookNow()
      await turns()
      expect(await looksDuring(60_000)).toBe(3)
    },
  )

  it.each([
    ['RUNNING', 15],
    ['STARTING', 40],
    ['DELETING', 40],
    ['UPDATING', 40],
  ] as const)('of a channel that is %s is %i looks a minute', async (state, looks) => {
    script.channels = [aChannel({ state, inputIds: [] })]
    observer.lookNow()
    await turns()
    expect(await looksDuring(60_000)).toBe(looks)
  })

  it('slows down while AWS fails, and is itself again afterwards', async () => {
    script.channels = [aChannel({ inputIds: [] })]
    observer.lookNow()
    await turns()
    script.trouble = busy('retry')
    expect(await looksDuring(60_000)).toBeLessThan(6)
    script.trouble = undefined
    await clock.advance(60_000)
    await turns()
    expect(await looksDuring(60_000)).toBe(15)
  })

  it('asks for the streams until IVS has been seen to end, also when the channel has', async () => {
    script.streams = ['arn:aws:ivs:eu-west-1:111122223333:channel/abc']
    observer.lookNow()
    await turns()
    await clock.advance(60_000)
    script.streams = []
    await clock.advance(20_000)
    const before = script.asked.length
    expect(observer.world().streams?.items).toEqual([])
    await clock.advance(60_000)
    expect(script.asked.slice(before)).not.toContain('streams')
  })
})
