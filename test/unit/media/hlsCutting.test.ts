import { describe, expect, it } from 'vitest'
import type { MediaTag } from '../../../electron/media/mediaTag'
import {
  headers,
  picture,
  pictures,
  recording,
  slate,
  sound,
  testCard,
  totalSeconds,
  videoFeed,
} from './hlsFeed'

async function recorded(tags: readonly MediaTag[], overrides = {}) {
  const { store, writer, publish } = recording(overrides)
  publish(tags)
  await writer.close()
  const playlist = store.playlist()
  return {
    playlist,
    report: writer.report(),
    seconds: playlist.segments.map((segment) => segment.seconds),
    breaks: playlist.segments.map((segment) => segment.discontinuity),
    bytes: playlist.segments.map((segment) => store.last(segment.uri).bytes),
  }
}

const sounds = (fromMs: number, toMs: number): MediaTag[] =>
  Array.from({ length: Math.floor((toMs - fromMs) / 20) }, (_, i) => sound(fromMs + i * 20))

const inOrder = (...tags: readonly (readonly MediaTag[])[]): readonly MediaTag[] =>
  tags.flat().toSorted((one, other) => one.timestampMs - other.timestampMs)

describe('where a feed is cut', () => {
  it('is at the first keyframe once a segment is long enough', async () => {
    const { seconds, report } = await recorded(videoFeed({ fromMs: 0, seconds: 9, gopSeconds: 1 }))
    expect(seconds).toEqual([2, 2, 2, 2, 1])
    expect(report.keyframesTooFarApart).toBe(false)
  })

  it('forgives the rounding of timestamps to milliseconds', async () => {
    const tags = [...headers(testCard, 'video')]
    for (let i = 0; i < 240; i++) {
      const roundedMs = Math.round((i * 100) / 3)
      tags.push(picture(i === 60 ? 1999 : roundedMs, i % 60 === 0 ? 'key' : 'delta'))
    }
    const { seconds } = await recorded(tags)
    expect(seconds).toEqual([1.999, 2.001, 2, 2])
  })

  it('is later when keyframes are further apart, and the report says so', async () => {
    const { seconds, report, playlist } = await recorded(
      videoFeed({ fromMs: 0, seconds: 20, gopSeconds: 8 }),
    )
    expect(seconds).toEqual([8, 8, 4])
    expect(playlist.targetDurationSeconds).toBe(8)
    expect(report).toMatchObject({
      longestSegmentSeconds: 8,
      longestKeyframeGapSeconds: 8,
      keyframesTooFarApart: true,
    })
  })

  it('tells of keyframes too far apart while it still waits for the next', () => {
    const { writer } = recording()
    const connection = writer.openConnection()
    const feed = videoFeed({ fromMs: 0, seconds: 5, gopSeconds: 5 })
    for (const tag of feed.filter((one) => one.timestampMs <= 2_000)) connection.write(tag)
    expect(writer.report().keyframesTooFarApart).toBe(false)
    for (const tag of feed.filter((one) => one.timestampMs > 2_000)) connection.write(tag)
    expect(writer.report().keyframesTooFarApart).toBe(true)
    connection.close()
  })

  it('is forced when no keyframe ever comes again, without losing a picture', async () => {
    const feed = videoFeed({ fromMs: 0, seconds: 50, gopSeconds: 50 })
    const bySeconds = await recorded(feed, { longestSegmentSeconds: 20 })
    expect(bySeconds.seconds).toEqual([20, 20, 10])
    const byBytes = await recorded(feed, { largestSegmentBytes: 20_000 })
    expect(byBytes.seconds.length).toBeGreaterThan(1)
    expect(totalSeconds(byBytes.playlist)).toBe(50)
    expect(byBytes.report.keyframesTooFarApart).toBe(true)
  })

  it('carries each segment its own tables first, then whole packets', async () => {
    const { bytes } = await recorded(testCard)
    for (const segment of bytes) {
      expect(segment.length % 188).toBe(0)
      expect([...segment.subarray(0, 4)].slice(0, 3)).toEqual([0x47, 0x40, 0])
      expect([...segment.subarray(188, 191)]).toEqual([0x47, 0x41, 0xe0])
    }
  })

  it('counts packets on without a gap from segment to segment', async () => {
    const { bytes } = await recorded(testCard)
    const counters = new Map<number, number>()
    for (const segment of bytes) {
      for (let at = 0; at < segment.length; at += 188) {
        const pid = ((segment[at + 1] ?? 0) & 0x1f) * 256 + (segment[at + 2] ?? 0)
        const counter = (segment[at + 3] ?? 0) & 0x0f
        if (counters.has(pid)) expect(counter).toBe(((counters.get(pid) ?? 0) + 1) & 0x0f)
        counters.set(pid, counter)
      }
    }
    expect([...counters.keys()].sort()).toEqual([0, 480, 481, 492])
  })
})

describe('timestamps that do not carry on', () => {
  const feed = (fromMs: number): MediaTag[] => pictures({ fromMs, seconds: 4, gopSeconds: 2 })

  it.each([
    ['a jump ahead of a minute', 60_000],
    ['a jump ahead of an hour and a half', 5_400_000],
  ])('%s is a break, and no time in the playlist', async (_, jumpMs) => {
    const { seconds, breaks } = await recorded([
      ...headers(testCard, 'video'),
      ...feed(0),
      ...feed(4_000 + jumpMs),
    ])
    expect(seconds).toEqual([2, 2, 2, 2])
    expect(breaks).toEqual([false, false, true, false])
  })

  it('a restart within one connection is a break too', async () => {
    const { seconds, breaks } = await recorded([
      ...headers(testCard, 'video'),
      ...feed(3_000_000_000),
      ...feed(0),
    ])
    expect(seconds).toEqual([2, 2, 2, 2])
    expect(breaks).toEqual([false, false, true, false])
  })

  it('passing 2^32 ms is not a break', async () => {
    const { seconds, breaks } = await recorded([
      ...headers(testCard, 'video'),
      ...pictures({ fromMs: 2 ** 32 - 3_000, seconds: 8, gopSeconds: 2 }),
    ])
    expect(seconds).toEqual([2, 2, 2, 2])
    expect(breaks).toEqual([false, false, false, false])
  })

  it('a few lost pictures are not a break, and their time counts', async () => {
    const tags = videoFeed({ fromMs: 0, seconds: 8, gopSeconds: 2 }).filter(
      (_, i) => i < 30 || i > 45,
    )
    const { seconds, report } = await recorded(tags)
    expect(seconds).toEqual([2, 2, 2, 2])
    expect(report.discontinuities).toBe(0)
  })

  it('after a gap begins again at a keyframe and says how many pictures that cost', async () => {
    const tags = videoFeed({ fromMs: 0, seconds: 12, gopSeconds: 2 }).filter(
      (tag) => tag.timestampMs < 1_000 || tag.timestampMs >= 4_400,
    )
    const { seconds, breaks, report } = await recorded(tags)
    expect(seconds).toEqual([1, 2, 2, 2])
    expect(breaks).toEqual([false, true, false, false])
    expect(report.framesPassedOver).toBe(40)
  })

  it('a new sequence header in the middle is a break, the same one again is not', async () => {
    const { breaks } = await recorded([
      ...headers(testCard, 'video'),
      ...feed(0),
      ...headers(testCard, 'video'),
      ...feed(4_000),
      ...headers(slate, 'video'),
      ...feed(8_000),
    ])
    expect(breaks).toEqual([false, false, false, false, true, false])
  })
})

describe('feeds that lack something', () => {
  it('records sound alone, cut by time', async () => {
    const { seconds, report } = await recorded([...headers(testCard, 'audio'), ...sounds(0, 9_000)])
    expect(seconds).toEqual([2, 2, 2, 2, 1])
    expect(report.discontinuities).toBe(0)
  })

  it('records a short stay of sound alone too', async () => {
    const { seconds } = await recorded([...headers(testCard, 'audio'), ...sounds(0, 1_000)])
    expect(seconds).toEqual([1])
  })

  it('goes over to the picture when it comes late', async () => {
    const { seconds, breaks, report } = await recorded(
      inOrder(
        headers(testCard),
        sounds(0, 12_000),
        pictures({ fromMs: 8_000, seconds: 4, gopSeconds: 2 }),
      ),
    )
    expect(seconds).toEqual([2, 2, 2, 2, 2, 2])
    expect(breaks).toEqual([false, false, false, false, true, false])
    expect(report.framesPassedOver).toBe(0)
  })

  it('goes on with the sound when the picture stops, and ends the picture where it ended', async () => {
    const { seconds, breaks } = await recorded(
      inOrder(
        headers(testCard),
        sounds(0, 16_000),
        pictures({ fromMs: 0, seconds: 4, gopSeconds: 2 }),
      ),
    )
    expect(seconds).toEqual([2, 2, 2, 2, 2, 2, 2, 2])
    expect(breaks).toEqual([false, false, true, false, false, false, false, false])
  })

  it('waits for the first keyframe', async () => {
    const late = videoFeed({ fromMs: 0, seconds: 6, gopSeconds: 2 }).filter(
      (tag, i) => i === 0 || tag.timestampMs >= 1_000,
    )
    const { seconds, report } = await recorded(late)
    expect(seconds).toEqual([2, 2])
    expect(report.framesPassedOver).toBe(25)
  })

  it('says which codecs it cannot record and does not fall over them', async () => {
    const hevc = Uint8Array.of(0x90, ...new TextEncoder().encode('hvc1'), 1, 2, 3)
    const damaged = Uint8Array.of(0x17, 0, 0, 0, 0, 9, 9)
    const { writer, publish, store } = recording()
    publish([
      { kind: 'video', timestampMs: 0, payload: hevc },
      { kind: 'video', timestampMs: 0, payload: damaged },
      { kind: 'audio', timestampMs: 0, payload: Uint8Array.of(0x2f, 1) },
      { kind: 'video', timestampMs: 0, payload: new Uint8Array(0) },
      picture(0, 'key'),
    ])
    await writer.close()
    expect(store.puts).toEqual([])
    expect(writer.report().unsupportedCodecs).toEqual(
      expect.arrayContaining(['hevc', 'mp3', 'h264 with a damaged header']),
    )
  })
})
