import { RtmpProtocolError } from './message'

/** A chunk's header with what it left out filled in from the one before on its chunk stream. */
export interface ChunkHeader {
  /** Absolute milliseconds, or milliseconds since the message before. */
  readonly time: number
  readonly isAbsolute: boolean
  readonly isExtended: boolean
  readonly length: number
  readonly type: number
  readonly streamId: number
}

/** A header as it was found in the bytes. */
export interface FoundHeader extends ChunkHeader {
  readonly id: number
  /** The shortest form: inside a message it only goes on; between messages it begins another. */
  readonly isContinuation: boolean
  /** How many bytes it took. */
  readonly bytes: number
}

/** Stands in the three-byte field when the time follows in four bytes of its own. */
export const EXTENDED_TIME = 0xffffff
/** How many bytes of message header the four forms have (RTMP specification 1.0, 5.3.1.2). */
const FORM_BYTES = [11, 7, 3, 0]

/**
 * Reads the header at `offset`, or returns undefined when not all of it has arrived. `before` gives
 * the last header of a chunk stream, which the shorter forms lean on.
 */
export function readChunkHeader(
  input: Buffer,
  offset: number,
  before: (id: number) => ChunkHeader | undefined,
): FoundHeader | undefined {
  const basic = readBasicHeader(input, offset)
  if (!basic) return undefined
  const last = before(basic.id)
  if (basic.form > 0 && !last) throw new RtmpProtocolError('a chunk leans on one that never came')
  const start = offset + basic.bytes
  const end = start + (FORM_BYTES[basic.form] ?? 0)
  if (input.length < end) return undefined
  const isShortest = basic.form === 3 && last !== undefined
  const fields = isShortest
    ? { ...last, isAbsolute: false }
    : readFields(input, start, basic.form, last)
  const bytes = end - offset + (fields.isExtended ? 4 : 0)
  if (input.length < offset + bytes) return undefined
  const time = fields.isExtended ? input.readUInt32BE(end) : fields.time
  return { ...fields, time, id: basic.id, isContinuation: basic.form === 3, bytes }
}

interface BasicHeader {
  readonly form: number
  readonly id: number
  readonly bytes: number
}

/** One to three bytes: the form and the chunk stream, 2 to 65599 (5.3.1.1). */
function readBasicHeader(input: Buffer, offset: number): BasicHeader | undefined {
  const first = input[offset]
  if (first === undefined) return undefined
  const form = first >> 6
  const short = first & 0x3f
  if (short > 1) return { form, id: short, bytes: 1 }
  const bytes = short + 2
  if (input.length < offset + bytes) return undefined
  const low = input.readUInt8(offset + 1)
  const high = short === 1 ? input.readUInt8(offset + 2) : 0
  return { form, id: high * 256 + low + 64, bytes }
}

function readFields(
  input: Buffer,
  start: number,
  form: number,
  last: ChunkHeader | undefined,
): ChunkHeader {
  const time = input.readUIntBE(start, 3)
  return {
    time,
    isAbsolute: form === 0,
    isExtended: time === EXTENDED_TIME,
    length: form < 2 ? input.readUIntBE(start + 3, 3) : (last?.length ?? 0),
    type: form < 2 ? input.readUInt8(start + 6) : (last?.type ?? 0),
    streamId: form === 0 ? input.readUInt32LE(start + 7) : (last?.streamId ?? 0),
  }
}
