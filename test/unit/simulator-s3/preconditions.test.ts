import { describe, expect, it } from 'vitest'
import { checkRead, checkWrite } from '../../../electron/simulator/s3/preconditions'

const there = { etag: 'abc', modifiedAt: Date.UTC(2026, 0, 1, 12, 0, 0, 400) }
const sameSecond = new Date(there.modifiedAt).toUTCString()
const before = new Date(there.modifiedAt - 5000).toUTCString()

describe('conditional writes', () => {
  it('writes when nothing is asked', () => {
    expect(() => checkWrite({}, there, 'k')).not.toThrow()
  })

  it('If-None-Match: * lets only the first writer through', () => {
    expect(() => checkWrite({ 'if-none-match': '*' }, undefined, 'k')).not.toThrow()
    expect(() => checkWrite({ 'if-none-match': '*' }, there, 'k')).toThrow(
      expect.objectContaining({ code: 'PreconditionFailed', status: 412 }),
    )
  })

  it('If-None-Match takes no version', () => {
    for (const current of [there, undefined]) {
      expect(() => checkWrite({ 'if-none-match': '"old"' }, current, 'k')).toThrow(
        expect.objectContaining({ code: 'NotImplemented', status: 501 }),
      )
    }
  })

  it('If-Match writes only over the version the writer knows', () => {
    expect(() => checkWrite({ 'if-match': '"abc"' }, there, 'k')).not.toThrow()
    expect(() => checkWrite({ 'if-match': '"old"' }, there, 'k')).toThrow(
      expect.objectContaining({ status: 412 }),
    )
    expect(() => checkWrite({ 'if-match': '"abc"' }, undefined, 'k')).toThrow(
      expect.objectContaining({ code: 'NoSuchKey', status: 404 }),
    )
  })
})

describe('conditional reads', () => {
  it.each([
    [{}, 'send'],
    [{ 'if-none-match': '"abc"' }, 'unchanged'],
    [{ 'if-none-match': '"x", "abc"' }, 'unchanged'],
    [{ 'if-none-match': '"x"', 'if-modified-since': sameSecond }, 'send'],
    [{ 'if-modified-since': sameSecond }, 'unchanged'],
    [{ 'if-modified-since': before }, 'send'],
    [{ 'if-match': '"abc"', 'if-unmodified-since': before }, 'send'],
  ] as const)('%o: %s', (headers, verdict) => {
    expect(checkRead(headers, there)).toBe(verdict)
  })

  it('refuses another version', () => {
    expect(() => checkRead({ 'if-match': '"x"' }, there)).toThrow(
      expect.objectContaining({ status: 412 }),
    )
    expect(() => checkRead({ 'if-unmodified-since': before }, there)).toThrow(
      expect.objectContaining({ status: 412 }),
    )
  })
})
