import { describe, expect, it } from 'vitest'
import { type ChecksumAlgorithm, runningChecksum } from '../../../electron/simulator/s3/checksums'

/** Check values of the CRC catalogue for the nine digits; the hashes from their standards' tools. */
const ofNineDigits: Readonly<Record<ChecksumAlgorithm, string>> = {
  crc32: 'cbf43926',
  crc32c: 'e3069283',
  crc64nvme: 'ae8b14860a799888',
  sha1: 'f7c3bc1d808e04732adf679965ccc34ca7ae3441',
  sha256: '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225',
}

describe('S3 checksums', () => {
  it.each(Object.entries(ofNineDigits))('%s gives the known value, fed in pieces', (name, hex) => {
    // The keys above are the algorithms.
    const running = runningChecksum(name as ChecksumAlgorithm)
    for (const piece of ['123', '', '456789']) running.update(Buffer.from(piece))
    expect(running.end().toString('hex')).toBe(hex)
  })
})
