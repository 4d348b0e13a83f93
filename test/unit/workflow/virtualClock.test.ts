import { describe, expect, it } from 'vitest'
import { VirtualClock } from '../../harness/virtualClock'

describe('virtual time', () => {
  it('jumps from sleeper to sleeper in the order in which they are due', async () => {
    const moves: number[] = []
    const clock = new VirtualClock({ startMs: 0, onAdvance: (ms) => moves.push(ms) })
    const woken: string[] = []
    const sleep = async (name: string, ms: number) => {
      await clock.sleep(ms)
      woken.push(`${name} ${clock.now()}`)
    }
    await Promise.all([sleep('c', 3_600_000), sleep('a', 5), sleep('b', 5), sleep('d', 0)])
    expect(woken).toEqual(['d 0', 'a 5', 'b 5', 'c 3600000'])
    expect(moves).toEqual([5, 3_599_995])
  })

  it('counts a sleep from the moment it begins, however many sleep beside it', async () => {
    const clock = new VirtualClock({ startMs: 0 })
    const poll = async (every: number, times: number) => {
      for (let n = 0; n < times; n++) await clock.sleep(every)
      return clock.now()
    }
    expect(await Promise.all([poll(100, 7), poll(250, 4), poll(1, 50)])).toEqual([700, 1000, 50])
  })

  it('stands still while a call has no answer', async () => {
    let inFlight = 1
    const clock = new VirtualClock({ startMs: 0, inFlight: () => inFlight })
    let awake = false
    const sleeping = clock.sleep(1000).then(() => (awake = true))
    for (let turn = 0; turn < 200; turn++) await new Promise(setImmediate)
    expect({ awake, now: clock.now() }).toEqual({ awake: false, now: 0 })
    inFlight = 0
    await sleeping
    expect(clock.now()).toBe(1000)
  })

  it('lets a sleeper go with the reason it was called off for', async () => {
    const clock = new VirtualClock({ startMs: 0, inFlight: () => 1 })
    const control = new AbortController()
    const sleeping = clock.sleep(1000, control.signal)
    control.abort(new Error('called off'))
    await expect(sleeping).rejects.toThrow('called off')
    expect(clock.sleeping).toBe(0)
    await expect(clock.sleep(1, control.signal)).rejects.toThrow('called off')
    clock.close()
  })
})
