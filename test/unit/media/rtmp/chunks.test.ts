import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ChunkReader } from '../../../../electron/media/rtmp/chunkReader'
import { chunkSizeMessage, ChunkWriter } from '../../../../electron/media/rtmp/chunkWriter'
import { DEFAULT_LIMITS } from '../../../../electron/media/rtmp/limits'
import { RtmpProtocolError } from '../../../../electron/media/rtmp/message'
import type { RtmpMessage } from '../../../../electron/media/rtmp/message'

const reader = (limits = {}) => new ChunkReader({ ...DEFAULT_LIMITS, ...limits })
const hex = (...parts: string[]) => Buffer.from(parts.join('').replaceAll(' ', ''), 'hex')
const read = (...parts: string[]) => reader().push(hex(...parts))

function cutUp(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const pieces: Buffer[] = []
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1
    pieces.push(bytes.subarray(at, at + size))
    at += size
  }
  return pieces
}

const time = fc.oneof(
  fc.nat({ max: 5_000 }),
  fc.constantFrom(0xfffffe, 0xffffff, 0x1000000, 0xfffffffe, 0xffffffff),
)
const message: fc.Arbitrary<RtmpMessage> = fc.record({
  type: fc.constantFrom(4, 8, 9, 18, 20),
  streamId: fc.constantFrom(0, 1),
  timestampMs: time,
  payload: fc
    .tuple(fc.oneof(fc.nat({ max: 20 }), fc.nat({ max: 3_000 })), fc.nat({ max: 255 }))
    .map(([length, fill]) => new Uint8Array(Buffer.alloc(length, fill))),
})

describe('chunks', () => {
  it('carry any messages through any chunk size, cut anywhere', () => {
    const steps = fc.array(fc.oneof(message, fc.integer({ min: 1, max: 5_000 })), { maxLength: 25 })
    const cuts = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(steps, cuts, (sent, sizes) => {
        const writer = new ChunkWriter()
        const messages = sent.map((step) =>
          typeof step === 'number' ? chunkSizeMessage(step) : step,
        )
        const bytes = Buffer.concat(messages.map((one) => writer.write(one)))
        const receiver = reader()
        const received = cutUp(bytes, sizes).flatMap((piece) => receiver.push(piece))
        const expected = sent.filter((step) => typeof step !== 'number')
        expect(received.map(plain)).toEqual(expected.map(plain))
        expect(receiver.bufferedBytes).toBe(0)
      }),
      { seed: 21, numRuns: 300 },
    )
  })

  it('use the shorter headers where the message before allows it', () => {
    const writer = new ChunkWriter()
    const forms = [0, 40, 80, 120, 170, 10].map((timestampMs) => {
      const payload = new Uint8Array(10)
      return (writer.write({ type: 9, streamId: 1, timestampMs, payload })[0] ?? 0) >> 6
    })
    expect(forms).toEqual([0, 2, 3, 3, 2, 0])
    const longer = { type: 9, streamId: 1, timestampMs: 50, payload: new Uint8Array(11) }
    expect((writer.write(longer)[0] ?? 0) >> 6).toBe(1)
  })

  it('are put together when they come interleaved', () => {
    const first = `06 000000 000082 09 01000000 ${'aa'.repeat(128)}`
    const other = '04 000005 000002 08 01000000 bbbb'
    const messages = read(first, other, 'c6 aaaa')
    expect(messages.map(({ type, payload }) => [type, payload.length])).toEqual([
      [8, 2],
      [9, 130],
    ])
  })

  it('of all four forms give the right times', () => {
    const messages = read(
      '06 0003e8 000001 09 01000000 01',
      '46 000028 000002 09 0202',
      '86 000014 0303',
      'c6 0404',
    )
    expect(messages.map(({ timestampMs }) => timestampMs)).toEqual([1000, 1040, 1060, 1080])
  })

  it('of the shortest form after a full one add its time once more', () => {
    const times = read('06 000017 000001 09 01000000 01', 'c6 02').map((one) => one.timestampMs)
    expect(times).toEqual([23, 46])
  })

  it('repeat the extended time in every chunk of a message', () => {
    const [message] = read(
      `06 ffffff 000081 09 01000000 01000000 ${'aa'.repeat(128)}`,
      'c6 01000000 bb',
    )
    expect(message?.timestampMs).toBe(0x1000000)
    expect(message?.payload.at(-1)).toBe(0xbb)
  })

  it('may be numbered in one, two or three bytes', () => {
    const lengths = read(
      '00 05 000000 000001 08 01000000 01',
      '01 0501 000000 000002 08 01000000 0102',
      '40 05 000000 000003 08 010203',
    )
    expect(lengths.map(({ payload }) => payload.length)).toEqual([1, 2, 3])
  })

  it('of a message that is aborted are forgotten', () => {
    const receiver = reader()
    receiver.push(hex(`06 000000 000082 09 01000000 ${'aa'.repeat(128)}`))
    expect(receiver.bufferedBytes).toBeGreaterThan(0)
    receiver.push(hex('02 000000 000004 02 00000000 00000006'))
    expect(receiver.bufferedBytes).toBe(0)
    expect(receiver.push(hex('06 000000 000001 09 01000000 01'))).toHaveLength(1)
  })
})

describe('a hostile peer', () => {
  it.each([
    ['announces more than a frame may have', '06 000000 ffffff 09 01000000'],
    ['announces a large command', '03 000000 020000 14 00000000'],
    ['begins with a chunk that leans on nothing', 'c6'],
    ['sets a chunk size of nought', '02 000000 000004 01 00000000 00000000'],
    ['sets a chunk size with the top bit', '02 000000 000004 01 00000000 80000000'],
    ['sends half a chunk size', '02 000000 000002 01 00000000 0000'],
    [
      'begins a message inside another',
      `06 000000 000082 09 01000000 ${'aa'.repeat(128)} 06 000000`,
      '000001 09 01000000',
    ],
  ])('is refused when it %s', (_what, ...parts) => {
    expect(() => read(...parts)).toThrow(RtmpProtocolError)
  })

  it('is refused when it opens more chunk streams than anyone needs', () => {
    const receiver = reader({ maxChunkStreams: 4 })
    const open = (id: number) => receiver.push(Buffer.concat([Buffer.from([id]), Buffer.alloc(11)]))
    for (const id of [3, 4, 5, 6]) open(id)
    expect(() => open(7)).toThrow('too many chunk streams')
  })

  it('holds memory for what it sent and not for what it announced', () => {
    const receiver = reader()
    receiver.push(hex('06 000000 7fffff 09 01000000 aa'))
    expect(receiver.bufferedBytes).toBeLessThan(64 * 1024)
  })

  it('is refused when it leaves too many messages unfinished', () => {
    const receiver = reader({ maxBufferedBytes: 100_000 })
    receiver.push(new ChunkWriter().write(chunkSizeMessage(60_000)))
    const begin = (id: number) =>
      receiver.push(Buffer.concat([hex(`0${id} 000000 100000 09 01000000`), Buffer.alloc(60_000)]))
    begin(4)
    expect(() => begin(5)).toThrow('too many unfinished messages')
  })

  it('never gets anything but a protocol error out of garbage', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => {
        expect(outcomeOf(() => reader().push(bytes))).toMatch(/^(read|RtmpProtocolError)$/)
      }),
      { seed: 22, numRuns: 1_000 },
    )
  })
})

function plain({ payload, ...rest }: RtmpMessage) {
  return { ...rest, payload: Buffer.from(payload).toString('hex') }
}

function outcomeOf(read: () => unknown): string {
  try {
    read()
    return 'read'
  } catch (thrown) {
    return thrown instanceof Error ? thrown.name : String(thrown)
  }
}
