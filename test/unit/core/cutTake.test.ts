import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutTake } from '../../../electron/core/shows/cutTake'
import type { Segment } from '../../../electron/core/shows/mediaPlaylist'
import { SECOND, START } from '../../harness/builders'

/** Segments of these lengths (ms), one after the other; a gap (ms) may lie before each. */
function recording(lengths: readonly (number | { readonly gap: number; readonly ms: number })[]) {
  let at = START
  return lengths.map((one, index): Segment => {
    const { gap, ms } = typeof one === 'number' ? { gap: 0, ms: one } : one
    const segment = {
      uri: `show-1080p-${index}.ts`,
      seconds: ms / 1_000,
      startsAt: at + gap,
      discontinuity: gap > 0,
    }
    at += gap + ms
    return segment
  })
}

const tenSegments = recording(Array.from({ length: 10 }, () => 2_000))
const cut = (inMs: number, outMs: number, ended = false, segments = tenSegments) =>
  cutTake({ segments, ended }, { inAt: START + inMs, outAt: START + outMs })
const urisOf = (found: ReturnType<typeof cut>) =>
  'segments' in found ? found.segments.map(({ uri }) => Number(/\d+(?=\.ts)/.exec(uri)?.[0])) : []

describe('a take', () => {
  it.each([
    ['within two segments', 3_000, 5_000, [1, 2]],
    ['within one segment', 4_100, 5_900, [2]],
    ['from seam to seam', 4_000, 8_000, [2, 3]],
    ['of no length', 4_500, 4_500, [2]],
    ['of no length on a seam', 4_000, 4_000, [2]],
    ['of everything', 0, 20_000, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
  ] as const)('%s is the whole segments that contain it', (_, inMs, outMs, uris) => {
    const found = cut(inMs, outMs)
    expect(found.kind).toBe('whole')
    expect(urisOf(found)).toEqual(uris)
    expect(found).toMatchObject({ seconds: uris.length * 2 })
  })

  it('is not there yet while the last segment is not written', () => {
    expect(cut(18_000, 20_001)).toEqual({ kind: 'not-yet' })
    expect(cut(0, 1, false, [])).toEqual({ kind: 'not-yet' })
  })

  it('is empty where nothing was recorded between its marks', () => {
    expect(cut(30_000, 40_000, true)).toEqual({ kind: 'empty' })
    expect(cut(0, 1, true, [])).toEqual({ kind: 'empty' })
    expect(cut(-10_000, -5_000)).toEqual({ kind: 'empty' })
  })

  it('is short where the recording begins after its first mark or ends before its second', () => {
    expect(cut(-5_000, 5_000)).toMatchObject({ kind: 'short', seconds: 6 })
    expect(cut(15_000, 30_000, true)).toMatchObject({ kind: 'short', seconds: 6 })
  })

  it('is whole when a stop ended the picture a moment before the mark', () => {
    expect(cut(15_000, 23_000, true)).toMatchObject({ kind: 'whole', seconds: 6 })
    expect(cut(15_000, 23_001, true)).toMatchObject({ kind: 'short', seconds: 6 })
  })

  it('is short when a mark lies in a gap, whatever was recorded after it', () => {
    const broken = recording([2_000, 2_000, { gap: 10_000, ms: 2_000 }, 2_000])
    const out = cut(1_000, 9_000, true, broken)
    expect(out).toMatchObject({ kind: 'short', seconds: 4 })
    expect(cut(9_000, 15_000, true, broken)).toMatchObject({ kind: 'short', seconds: 2 })
    expect(cut(1_000, 15_000, true, broken)).toMatchObject({ kind: 'whole', seconds: 6 })
  })

  it('does not take a crack between two dates for a gap', () => {
    const cracked = recording([2_000, { gap: 1, ms: 2_000 }])
    expect(cut(500, 2_000.5, true, cracked).kind).toBe('whole')
  })
})

const lengths = fc.array(
  fc.oneof(
    fc.integer({ min: 200, max: 6_000 }),
    fc.record({
      gap: fc.integer({ min: 0, max: 20_000 }),
      ms: fc.integer({ min: 200, max: 6_000 }),
    }),
  ),
  { minLength: 1, maxLength: 30 },
)
const anyCut = fc
  .record({
    lengths,
    a: fc.integer({ min: -10_000, max: 200_000 }),
    b: fc.nat(200_000),
    ended: fc.boolean(),
  })
  .map(({ lengths: all, a, b, ended }) => ({
    segments: recording(all),
    marks: { inAt: START + Math.min(a, b), outAt: START + Math.max(a, b) },
    ended,
  }))
const endOf = ({ startsAt, seconds }: Segment) => startsAt + seconds * SECOND
/** What is let pass: cracks between dates, and the moment in which a stop takes effect. */
const STOP = 3_000
const CRACK = 20

describe('a take of any recording, with any marks', () => {
  it('starts less than one segment before its first mark and ends less than one after its second', () => {
    fc.assert(
      fc.property(anyCut, ({ segments, marks, ended }) => {
        const found = cutTake({ segments, ended }, marks)
        if (found.kind !== 'whole' && found.kind !== 'short') return
        const [first, last] = [found.segments[0], found.segments.at(-1)]
        if (!first || !last) throw new Error('a take without segments is called empty')
        expect(marks.inAt - first.startsAt).toBeLessThan(first.seconds * SECOND)
        expect(endOf(last) - marks.outAt).toBeLessThanOrEqual(last.seconds * SECOND)
      }),
      { numRuns: 1_000 },
    )
  })

  it('contains both marks when it is called whole', () => {
    fc.assert(
      fc.property(anyCut, ({ segments, marks, ended }) => {
        const found = cutTake({ segments, ended }, marks)
        if (found.kind !== 'whole') return
        const [first, last] = [found.segments[0], found.segments.at(-1)]
        const isEnd = last !== undefined && endOf(last) === Math.max(...segments.map(endOf))
        expect(first && first.startsAt <= marks.inAt + CRACK).toBe(true)
        expect(last && endOf(last) + (ended && isEnd ? STOP : CRACK) >= marks.outAt).toBe(true)
      }),
      { numRuns: 1_000 },
    )
  })

  it('leaves out no segment between its first and its last, and counts their seconds', () => {
    fc.assert(
      fc.property(anyCut, ({ segments, marks, ended }) => {
        const found = cutTake({ segments, ended }, marks)
        if (!('segments' in found)) return
        const [first, last] = [found.segments[0], found.segments.at(-1)]
        if (!first || !last) throw new Error('a take without segments is called empty')
        const run = segments.slice(segments.indexOf(first), segments.indexOf(last) + 1)
        expect(found.segments).toEqual(run)
        expect(found.seconds).toBeCloseTo(
          run.reduce((sum, one) => sum + one.seconds, 0),
          6,
        )
      }),
    )
  })

  it('is not yet there only while more may come', () => {
    fc.assert(
      fc.property(anyCut, ({ segments, marks, ended }) => {
        const { kind } = cutTake({ segments, ended }, marks)
        const reached = segments.some((one) => endOf(one) >= marks.outAt)
        expect(kind === 'not-yet').toBe(!ended && !reached)
      }),
    )
  })
})
