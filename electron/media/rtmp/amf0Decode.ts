import { AMF0_MARKER, AmfEcmaArray } from './amf0'
import type { AmfList, AmfObject, AmfValue } from './amf0'
import { RtmpProtocolError } from './message'

/** Real messages nest three deep; a hostile one would nest until the stack ends. */
const MAX_DEPTH = 32

/** Reads every value in the bytes; throws RtmpProtocolError on anything that is no AMF0. */
export function decodeAmf0(bytes: Uint8Array): AmfList {
  const reader = new Amf0Reader(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length))
  const values: AmfValue[] = []
  while (!reader.isAtEnd) values.push(reader.value(0))
  return values
}

class Amf0Reader {
  private offset = 0

  constructor(private readonly bytes: Buffer) {}

  get isAtEnd(): boolean {
    return this.offset >= this.bytes.length
  }

  value(depth: number): AmfValue {
    if (depth > MAX_DEPTH) throw new RtmpProtocolError('AMF0 nested too deep')
    const kind = this.take(1).readUInt8()
    switch (kind) {
      case AMF0_MARKER.number:
        return this.take(8).readDoubleBE()
      case AMF0_MARKER.boolean:
        return this.take(1).readUInt8() !== 0
      case AMF0_MARKER.string:
        return this.shortString()
      case AMF0_MARKER.longString:
      case AMF0_MARKER.xmlDocument:
        return this.take(this.uint32()).toString()
      case AMF0_MARKER.null:
        return null
      case AMF0_MARKER.undefined:
      case AMF0_MARKER.unsupported:
        return undefined
      case AMF0_MARKER.date:
        return this.date()
      default:
        return this.composite(kind, depth + 1)
    }
  }

  private composite(kind: number, depth: number): AmfValue {
    switch (kind) {
      case AMF0_MARKER.object:
        return this.entries(depth)
      case AMF0_MARKER.typedObject:
        this.shortString()
        return this.entries(depth)
      case AMF0_MARKER.ecmaArray:
        // The count is a hint that encoders get wrong; the end marker is what counts.
        this.uint32()
        return new AmfEcmaArray(this.entries(depth))
      case AMF0_MARKER.strictArray:
        return this.list(depth)
      default:
        throw new RtmpProtocolError(`AMF0 marker ${kind} is not understood`)
    }
  }

  private entries(depth: number): AmfObject {
    const entries: Array<[string, AmfValue]> = []
    for (;;) {
      const key = this.shortString()
      if (key === '' && this.bytes[this.offset] === AMF0_MARKER.objectEnd) break
      entries.push([key, this.value(depth)])
    }
    this.offset += 1
    // fromEntries makes own properties, so that a key like __proto__ is only a key.
    return Object.fromEntries(entries)
  }

  private list(depth: number): AmfList {
    const count = this.uint32()
    const values: AmfValue[] = []
    while (values.length < count) values.push(this.value(depth))
    return values
  }

  private date(): Date {
    const date = new Date(this.take(8).readDoubleBE())
    this.take(2)
    return date
  }

  private shortString(): string {
    return this.take(this.take(2).readUInt16BE()).toString()
  }

  private uint32(): number {
    return this.take(4).readUInt32BE()
  }

  private take(length: number): Buffer {
    const end = this.offset + length
    if (end > this.bytes.length) throw new RtmpProtocolError('AMF0 ends inside a value')
    const taken = this.bytes.subarray(this.offset, end)
    this.offset = end
    return taken
  }
}
