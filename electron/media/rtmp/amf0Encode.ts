import { AMF0_MARKER, AmfEcmaArray, isAmfObject } from './amf0'
import type { AmfList, AmfObject, AmfValue } from './amf0'

const MAX_SHORT_STRING = 0xffff

/** Writes the values one after another, as commands and data messages hold them. */
export function encodeAmf0(values: AmfList): Buffer {
  return Buffer.concat(values.flatMap(encodeValue))
}

function encodeValue(value: AmfValue): Buffer[] {
  if (typeof value === 'number') return [marker(AMF0_MARKER.number), double(value)]
  if (typeof value === 'boolean') return [marker(AMF0_MARKER.boolean), marker(value ? 1 : 0)]
  if (typeof value === 'string') return encodeString(value)
  if (value === undefined) return [marker(AMF0_MARKER.undefined)]
  if (value === null) return [marker(AMF0_MARKER.null)]
  if (value instanceof Date)
    return [marker(AMF0_MARKER.date), double(value.getTime()), Buffer.alloc(2)]
  if (value instanceof AmfEcmaArray) {
    const count = Object.keys(value.entries).length
    return [marker(AMF0_MARKER.ecmaArray), uint32(count), ...encodeEntries(value.entries)]
  }
  if (isAmfObject(value)) return [marker(AMF0_MARKER.object), ...encodeEntries(value)]
  return [marker(AMF0_MARKER.strictArray), uint32(value.length), ...value.flatMap(encodeValue)]
}

function encodeString(text: string): Buffer[] {
  const bytes = Buffer.from(text)
  return bytes.length > MAX_SHORT_STRING
    ? [marker(AMF0_MARKER.longString), uint32(bytes.length), bytes]
    : [marker(AMF0_MARKER.string), uint16(bytes.length), bytes]
}

function encodeEntries(entries: AmfObject): Buffer[] {
  const parts = Object.entries(entries).flatMap(([key, value]) => {
    const name = Buffer.from(key)
    return [uint16(name.length), name, ...encodeValue(value)]
  })
  return [...parts, uint16(0), marker(AMF0_MARKER.objectEnd)]
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
