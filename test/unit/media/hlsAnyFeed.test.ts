import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MediaTag } from '../../../electron/media/mediaTag'
import { headers, picture, recording, slate, sound, testCard } from './hlsFeed'
import type { MemoryStore } from './hlsFeed'

/** What encoders and networks do to time, from the usual to the absurd. */
const step = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom(20, 40) },
  { weight: 4, arbitrary: fc.constantFrom(0, -15, 400, 900) },
  { weight: 1, arbitrary: fc.constantFrom(2_500, 10_000, -5_000, 2 ** 31, -(2 ** 30)) },
)

type Event =
  | { readonly kind: 'picture'; readonly stepMs: number; readonly type: 'key' | 'delta' }
  | { readonly kind: 'sound'; readonly stepMs: number }
  | { readonly kind: 'header'; readonly tag: MediaTag }
  | { readonly kind: 'reconnect'; readonly wallMs: number }

const type = fc.oneof(
  { weight: 1, arbitrary: fc.constant('key' as const) },
  { weight: 6, arbitrary: fc.constant('delta' as const) },
)

const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 30,
    arbitrary: fc.record({ kind: fc.constant('picture' as const), stepMs: step, type }),
  },
  { weight: 30, arbitrary: fc.record({ kind: fc.constant('sound' as const), stepMs: step }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('header' as const),
      tag: fc.constantFrom(...headers(testCard), ...headers(slate)),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('reconnect' as const),
      wallMs: fc.constantFrom(-1_000, 0, 500, 60_000),
    }),
  },
)

const feed = fc.array(event, { minLength: 50, maxLength: 800, size: 'max' })

/** Records a feed; answers how many frames were sent. */
async function record(events: readonly Event[]) {
  const { store, writer, errors, wall } = recording({ longestSegmentSeconds: 20 })
  let connection = writer.openConnection()
  for (const tag of headers(testCard)) connection.write(tag)
  let timeMs = 0
  let frames = 0
  for (const one of events) {
    if (one.kind === 'header') connection.write(one.tag)
    if (one.kind === 'reconnect') {
      wall.nowMs += one.wallMs
      connection = writer.openConnection()
      for (const tag of headers(testCard)) connection.write(tag)
    }
    if (one.kind !== 'picture' && one.kind !== 'sound') continue
    timeMs += one.stepMs
    frames += 1
    connection.write(one.kind === 'sound' ? sound(timeMs) : picture(timeMs, one.type))
  }
  await writer.close()
  return { store, errors, frames, report: writer.report() }
}

const VIDEO_PID = 481
const AUDIO_PID = 492

interface Packet {
  readonly pid: number
  readonly startsUnit: boolean
  readonly isRandomAccess: boolean
}

function packetsOf(segment: Uint8Array): Packet[] {
  expect(segment.length % 188).toBe(0)
  return Array.from({ length: segment.length / 188 }, (_, i) => {
    const [sync, high = 0, low = 0, control = 0, length = 0, flags = 0] = segment.subarray(i * 188)
    expect(sync).toBe(0x47)
    return {
      pid: (high & 0x1f) * 256 + low,
      startsUnit: (high & 0x40) !== 0,
      isRandomAccess: (control & 0x20) !== 0 && length > 0 && (flags & 0x40) !== 0,
    }
  })
}

const segmentsIn = (store: MemoryStore): readonly Uint8Array[] =>
  store.puts.filter((put) => put.name.endsWith('.ts')).map((put) => put.bytes)

describe('whatever a publisher sends', () => {
  it('every frame is either in a segment or counted as passed over', async () => {
    await fc.assert(
      fc.asyncProperty(feed, async (events) => {
        const { store, errors, frames, report } = await record(events)
        const units = segmentsIn(store)
          .flatMap(packetsOf)
          .filter(({ pid, startsUnit }) => startsUnit && (pid === VIDEO_PID || pid === AUDIO_PID))
        expect(units.length + report.framesPassedOver).toBe(frames)
        expect(errors).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it('every segment with a picture begins at a keyframe', async () => {
    await fc.assert(
      fc.asyncProperty(feed, async (events) => {
        const { store, report } = await record(events)
        if (report.longestSegmentSeconds >= 20) return
        for (const segment of segmentsIn(store)) {
          const first = packetsOf(segment).find(({ pid }) => pid === VIDEO_PID)
          expect(first?.isRandomAccess ?? true).toBe(true)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('the playlist is whole: clock forward, durations true to the target, all segments there', async () => {
    await fc.assert(
      fc.asyncProperty(feed, async (events) => {
        const { store, report } = await record(events)
        if (report.segments === 0) return
        const { segments, targetDurationSeconds, kind } = store.playlist()
        expect(kind).toBe('VOD')
        let endMs = 0
        for (const segment of segments) {
          expect(store.last(segment.uri).bytes.length).toBeGreaterThan(0)
          expect(segment.seconds).toBeGreaterThan(0)
          expect(Math.round(segment.seconds)).toBeLessThanOrEqual(targetDurationSeconds)
          expect(segment.programDateTimeMs).toBeGreaterThanOrEqual(endMs)
          endMs = (segment.programDateTimeMs ?? 0) + Math.round(segment.seconds * 1000)
        }
        expect(new Set(segments.map((segment) => segment.uri)).size).toBe(segments.length)
      }),
      { numRuns: 40 },
    )
  })
})
