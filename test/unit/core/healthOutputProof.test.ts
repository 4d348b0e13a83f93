import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { outputWord, PROOF_MS } from '../../../electron/core/health/outputProof'
import type { MetricWindow } from '../../../electron/core/witnesses'
import { START } from '../../harness/builders'

/** A window that ended so long ago. */
const window = (endedAgoMs: number, value: number): MetricWindow => ({
  from: START - endedAgoMs - 10_000,
  to: START - endedAgoMs,
  value,
})
const word = (windows: readonly MetricWindow[], more: { since?: number | undefined } = {}) =>
  outputWord(windows, {
    expected: 1,
    now: START,
    runningSince: 'since' in more ? more.since : START - 600_000,
  })

describe('what CloudWatch proves of an output', () => {
  it('is written when the newest two windows in a row say so', () => {
    expect(word([window(60_000, 1), window(70_000, 1)])).toEqual({
      written: true,
      at: START - 60_000,
    })
  })

  it('is as old as the newest two in a row, where a later one has come before its time', () => {
    const early = [window(60_000, 1), window(80_000, 1), window(90_000, 1)]
    expect(word(early)).toEqual({ written: true, at: START - 80_000 })
    expect(word([window(60_000, 0), ...early.slice(1)])?.written).toBe(false)
  })

  it.each([
    ['one window only', [window(60_000, 1)]],
    ['a gap between the two', [window(60_000, 1), window(80_000, 1)]],
    ['the newest without output', [window(60_000, 0), window(70_000, 1), window(80_000, 1)]],
    ['the one before without output', [window(60_000, 1), window(70_000, 0)]],
  ])('is not written with %s', (_, windows) => {
    expect(word(windows)).toEqual({ written: false, at: START - 60_000 })
  })

  it('is nothing once the newest window is more than three minutes old', () => {
    const ending = (ago: number) => [window(ago, 1), window(ago + 10_000, 1)]
    expect(word([window(PROOF_MS - 10_000, 1), window(PROOF_MS, 1)])?.written).toBe(true)
    expect(word(ending(PROOF_MS + 1))).toBeUndefined()
  })

  it('is nothing of an earlier run of the channel, and nothing while its run is not known', () => {
    const windows = [window(60_000, 1), window(70_000, 1), window(80_000, 1)]
    expect(word(windows, { since: START - 60_000 })).toBeUndefined()
    expect(word(windows, { since: START - 75_000 })?.written).toBe(false)
    expect(word(windows, { since: START - 80_000 })?.written).toBe(true)
    expect(word(windows, { since: undefined })).toBeUndefined()
    expect(word([])).toBeUndefined()
  })

  it('does not depend on the order of the windows, and never proves what is too old', () => {
    const ages = fc.uniqueArray(fc.nat(60), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(ages, fc.array(fc.nat(1), { minLength: 12, maxLength: 12 }), (tens, values) => {
        const windows = tens.map((ten, index) => window(ten * 10_000, values[index] ?? 0))
        const found = word(windows)
        expect(word(windows.toReversed())).toEqual(found)
        if (found) expect(START - found.at).toBeLessThanOrEqual(PROOF_MS)
        const newest = windows.toSorted((one, other) => other.to - one.to)[0]
        if (found?.written) expect(newest?.value).toBe(1)
      }),
    )
  })
})
