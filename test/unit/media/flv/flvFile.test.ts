import { describe, expect, it } from 'vitest'
import { readFlv } from '../../../../electron/media/flv/flvFile'

const HEADER = Buffer.from('464c5601050000000900000000', 'hex')

function flvTag(type: number, timestampMs: number, payload: readonly number[]): Buffer {
  const header = Buffer.alloc(11)
  header.writeUInt8(type)
  header.writeUIntBE(payload.length, 1, 3)
  header.writeUIntBE(timestampMs & 0xffffff, 4, 3)
  header.writeUInt8(timestampMs >>> 24, 7)
  return Buffer.concat([header, Buffer.from(payload), Buffer.alloc(4)])
}

describe('readFlv', () => {
  const file = Buffer.concat([
    HEADER,
    flvTag(18, 0, [2, 0, 1, 97]),
    flvTag(9, 40, [0x17, 1, 0, 0, 0]),
    flvTag(99, 41, [1]),
    flvTag(8, 0x8a0b0c0d, [0xaf, 1]),
  ])

  it('gives the tags in order, with their long timestamps, and leaves out foreign ones', () => {
    const tags = readFlv(file)
    expect(tags.map(({ kind, timestampMs }) => [kind, timestampMs])).toEqual([
      ['data', 0],
      ['video', 40],
      ['audio', 0x8a0b0c0d],
    ])
    expect([...(tags[2]?.payload ?? [])]).toEqual([0xaf, 1])
  })

  it('leaves out a last tag that is cut off', () => {
    expect(readFlv(file.subarray(0, file.length - 5))).toHaveLength(2)
  })

  it('refuses what is no FLV file', () => {
    expect(() => readFlv(Buffer.from('RIFF....WAVE'))).toThrow('no FLV file')
    expect(() => readFlv(HEADER.subarray(0, 5))).toThrow('ends inside its header')
  })
})
