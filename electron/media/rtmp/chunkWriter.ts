import { EXTENDED_TIME } from './chunkHeader'
import { MESSAGE_TYPE } from './message'
import type { RtmpMessage } from './message'

/** What we use: a frame fits in few chunks, and every peer seen accepts it. */
const CHUNK_SIZE = 4096
const DEFAULT_CHUNK_SIZE = 128
const CONTINUATION = 3

/** The last message of a chunk stream, which the next header may lean on. */
interface Written {
  readonly type: number
  readonly streamId: number
  readonly timestampMs: number
  readonly length: number
  /** Undefined after a full header: peers disagree on what the shortest form then repeats. */
  readonly delta: number | undefined
}

/** Cuts messages into chunks, with the shortest header that all peers read alike. */
export class ChunkWriter {
  private readonly last = new Map<number, Written>()
  private chunkSize = DEFAULT_CHUNK_SIZE

  /** Returns the bytes of the message; a SetChunkSize message holds from the next one on. */
  write(message: RtmpMessage): Buffer {
    const id = chunkStreamOf(message.type)
    const before = this.last.get(id)
    const delta = deltaOf(message, before)
    const form = formOf(message, before, delta)
    const { type, streamId, timestampMs, payload } = message
    const steady = form === 0 ? undefined : delta
    this.last.set(id, { type, streamId, timestampMs, length: payload.length, delta: steady })
    const bytes = this.cut(id, message, headerOf(form, delta ?? message.timestampMs, message))
    if (message.type === MESSAGE_TYPE.setChunkSize) this.chunkSize = setSizeOf(message)
    return bytes
  }

  private cut(id: number, { payload }: RtmpMessage, header: Header): Buffer {
    const parts: Uint8Array[] = [Buffer.from([(header.form << 6) | id]), header.fields]
    if (header.extended) parts.push(header.extended)
    parts.push(payload.subarray(0, this.chunkSize))
    for (let offset = this.chunkSize; offset < payload.length; offset += this.chunkSize) {
      parts.push(Buffer.from([(CONTINUATION << 6) | id]))
      if (header.extended) parts.push(header.extended)
      parts.push(payload.subarray(offset, offset + this.chunkSize))
    }
    return Buffer.concat(parts)
  }
}

/** The message that announces the chunk size we write with. */
export function chunkSizeMessage(size: number = CHUNK_SIZE): RtmpMessage {
  const payload = Buffer.alloc(4)
  payload.writeUInt32BE(size)
  return { type: MESSAGE_TYPE.setChunkSize, streamId: 0, timestampMs: 0, payload }
}

interface Header {
  readonly form: number
  readonly fields: Buffer
  readonly extended: Buffer | undefined
}

function setSizeOf({ payload }: RtmpMessage): number {
  return Buffer.from(payload).readUInt32BE()
}

/** A chunk stream for each kind, so that a long frame could never hold up a command's header. */
function chunkStreamOf(type: number): number {
  if (type < MESSAGE_TYPE.audio) return 2
  if (type === MESSAGE_TYPE.audio) return 4
  if (type === MESSAGE_TYPE.video) return 6
  return type === MESSAGE_TYPE.dataAmf0 ? 5 : 3
}

function deltaOf(message: RtmpMessage, before: Written | undefined): number | undefined {
  if (!before || before.streamId !== message.streamId) return undefined
  const delta = message.timestampMs - before.timestampMs
  return delta < 0 ? undefined : delta
}

function formOf(message: RtmpMessage, before: Written | undefined, delta: number | undefined) {
  if (!before || delta === undefined) return 0
  if (before.type !== message.type || before.length !== message.payload.length) return 1
  return before.delta === delta ? 3 : 2
}

function headerOf(form: number, time: number, message: RtmpMessage): Header {
  const isExtended = time >= EXTENDED_TIME
  const full = Buffer.alloc(11)
  full.writeUIntBE(isExtended ? EXTENDED_TIME : time, 0, 3)
  full.writeUIntBE(message.payload.length, 3, 3)
  full.writeUInt8(message.type, 6)
  full.writeUInt32LE(message.streamId, 7)
  const extended = Buffer.alloc(4)
  extended.writeUInt32BE(time)
  const bytes = [11, 7, 3, 0][form]
  return { form, fields: full.subarray(0, bytes), extended: isExtended ? extended : undefined }
}
