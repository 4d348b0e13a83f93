import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'

export const checksumAlgorithms = ['crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256'] as const
export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number]

/** A running digest; `end` gives the bytes S3 sends as base64, most significant first. */
export interface RunningChecksum {
  readonly update: (chunk: Uint8Array) => void
  readonly end: () => Buffer
}

export function runningChecksum(algorithm: ChecksumAlgorithm | 'md5'): RunningChecksum {
  switch (algorithm) {
    case 'crc32':
      return runningCrc32()
    case 'crc32c':
      return runningCrc32c()
    case 'crc64nvme':
      return runningCrc64()
    case 'sha1':
    case 'sha256':
    case 'md5': {
      const hash = createHash(algorithm)
      return { update: (chunk) => void hash.update(chunk), end: () => hash.digest() }
    }
  }
}

export const checksumHeader = (algorithm: ChecksumAlgorithm): string =>
  `x-amz-checksum-${algorithm}`

export function toChecksumAlgorithm(name: string | undefined): ChecksumAlgorithm | undefined {
  return checksumAlgorithms.find((known) => known === name?.toLowerCase())
}

function runningCrc32(): RunningChecksum {
  let value = 0
  return {
    update: (chunk) => {
      value = crc32(chunk, value)
    },
    end: () => uint32(value),
  }
}

function runningCrc32c(): RunningChecksum {
  let value = 0xffffffff
  return {
    update: (chunk) => {
      for (const byte of chunk) value = (value >>> 8) ^ (castagnoli[(value ^ byte) & 0xff] ?? 0)
    },
    end: () => uint32(~value >>> 0),
  }
}

/** CRC-64/NVME in two 32-bit halves: BigInt would be a hundred times slower. */
function runningCrc64(): RunningChecksum {
  let high = 0xffffffff
  let low = 0xffffffff
  return {
    update: (chunk) => {
      for (const byte of chunk) {
        const at = (low ^ byte) & 0xff
        low = ((low >>> 8) | (high << 24)) ^ (nvme.low[at] ?? 0)
        high = (high >>> 8) ^ (nvme.high[at] ?? 0)
      }
    },
    end: () => Buffer.concat([uint32(~high >>> 0), uint32(~low >>> 0)]),
  }
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value >>> 0)
  return bytes
}

const castagnoli = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1
  return value
})

const nvme = crc64Tables(0x9a6c9329ac4bc9b5n)

function crc64Tables(polynomial: bigint): {
  readonly high: Uint32Array
  readonly low: Uint32Array
} {
  const high = new Uint32Array(256)
  const low = new Uint32Array(256)
  for (let index = 0; index < 256; index++) {
    let value = BigInt(index)
    for (let bit = 0; bit < 8; bit++) value = value & 1n ? (value >> 1n) ^ polynomial : value >> 1n
    high[index] = Number(value >> 32n)
    low[index] = Number(value & 0xffffffffn)
  }
  return { high, low }
}
