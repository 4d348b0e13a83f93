import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ManualClock, RealClock } from '../../../electron/simulator/kit/clock'

describe('a manual clock', () => {
  it('stands still until told', () => {
    const clock = new ManualClock(1000)
    expect([clock.now(), clock.now()]).toEqual([1000, 1000])
    clock.advance(5)
    expect(clock.now()).toBe(1005)
  })

  it('fires timers in the order of their times, each at its own moment', () => {
    const clock = new ManualClock(0)
    const fired: [string, number][] = []
    const note = (name: string) => () => void fired.push([name, clock.now()])
    clock.at(300, note('late'))
    clock.at(100, note('early'))
    clock.at(100, note('early too'))
    clock.at(500, note('not yet'))
    clock.advance(400)
    expect(fired).toEqual([
      ['early', 100],
      ['early too', 100],
      ['late', 300],
    ])
    expect(clock.now()).toBe(400)
  })

  it('fires in the same move what a timer sets', () => {
    const clock = new ManualClock(0)
    const fired: number[] = []
    clock.at(100, () => clock.at(150, () => void fired.push(clock.now())))
    clock.advance(1000)
    expect(fired).toEqual([150])
  })

  it('forgets a timer that was called off', () => {
    const clock = new ManualClock(0)
    const cancel = clock.at(100, () => expect.unreachable())
    cancel()
    clock.advance(1000)
  })

  it('keeps the order of many timers, some of them called off', () => {
    const clock = new ManualClock(0)
    const fired: string[] = []
    const times = Array.from({ length: 2_000 }, (_, at) => (at * 7_919) % 500)
    const cancels = times.map((time, at) => clock.at(time, () => void fired.push(`${time}/${at}`)))
    const isOff = (at: number) => at % 3 !== 0
    for (const [at, cancel] of cancels.entries()) if (isOff(at)) cancel()
    clock.advance(500)
    const left = times.map((time, at) => ({ time, at })).filter(({ at }) => !isOff(at))
    const expected = left.toSorted((one, other) => one.time - other.time || one.at - other.at)
    expect(fired).toEqual(expected.map(({ time, at }) => `${time}/${at}`))
  })

  it('does once at the end what was put off until afterwards, and may be told again', () => {
    const clock = new ManualClock(0)
    const done: number[] = []
    for (const time of [100, 200]) {
      clock.at(time, () => clock.afterwards(() => void done.push(clock.now())))
    }
    clock.advance(150)
    clock.advance(150)
    expect(done).toEqual([150, 300])
  })

  it('goes on with the next timer when one fails, and tells whoever asked to be told', () => {
    const failed: unknown[] = []
    const clock = new ManualClock({ startMs: 0, failed: (thrown) => failed.push(thrown) })
    const fired: number[] = []
    const trouble = new Error('trouble')
    clock.at(100, () => {
      clock.afterwards(() => {
        throw trouble
      })
      throw trouble
    })
    clock.at(200, () => void fired.push(clock.now()))
    clock.advance(1_000)
    expect([fired, clock.now(), failed]).toEqual([[200], 1_000, [trouble, trouble]])
  })

  it('knows in every part of a leap how far it goes', () => {
    const clock = new ManualClock(0)
    const seen: number[] = []
    for (const at of [100, 700]) clock.at(at, () => void seen.push(clock.horizon()))
    clock.advance(500, 1_000)
    clock.advance(500)
    expect([seen, clock.horizon()]).toEqual([[1_000, 1_000], 1_000])
  })

  it('fires at the next settle what was due before', () => {
    const clock = new ManualClock(1000)
    const fired: string[] = []
    clock.at(500, () => void fired.push('past'))
    clock.settle()
    expect(fired).toEqual(['past'])
    expect(clock.now()).toBe(1000)
  })
})

describe('a real clock', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 10_000 }))
  afterEach(() => void vi.useRealTimers())

  it('fires by itself when the time has come', () => {
    const clock = new RealClock()
    const fired: number[] = []
    clock.at(10_500, () => void fired.push(clock.now()))
    vi.advanceTimersByTime(499)
    expect(fired).toEqual([])
    vi.advanceTimersByTime(1)
    expect(fired).toEqual([10_500])
    clock.close()
  })

  it('can be moved forward, and runs on from there', () => {
    const clock = new RealClock()
    const fired: number[] = []
    clock.at(3_610_000, () => void fired.push(clock.now()))
    clock.advance(3_600_000)
    expect(fired).toEqual([3_610_000])
    vi.advanceTimersByTime(1000)
    expect(clock.now()).toBe(3_611_000)
    clock.close()
  })

  it('survives a timer that fails', () => {
    const failed: unknown[] = []
    const clock = new RealClock((thrown) => failed.push(thrown))
    const fired: number[] = []
    clock.at(10_100, () => {
      throw new Error('trouble')
    })
    clock.at(10_200, () => void fired.push(clock.now()))
    vi.advanceTimersByTime(300)
    expect([fired, failed]).toEqual([[10_200], [new Error('trouble')]])
    clock.close()
  })

  it('keeps its lead over the machine’s when taken up again, and never goes back', () => {
    const before = new RealClock()
    before.advance(3_600_000)
    const saved = { now: before.now(), aheadMs: before.aheadMs() }
    before.close()
    vi.setSystemTime(610_000)
    const after = new RealClock()
    after.resumeAt(saved.now, saved.aheadMs)
    expect(after.now()).toBe(saved.now + 600_000)
    vi.setSystemTime(5_000)
    const setBack = new RealClock()
    setBack.resumeAt(saved.now, saved.aheadMs)
    expect(setBack.now()).toBe(saved.now)
    for (const clock of [after, setBack]) clock.close()
  })

  it('keeps a timer further away than Node counts', () => {
    const clock = new RealClock()
    const fired: string[] = []
    clock.at(10_000 + 2 ** 31 + 5000, () => void fired.push('far'))
    vi.advanceTimersByTime(2 ** 31)
    expect(fired).toEqual([])
    vi.advanceTimersByTime(5000)
    expect(fired).toEqual(['far'])
    clock.close()
  })
})
