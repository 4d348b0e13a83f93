import { describe, expect, test } from 'vitest'
import {
  fromLocalInput,
  lengthInWords,
  shortLength,
  timecode,
  toLocalInput,
} from '../../../src/renderer/format/time'
import { bytesInWords, count, megabits, nameInWords } from '../../../src/renderer/format/words'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

test.each([
  [-5, '00:00:00'],
  [999, '00:00:00'],
  [42 * MINUTE + 10 * SECOND, '00:42:10'],
  [101 * HOUR, '101:00:00'],
])('%d ms is the timecode %s', (ms, text) => expect(timecode(ms)).toBe(text))

test.each([
  [8 * SECOND, '8 s', '8 s'],
  [2 * MINUTE, '2 min', '2 min'],
  [2 * MINUTE + 5 * SECOND, '2 min 5 s', '2 min'],
  [7 * HOUR + 41 * MINUTE, '7 h 41 min', '7 h 41'],
])('%d ms is %s long, or %s at a glance', (ms, words, short) => {
  expect(lengthInWords(ms)).toBe(words)
  expect(shortLength(ms)).toBe(short)
})

describe('a planned end', () => {
  test('survives the way through the field', () => {
    const at = new Date(2026, 9, 25, 2, 30).getTime()
    expect(fromLocalInput(toLocalInput(at))).toBe(at)
  })

  test('is nothing while the field is empty or half typed', () => {
    expect(fromLocalInput('')).toBeNull()
    expect(fromLocalInput('2026-13-99T99:99')).toBeNull()
  })
})

test.each([
  ['start-channel', 'Start channel'],
  ['goLive', 'Go live'],
  ['wrap', 'End & clean up'],
  ['waitUntilIdle', 'Wait until idle'],
])('the step %s reads "%s"', (name, text) => expect(nameInWords(name)).toBe(text))

test('figures carry their unit', () => {
  expect(count(1, 'destination')).toBe('1 destination')
  expect(count(3, 'destination')).toBe('3 destinations')
  expect(megabits(4_812_000)).toBe('4.8 Mb/s')
  expect(bytesInWords(0)).toBe('0 B')
  expect(bytesInWords(361_200_000)).toBe('361 MB')
  expect(bytesInWords(1_250_000_000)).toBe('1.3 GB')
})
