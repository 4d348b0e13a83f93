import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { markAt } from '../../../electron/core/shows/markAt'
import { HOUR, SECOND, START } from '../../harness/builders'

describe('a mark', () => {
  it('lies at the picture that was on screen, not at the click', () => {
    expect(markAt(START + 30 * SECOND, 6_500, START)).toBe(START + 23_500)
  })

  it('lies at the click where no picture was on screen', () => {
    expect(markAt(START + 30 * SECOND, null, START)).toBe(START + 30 * SECOND)
  })

  it('lies at the start of the airing where the picture is from before it', () => {
    expect(markAt(START + 3 * SECOND, 8 * SECOND, START)).toBe(START)
  })

  it('never makes a second mark that lies before the first', () => {
    const inAt = markAt(START + 10 * SECOND, 2 * SECOND, START)
    // The player fell behind between the two clicks.
    expect(markAt(START + 11 * SECOND, 5 * SECOND, inAt)).toBe(inAt)
  })

  it('lies between its bound and the click, whole ms, whatever age is claimed', () => {
    const age = fc.option(fc.double({ min: -HOUR, max: 2 * HOUR, noNaN: true }))
    fc.assert(
      fc.property(fc.nat(HOUR), age, (ms, pictureAgeMs) => {
        const at = markAt(START + ms, pictureAgeMs, START)
        expect(Number.isInteger(at)).toBe(true)
        expect(at).toBeGreaterThanOrEqual(START)
        expect(at).toBeLessThanOrEqual(START + ms)
      }),
    )
  })
})
