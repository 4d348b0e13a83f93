import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isChanging, isRunning, ofSession } from '../../../electron/core/reconcile/observed'
import { periodMs } from '../../../electron/core/reconcile/pace'
import { ChannelState } from '../../../src/shared/domain/session'
import { SESSION, aChannel, ownTags } from '../../harness/builders'

const calm = { awaited: false, running: false, failures: 0, hurry: 1 }

describe('how often to look', () => {
  it.each([
    [{}, 20_000],
    [{ running: true }, 4_000],
    [{ awaited: true }, 1_500],
    [{ awaited: true, running: true }, 1_500],
    [{ awaited: true, failures: 1 }, 3_000],
    [{ awaited: true, failures: 2 }, 6_000],
    [{ awaited: true, failures: 100 }, 60_000],
    [{ failures: 100 }, 60_000],
    [{ awaited: true, hurry: 3 }, 500],
    [{ awaited: true, hurry: 1_000 }, 100],
  ])('%j: every %i ms', (more, ms) => {
    expect(periodMs({ ...calm, ...more })).toBe(ms)
  })

  it('is never below the floor nor above a minute, and never faster for a failure', () => {
    const any = fc.record({
      awaited: fc.boolean(),
      running: fc.boolean(),
      failures: fc.nat(1_000),
      hurry: fc.integer({ min: 1, max: 10_000 }),
    })
    fc.assert(
      fc.property(any, (pace) => {
        expect(periodMs(pace)).toBeGreaterThanOrEqual(100)
        expect(periodMs(pace)).toBeLessThanOrEqual(60_000)
        const later = periodMs({ ...pace, failures: pace.failures + 1 })
        expect(later).toBeGreaterThanOrEqual(periodMs(pace))
      }),
    )
  })
})

describe('what is seen of a channel', () => {
  it('changes while AWS is at work on it', () => {
    const changing = ChannelState.options.filter((state) => isChanging(aChannel({ state })))
    expect(changing).toEqual([
      'CREATING',
      'STARTING',
      'RECOVERING',
      'STOPPING',
      'DELETING',
      'UPDATING',
    ])
  })

  it('runs, and is billed for it, while it encodes or is mended', () => {
    const running = ChannelState.options.filter((state) => isRunning(aChannel({ state })))
    expect(running).toEqual(['RUNNING', 'RECOVERING'])
  })

  it('is of a session by both its tags', () => {
    const items = [
      aChannel({ id: 'ours' }),
      aChannel({ id: 'of another session', tags: ownTags('another') }),
      aChannel({ id: 'of another program', tags: { session: SESSION } }),
      aChannel({ id: 'of nobody', tags: {} }),
    ]
    expect(ofSession(items, SESSION).map(({ id }) => id)).toEqual(['ours'])
  })
})
