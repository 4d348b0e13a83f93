import { describe, expect, it } from 'vitest'
import { segmentName } from '../../../electron/media/hls/segmentName'

const nameWith = (segmentModifier: string, counter = 1): string =>
  segmentName({
    baseName: 'show',
    nameModifier: '-1080p',
    segmentModifier,
    counter,
    atMs: Date.UTC(2026, 10, 2, 9, 5, 7, 999),
  })

describe('the name of a segment', () => {
  it.each([
    ['-$t$-', 'show-1080p-090507-00001.ts'],
    ['-$d$-', 'show-1080p-20261102-00001.ts'],
    ['-$dt$-', 'show-1080p-20261102T090507-00001.ts'],
    ['-run2-', 'show-1080p-run2-00001.ts'],
    ['', 'show-1080p_00001.ts'],
    ['-$x$-', 'show-1080p-$x$-00001.ts'],
  ])('with the modifier "%s" is %s', (modifier, name) => {
    expect(nameWith(modifier)).toBe(name)
  })

  it('grows past five digits rather than repeat itself', () => {
    expect(nameWith('-', 123_456)).toBe('show-1080p-123456.ts')
  })
})
