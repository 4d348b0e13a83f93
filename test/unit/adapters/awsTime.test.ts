import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  LearntAwsTime,
  narrowOffset,
  type OffsetInterval,
  offsetOf,
} from '../../../electron/adapters/aws/awsTime'

/** An answer as it would be: the server stamps its own time, cut to seconds, somewhere on the way. */
const answer = (offset: number, sentAt: number, outMs: number, backMs: number) => ({
  date: Math.floor((sentAt + outMs + offset) / 1000) * 1000,
  sentAt,
  receivedAt: sentAt + outMs + backMs,
})
const latency = fc.integer({ min: 0, max: 20_000 })
const epoch = fc.integer({ min: 1_700_000_000_000, max: 2_000_000_000_000 })

describe('the offset of AWS’s clock', () => {
  it('always lies inside what the answers allow', () => {
    const answers = fc.array(fc.tuple(epoch, latency, latency), { minLength: 1, maxLength: 30 })
    const offsets = fc.integer({ min: -10_000_000, max: 10_000_000 })
    fc.assert(
      fc.property(offsets, answers, (offset, sent) => {
        let known: OffsetInterval | undefined
        for (const [at, out, back] of sent) {
          const before = known
          known = narrowOffset(known, answer(offset, at, out, back))
          expect(known?.min).toBeLessThanOrEqual(offset)
          expect(known?.max).toBeGreaterThan(offset)
          if (before && known) {
            expect(known.max - known.min).toBeLessThanOrEqual(before.max - before.min)
          }
        }
      }),
    )
  })

  it('begins anew after a clock has jumped', () => {
    const before = narrowOffset(undefined, answer(0, 1_700_000_000_000, 20, 20))
    const after = narrowOffset(before, answer(3_600_000, 1_700_000_060_000, 20, 20))
    expect(after?.min).toBeLessThanOrEqual(3_600_000)
    expect(after?.max).toBeGreaterThan(3_600_000)
  })

  it('learns nothing from a call during which our own clock was set back', () => {
    const known = { min: -40, max: 300 }
    expect(narrowOffset(known, { date: 0, sentAt: 10_000, receivedAt: 9_000 })).toBe(known)
  })

  it('is none for a machine on network time, and the least that is certain otherwise', () => {
    expect(offsetOf(undefined)).toBe(0)
    expect(offsetOf({ min: -600, max: 400 })).toBe(0)
    expect(offsetOf({ min: 1200, max: 1900 })).toBe(1200)
    expect(offsetOf({ min: -1900, max: -1200 })).toBe(-1200)
  })

  it('narrows to some tens of milliseconds after a hundred answers', () => {
    const time = new LearntAwsTime()
    for (let call = 0; call < 100; call += 1) {
      time.learn(answer(5_000, 1_700_000_000_000 + call * 1_037, 15, 15))
    }
    expect(Math.abs(time.offsetMs() - 5_000)).toBeLessThan(60)
  })
})
