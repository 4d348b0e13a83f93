import { describe, expect, it } from 'vitest'
import { rangeOf } from '../../../electron/simulator/s3/ranges'

describe('byte ranges', () => {
  it.each([
    ['bytes=0-3', { first: 0, last: 3 }],
    ['bytes=4-', { first: 4, last: 9 }],
    ['bytes=-3', { first: 7, last: 9 }],
    ['bytes=-100', { first: 0, last: 9 }],
    ['bytes=8-100', { first: 8, last: 9 }],
    ['bytes=9-9', { first: 9, last: 9 }],
  ])('%s of ten bytes', (header, range) => {
    expect(rangeOf(header, 10)).toEqual(range)
  })

  it.each([undefined, 'bytes=0-1,4-5', 'bytes=5-2', 'bytes=-', 'pages=1-2', 'nonsense'])(
    'sends everything for %s',
    (header) => {
      expect(rangeOf(header, 10)).toBeUndefined()
    },
  )

  it.each([
    ['bytes=10-', 10],
    ['bytes=-0', 10],
    ['bytes=-5', 0],
    ['bytes=0-0', 0],
  ])('%s of %i bytes cannot be satisfied', (header, size) => {
    expect(() => rangeOf(header, size)).toThrow(
      expect.objectContaining({
        code: 'InvalidRange',
        headers: { 'content-range': `bytes */${size}` },
      }),
    )
  })
})
