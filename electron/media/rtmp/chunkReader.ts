import type { RtmpLimits } from './limits'
import { MESSAGE_TYPE, RtmpProtocolError } from './message'
import type { RtmpMessage } from './message'
import { readChunkHeader } from './chunkHeader'
import type { ChunkHeader } from './chunkHeader'
import { PartialMessage } from './partialMessage'

const DEFAULT_CHUNK_SIZE = 128
const MAX_CHUNK_SIZE = 0x7fffffff
const NOTHING = Buffer.alloc(0)

type ReaderLimits = Pick<
  RtmpLimits,
  'maxMessageBytes' | 'maxCommandBytes' | 'maxChunkStreams' | 'maxBufferedBytes'
>

/** What the next header of a chunk stream may leave out, and the message under way on it. */
interface ChunkStream {
  readonly header: ChunkHeader
  readonly timestampMs: number
  readonly partial: PartialMessage | undefined
}

/** The chunk whose body is arriving. */
interface OpenChunk {
  readonly id: number
  readonly stream: ChunkStream
  readonly partial: PartialMessage
  remaining: number
}

/**
 * Puts messages together from chunks that may be cut and interleaved anywhere. Obeys SetChunkSize
 * and Abort itself, because they change how the very next byte is read. Copies what it keeps, so
 * that memory held is memory counted.
 */
export class ChunkReader {
  private readonly streams = new Map<number, ChunkStream>()
  private chunkSize = DEFAULT_CHUNK_SIZE
  private unread: Buffer = NOTHING
  private open: OpenChunk | undefined
  private heldBytes = 0

  constructor(private readonly limits: ReaderLimits) {}

  /** Memory held for messages that have begun and not ended. */
  get bufferedBytes(): number {
    return this.heldBytes
  }

  /** Takes any bytes and returns the messages they completed; throws RtmpProtocolError. */
  push(bytes: Uint8Array): readonly RtmpMessage[] {
    const input = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    const joined = this.unread.length > 0 ? Buffer.concat([this.unread, input]) : input
    const messages: RtmpMessage[] = []
    let offset = 0
    for (;;) {
      const taken = this.open ? this.readBody(joined, offset) : this.readHeader(joined, offset)
      if (taken === undefined) break
      offset += taken
      const message = this.completed()
      if (message) messages.push(message)
    }
    this.unread = offset < joined.length ? Buffer.from(joined.subarray(offset)) : NOTHING
    return messages
  }

  private readHeader(input: Buffer, offset: number): number | undefined {
    const found = readChunkHeader(input, offset, (id) => this.streams.get(id)?.header)
    if (!found) return undefined
    const stream = this.streams.get(found.id)
    if (!stream && this.streams.size >= this.limits.maxChunkStreams) {
      throw new RtmpProtocolError('too many chunk streams')
    }
    const next = stream?.partial ? continued(stream, found.isContinuation) : begun(found, stream)
    const partial = next.partial ?? this.begin(next.header)
    const remaining = Math.min(this.chunkSize, partial.missing)
    this.open = { id: found.id, stream: next, partial, remaining }
    this.streams.set(found.id, { ...next, partial })
    return found.bytes
  }

  private begin(header: ChunkHeader): PartialMessage {
    const isMedia = header.type === MESSAGE_TYPE.audio || header.type === MESSAGE_TYPE.video
    const isLarge = isMedia || header.type === MESSAGE_TYPE.aggregate
    const most = isLarge ? this.limits.maxMessageBytes : this.limits.maxCommandBytes
    if (header.length > most) {
      throw new RtmpProtocolError(`a message of ${header.length} bytes, where ${most} are allowed`)
    }
    return new PartialMessage(header.length)
  }

  private readBody(input: Buffer, offset: number): number | undefined {
    const chunk = this.open
    if (!chunk) return undefined
    const taken = Math.min(chunk.remaining, input.length - offset)
    if (taken === 0 && chunk.remaining > 0) return undefined
    this.heldBytes += chunk.partial.append(input.subarray(offset, offset + taken))
    if (this.heldBytes > this.limits.maxBufferedBytes) {
      throw new RtmpProtocolError('too many unfinished messages')
    }
    chunk.remaining -= taken
    return taken
  }

  /** Closes the open chunk when its body is here, and the message when that was its last chunk. */
  private completed(): RtmpMessage | undefined {
    const chunk = this.open
    if (!chunk || chunk.remaining > 0) return undefined
    this.open = undefined
    if (chunk.partial.missing > 0) return undefined
    this.forget(chunk.id)
    const { header, timestampMs } = chunk.stream
    const payload = chunk.partial.bytes()
    const message = { type: header.type, streamId: header.streamId, timestampMs, payload }
    return this.isObeyed(message) ? undefined : message
  }

  private isObeyed({ type, payload }: RtmpMessage): boolean {
    if (type !== MESSAGE_TYPE.setChunkSize && type !== MESSAGE_TYPE.abort) return false
    if (payload.length < 4) throw new RtmpProtocolError('a control message is too short')
    const value = Buffer.from(payload).readUInt32BE()
    if (type === MESSAGE_TYPE.abort) this.forget(value)
    else this.resize(value)
    return true
  }

  private resize(chunkSize: number): void {
    if (chunkSize < 1 || chunkSize > MAX_CHUNK_SIZE) {
      throw new RtmpProtocolError(`a chunk size of ${chunkSize}`)
    }
    this.chunkSize = chunkSize
  }

  private forget(id: number): void {
    const stream = this.streams.get(id)
    if (!stream?.partial) return
    this.heldBytes -= stream.partial.heldBytes
    this.streams.set(id, { ...stream, partial: undefined })
  }
}

/** Only a header of the shortest form may stand inside a message. */
function continued(stream: ChunkStream, isContinuation: boolean): ChunkStream {
  if (!isContinuation) throw new RtmpProtocolError('a message begins inside another')
  return stream
}

function begun(header: ChunkHeader, before: ChunkStream | undefined): ChunkStream {
  const from = header.isAbsolute || !before ? 0 : before.timestampMs
  return { header, timestampMs: (from + header.time) >>> 0, partial: undefined }
}
