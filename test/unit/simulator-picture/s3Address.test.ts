import { describe, expect, it } from 'vitest'
import { s3AddressOf } from '../../../electron/simulator/picture/s3Address'

describe('HLS destinations', () => {
  it.each([
    [
      's3ssl://bucket/recordings/abc/show',
      { bucket: 'bucket', folder: 'recordings/abc/', baseName: 'show' },
    ],
    ['s3://bucket/show', { bucket: 'bucket', folder: '', baseName: 'show' }],
  ])('%s', (url, address) => {
    expect(s3AddressOf(url)).toEqual(address)
  })

  it.each(['s3ssl://bucket/folder/', 's3ssl://bucket', 'https://example.com/hls/show', ''])(
    'takes %s for no address in S3',
    (url) => {
      expect(s3AddressOf(url)).toBeUndefined()
    },
  )
})
