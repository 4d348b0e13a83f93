import { describe, expect, it } from 'vitest'
import { deepestNesting, parsedJson, withoutNulls } from '../../../electron/simulator/kit/json'
import { formOf } from '../../../electron/simulator/kit/queryForm'

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
const hundredThousand = 100_000

describe('JSON from outside', () => {
  it('is refused where it is nested so deep that writing it again would fail', () => {
    expect(parsedJson(nested(deepestNesting))).toBeDefined()
    for (const depth of [deepestNesting + 1, hundredThousand]) {
      expect(() => parsedJson(nested(depth))).toThrow(SyntaxError)
    }
    expect(() => parsedJson(`{"a":${'{"b":'.repeat(200)}1${'}'.repeat(200)}}`)).toThrow(SyntaxError)
  })

  it('may be as wide as it likes', () => {
    const wide = JSON.stringify(Array.from({ length: 50_000 }, (_, index) => ({ index })))
    expect(parsedJson(wide)).toHaveLength(50_000)
  })

  it('is without the members that are null, and with those of lists', () => {
    expect(withoutNulls({ a: null, b: { c: null, d: 0 }, e: [null, { f: null }] })).toEqual({
      b: { d: 0 },
      e: [null, {}],
    })
    expect(withoutNulls(null)).toBeNull()
  })
})

describe('a form', () => {
  it('is refused where its names nest too deep', () => {
    const fields = new URLSearchParams([['a'.concat('.a'.repeat(hundredThousand)), '1']])
    expect(() => formOf(fields)).toThrow(expect.objectContaining({ status: 400 }))
  })
})
