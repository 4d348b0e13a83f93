import { RtmpProtocolError } from './message'

/** An object whose keys may be anything the peer chose. */
export interface AmfObject {
  readonly [key: string]: AmfValue
}

/** AMF0's associative array, which onMetaData uses. Kept apart from objects so that it round-trips. */
export class AmfEcmaArray {
  constructor(readonly entries: AmfObject) {}
}

export type AmfValue =
  number | boolean | string | null | undefined | Date | AmfEcmaArray | AmfObject | AmfList
export type AmfList = readonly AmfValue[]

/** Markers, from Adobe's AMF0 specification, section 2.1. */
const MARKER = {
  number: 0,
  boolean: 1,
  string: 2,
  object: 3,
  null: 5,
  undefined: 6,
  ecmaArray: 8,
  objectEnd: 9,
  strictArray: 10,
  date: 11,
  longString: 12,
  unsupported: 13,
  xmlDocument: 15,
  typedObject: 16,
} as const

/** Real messages nest three deep; a hostile one would nest until the stack ends. */
const MAX_DEPTH = 32
const MAX_SHORT_STRING = 0xffff

/** Writes the values one after another, as commands and data messages hold them. */
export function encodeAmf0(values: AmfList): Buffer {
  return Buffer.concat(values.flatMap(encodeValue))
}

/** Reads every value in the bytes; throws RtmpProtocolError on anything that is no AMF0. */
export function decodeAmf0(bytes: Uint8Array): AmfList {
  const reader = new Amf0Reader(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length))
  const values: AmfValue[] = []
  while (!reader.isAtEnd) values.push(reader.value(0))
  return values
}

/** The named values of an object or associative array; undefined for anything else. */
export function propertiesOf(value: AmfValue): AmfObject | undefined {
  if (value instanceof AmfEcmaArray) return value.entries
  return isObject(value) ? value : undefined
}

function isObject(value: AmfValue): value is AmfObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Date) &&
    !(value instanceof AmfEcmaArray)
  )
}

function encodeValue(value: AmfValue): Buffer[] {
  if (typeof value === 'number') return [marker(MARKER.number), double(value)]
  if (typeof value === 'boolean') return [marker(MARKER.boolean), marker(value ? 1 : 0)]
  if (typeof value === 'string') return encodeString(value)
  if (value === undefined) return [marker(MARKER.undefined)]
  if (value === null) return [marker(MARKER.null)]
  if (value instanceof Date) return [marker(MARKER.date), double(value.getTime()), Buffer.alloc(2)]
  if (value instanceof AmfEcmaArray) {
    const count = Object.keys(value.entries).length
    return [marker(MARKER.ecmaArray), uint32(count), ...encodeEntries(value.entries)]
  }
  if (isObject(value)) return [marker(MARKER.object), ...encodeEntries(value)]
  return [marker(MARKER.strictArray), uint32(value.length), ...value.flatMap(encodeValue)]
}

function encodeString(text: string): Buffer[] {
  const bytes = Buffer.from(text)
  return bytes.length > MAX_SHORT_STRING
    ? [marker(MARKER.longString), uint32(bytes.length), bytes]
    : [marker(MARKER.string), uint16(bytes.length), bytes]
}

function encodeEntries(entries: AmfObject): Buffer[] {
  const parts = Object.entries(entries).flatMap(([key, value]) => {
    const name = Buffer.from(key)
    return [uint16(name.length), name, ...encodeValue(value)]
  })
  return [...parts, uint16(0), marker(MARKER.objectEnd)]
}

function marker(value: number): Buffer {
  return Buffer.from([value])
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

function double(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleBE(value)
  return bytes
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
      case MARKER.number:
        return this.take(8).readDoubleBE()
      case MARKER.boolean:
        return this.take(1).readUInt8() !== 0
      case MARKER.string:
        return this.shortString()
      case MARKER.longString:
      case MARKER.xmlDocument:
        return this.take(this.uint32()).toString()
      case MARKER.null:
        return null
      case MARKER.undefined:
      case MARKER.unsupported:
        return undefined
      case MARKER.date:
        return this.date()
      default:
        return this.composite(kind, depth + 1)
    }
  }

  private composite(kind: number, depth: number): AmfValue {
    switch (kind) {
      case MARKER.object:
        return this.entries(depth)
      case MARKER.typedObject:
        this.shortString()
        return this.entries(depth)
      case MARKER.ecmaArray:
        // The count is a hint that encoders get wrong; the end marker is what counts.
        this.uint32()
        return new AmfEcmaArray(this.entries(depth))
      case MARKER.strictArray:
        return this.list(depth)
      default:
        throw new RtmpProtocolError(`AMF0 marker ${kind} is not understood`)
    }
  }

  private entries(depth: number): AmfObject {
    const entries: Array<[string, AmfValue]> = []
    for (;;) {
      const key = this.shortString()
      if (key === '' && this.bytes[this.offset] === MARKER.objectEnd) break
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
