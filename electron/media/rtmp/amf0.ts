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
export const AMF0_MARKER = {
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

/** The named values of an object or associative array; undefined for anything else. */
export function propertiesOf(value: AmfValue): AmfObject | undefined {
  if (value instanceof AmfEcmaArray) return value.entries
  return isAmfObject(value) ? value : undefined
}

/** Whether the value is a plain object. */
export function isAmfObject(value: AmfValue): value is AmfObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Date) &&
    !(value instanceof AmfEcmaArray)
  )
}
