import { expect, test } from 'vitest'
import { dollarsAtGlance } from '../../../src/renderer/format/money'
import { linesForReading } from '../../../src/renderer/panels/costLines'

const line = (what: string, micros: number) => ({ what, note: '10 min', micros })

test('the largest line stands first', () => {
  const lines = [line('Input', 24_000), line('IVS input', 2_000_000), line('Output', 70_000)]
  expect(linesForReading(lines).map(({ what }) => what)).toEqual(['IVS input', 'Output', 'Input'])
})

test('what is below a cent stands in one last line, and no micro-dollar is lost', () => {
  const lines = [
    line('Idle MediaLive input', 12),
    line('Output', 70_000),
    line('S3 requests', 9_000),
  ]
  const read = linesForReading(lines)
  expect(read.map(({ what }) => what)).toEqual(['Output', 'Idle and requests'])
  expect(read.reduce((sum, { micros }) => sum + micros, 0)).toBe(79_012)
})

test('what is neither idle nor a request is never called so', () => {
  const lines = [line('Idle MediaLive input', 12), line('Data to Parish hall', 300)]
  expect(linesForReading(lines)).toEqual([
    { what: '2 items below a cent each', note: '', micros: 312 },
  ])
})

test('a single line below a cent keeps its name', () => {
  expect(linesForReading([line('S3 requests', 300)])).toEqual([line('S3 requests', 300)])
})

test('below a cent is said to be so, and nothing is nothing', () => {
  expect([9_999, 10_000, 0].map(dollarsAtGlance)).toEqual(['< $0.01', '$0.01', '$0.00'])
})
