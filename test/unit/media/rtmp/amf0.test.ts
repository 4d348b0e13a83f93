import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AmfEcmaArray } from '../../../../electron/media/rtmp/amf0'
import type { AmfValue } from '../../../../electron/media/rtmp/amf0'
import { decodeAmf0 } from '../../../../electron/media/rtmp/amf0Decode'
import { encodeAmf0 } from '../../../../electron/media/rtmp/amf0Encode'
import { RtmpProtocolError } from '../../../../electron/media/rtmp/message'

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')
const key = fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('__proto__', 'constructor'))
const entries = (value: fc.Arbitrary<AmfValue>) =>
  fc.uniqueArray(fc.tuple(key, value), { maxLength: 4, selector: ([name]) => name }).map(
    // fromEntries, because a literal would take __proto__ for the prototype.
    (pairs) => Object.fromEntries(pairs),
  )
const { value: anyValue } = fc.letrec<{ value: AmfValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(
      fc.double(),
      fc.boolean(),
      fc.string(),
      fc.constantFrom(null, undefined),
      fc.date({ noInvalidDate: true }),
    ),
    fc.array(tie('value'), { maxLength: 4 }),
    entries(tie('value')),
    entries(tie('value')).map((named) => new AmfEcmaArray(named)),
  ),
}))

describe('AMF0', () => {
  it('reads back every value it writes, however nested', () => {
    fc.assert(
      fc.property(fc.array(anyValue, { maxLength: 5 }), (values) => {
        expect(decodeAmf0(encodeAmf0(values))).toEqual(values)
      }),
      { seed: 11, numRuns: 300 },
    )
  })

  it('keeps strings longer than a short string can be', () => {
    const long = 'ä'.repeat(50_000)
    expect(decodeAmf0(encodeAmf0([long]))).toEqual([long])
  })

  it('reads an associative array by its end and not by its count', () => {
    const bytes = hex('08 000000ff 0001 61 0101 000009')
    expect(decodeAmf0(bytes)).toEqual([new AmfEcmaArray({ a: true })])
  })

  it('takes a key called __proto__ for a key', () => {
    const bytes = Buffer.concat([
      hex('03 0009'),
      Buffer.from('__proto__'),
      hex('03 0001 61 0101 000009 000009'),
    ])
    const [value] = decodeAmf0(bytes)
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    expect(Object.keys(value ?? {})).toEqual(['__proto__'])
  })

  it('refuses a list of four thousand million values that is not there', () => {
    expect(() => decodeAmf0(hex('0a ffffffff'))).toThrow(RtmpProtocolError)
  })

  it('refuses nesting that would exhaust the stack', () => {
    const bytes = hex('0a00000001'.repeat(10_000))
    expect(() => decodeAmf0(bytes)).toThrow('nested too deep')
  })

  it('refuses any garbage with its own error and no other', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(outcomeOf(() => decodeAmf0(bytes))).toMatch(/^(read|RtmpProtocolError)$/)
      }),
      { seed: 12, numRuns: 1_000 },
    )
  })
})

function outcomeOf(read: () => unknown): string {
  try {
    read()
    return 'read'
  } catch (thrown) {
    return thrown instanceof Error ? thrown.name : String(thrown)
  }
}
