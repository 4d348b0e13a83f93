import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { readBody } from '../../../electron/simulator/kit/body'
import { ManualClock } from '../../../electron/simulator/kit/clock'
import { Drills } from '../../../electron/simulator/kit/drills'
import { Durations } from '../../../electron/simulator/kit/durations'
import { EventLog } from '../../../electron/simulator/kit/eventLog'
import { Ids } from '../../../electron/simulator/kit/ids'
import { pageOf } from '../../../electron/simulator/kit/paging'
import { Randomness } from '../../../electron/simulator/kit/random'
import { signatureScopeOf } from '../../../electron/simulator/kit/signature'
import { Throttle } from '../../../electron/simulator/kit/throttle'

const drillsInTest = () => {
  const clock = new ManualClock(0)
  const parts = { clock, random: new Randomness(1), events: new EventLog(clock.now) }
  return { clock, drills: new Drills(parts) }
}

const draws = (random: Randomness, purpose: string, count: number) => {
  const stream = random.stream(purpose)
  return Array.from({ length: count }, () => stream.next())
}

describe('randomness', () => {
  it('is the same for the same seed, another for another', () => {
    expect(draws(new Randomness(7), 'a', 5)).toEqual(draws(new Randomness(7), 'a', 5))
    expect(draws(new Randomness(7), 'a', 5)).not.toEqual(draws(new Randomness(8), 'a', 5))
  })

  it('of one purpose is untouched by another', () => {
    const random = new Randomness(7)
    draws(random, 'b', 100)
    expect(draws(random, 'a', 5)).toEqual(draws(new Randomness(7), 'a', 5))
  })

  it('goes on where a snapshot left off', () => {
    const random = new Randomness(7)
    draws(random, 'a', 3)
    const restored = new Randomness(0)
    restored.restore(random.snapshot())
    expect(draws(restored, 'a', 5)).toEqual(draws(random, 'a', 5))
  })

  it('is spread evenly', () => {
    const mean = draws(new Randomness(3), 'mean', 10_000).reduce((sum, n) => sum + n, 0) / 10_000
    expect(mean).toBeGreaterThan(0.49)
    expect(mean).toBeLessThan(0.51)
  })
})

describe('ids', () => {
  it('are seven digits without a leading zero, and never one that is taken', () => {
    const taken = new Set<string>()
    const ids = new Ids(new Randomness(1))
    for (let n = 0; n < 2000; n++) {
      const id = ids.numeric('channel', 7, (each) => taken.has(each))
      expect(id).toMatch(/^[1-9]\d{6}$/)
      taken.add(id)
    }
    expect(taken.size).toBe(2000)
  })

  it('are valid version 4 UUIDs', () => {
    expect(new Ids(new Randomness(1)).uuid('request')).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    )
  })
})

describe('durations', () => {
  const starts = (speed: number) => {
    const durations = new Durations(new Randomness(1), { speed, timing: 'true-to-life' })
    return Array.from({ length: 4000 }, () => durations.draw('channel-start'))
  }

  it('of a start are 1 to 3 minutes, one in twenty up to 10', () => {
    const all = starts(1)
    const slow = all.filter((ms) => ms > 180_000)
    expect(Math.min(...all)).toBeGreaterThanOrEqual(60_000)
    expect(Math.max(...all)).toBeLessThanOrEqual(600_000)
    expect(slow.length / all.length).toBeGreaterThan(0.035)
    expect(slow.length / all.length).toBeLessThan(0.065)
  })

  it('are divided by the speed', () => {
    expect(Math.max(...starts(60))).toBeLessThanOrEqual(10_000)
  })
})

describe('the scope of a signature', () => {
  const header =
    'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/eu-west-1/medialive/aws4_request, SignedHeaders=host, Signature=00'
  const expected = { accessKeyId: 'AKIDEXAMPLE', region: 'eu-west-1', service: 'medialive' }

  it('is read off the Authorization header', () => {
    expect(signatureScopeOf({ authorization: header }, new URLSearchParams())).toEqual(expected)
  })

  it('is read off a presigned URL', () => {
    const query = new URLSearchParams({
      'X-Amz-Credential': 'AKIDEXAMPLE/20260101/eu-west-1/medialive/aws4_request',
    })
    expect(signatureScopeOf({}, query)).toEqual(expected)
  })

  it.each([
    '',
    'Bearer x',
    'AWS4-HMAC-SHA256 Credential=AKID/2026/x',
    'Basic Credential=a/b/c/d/e',
  ])('is none in %j', (authorization) => {
    expect(signatureScopeOf({ authorization }, new URLSearchParams())).toBeUndefined()
  })
})

describe('a token bucket', () => {
  it('gives the burst at once, then its rate, and never more than the burst', () => {
    const clock = new ManualClock(0)
    const throttle = new Throttle(clock.now)
    const limit = { perSecond: 20, burst: 40 }
    const admitted = (calls: number) =>
      Array.from({ length: calls }, () => throttle.admits('s', 'r', limit)).filter(Boolean).length
    expect(admitted(100)).toBe(40)
    clock.advance(500)
    expect(admitted(100)).toBe(10)
    clock.advance(3_600_000)
    expect(admitted(100)).toBe(40)
  })

  it('is one for each Region', () => {
    const throttle = new Throttle(() => 0)
    const limit = { perSecond: 1, burst: 1 }
    expect([throttle.admits('s', 'a', limit), throttle.admits('s', 'b', limit)]).toEqual([
      true,
      true,
    ])
  })
})

describe('pages', () => {
  const items = (names: string) => [...names].map((id) => ({ id }))
  const keyOf = ({ id }: { id: string }) => id
  const first = pageOf(items('dbca'), keyOf, { maxResults: 2, nextToken: undefined })

  it('neither skip nor repeat when something is made or deleted between them', () => {
    const second = pageOf(items('acdx'), keyOf, { maxResults: 9, nextToken: first.nextToken })
    expect(first.items.map(keyOf)).toEqual(['a', 'b'])
    expect(second.items.map(keyOf)).toEqual(['c', 'd', 'x'])
    expect(second.nextToken).toBeUndefined()
  })
})

describe('drills', () => {
  const call = {
    scope: 'medialive',
    operation: 'StopChannel',
    accessKeyId: 'AKID',
    throttled: () => {
      throw new Error('not asked for')
    },
  }

  it('touch the operation they name, as often as they say', () => {
    const { drills } = drillsInTest()
    drills.arm({ kind: 'lose-answer', operation: 'StopChannel', times: 1 })
    const losses = ['StartChannel', 'StopChannel', 'StopChannel'].map(
      (operation) => drills.befall({ ...call, operation }).cut,
    )
    expect(losses).toEqual(['none', 'answer', 'none'])
  })

  it('end after their time', () => {
    const { drills, clock } = drillsInTest()
    drills.arm({ kind: 'quota', name: 'medialive.channels', value: 2, forMs: 1000 })
    expect(drills.quota('medialive.channels')).toBe(2)
    clock.advance(1000)
    expect(drills.quota('medialive.channels')).toBeUndefined()
    expect(drills.list()).toEqual([])
  })

  it('refuse the key of a host, or of an address, and of no other', () => {
    const { drills } = drillsInTest()
    drills.arm({ kind: 'refuse-key', destination: 'a.rtmp.example.com' })
    drills.arm({ kind: 'refuse-key', destination: 'rtmp://b.example.com/live' })
    const refused = [
      'rtmp://a.rtmp.example.com/live2',
      'rtmps://a.rtmp.example.com:443/app',
      'rtmp://b.example.com/live',
      'rtmp://b.example.com/other',
    ].map((url) => drills.refusesKey(url))
    expect(refused).toEqual([true, true, true, false])
  })
})

describe('a body', () => {
  it('over its bound is read to its end and refused with 413', async () => {
    const stream = Readable.from(Array.from({ length: 5 }, () => Buffer.alloc(600)))
    await expect(readBody(stream, 1000)).rejects.toMatchObject({ status: 413 })
    // Who still sends when the connection closes never sees the refusal.
    expect(stream.readableEnded).toBe(true)
  })
})
