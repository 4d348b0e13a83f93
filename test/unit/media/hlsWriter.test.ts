import { describe, expect, it, vi } from 'vitest'
import { NOON, headers, recording, slate, testCard, totalSeconds, videoFeed } from './hlsFeed'

describe('a recording', () => {
  it('is an EVENT while it grows and a VOD with an end once it is closed', async () => {
    const { store, writer, publish } = recording()
    publish(testCard)
    await writer.close()
    const states = store.puts
      .filter((put) => put.name === 'show-1080p.m3u8')
      .map((put) => [
        put.text.includes('#EXT-X-PLAYLIST-TYPE:EVENT'),
        put.text.includes('#EXT-X-PLAYLIST-TYPE:VOD'),
        put.text.includes('#EXT-X-ENDLIST'),
      ])
    const growing = [true, false, false]
    expect(states).toEqual([growing, growing, growing, growing, [false, true, true]])
  })

  it('puts a segment before any playlist that names it', async () => {
    const { store, writer, publish } = recording()
    publish(testCard)
    await writer.close()
    const stored = new Set<string>()
    for (const put of store.puts) {
      for (const line of put.text.startsWith('#EXTM3U') ? put.text.split('\n') : []) {
        if (line !== '' && !line.startsWith('#')) expect(stored).toContain(line)
      }
      stored.add(put.name)
    }
    expect(stored.size).toBe(6)
  })

  it('names segments, playlists and content types as MediaLive does', async () => {
    const { store, writer, publish } = recording()
    publish(testCard)
    await writer.close()
    expect(store.playlist().segments.map((segment) => segment.uri)).toEqual([
      'show-1080p-120000-00001.ts',
      'show-1080p-120002-00002.ts',
      'show-1080p-120004-00003.ts',
      'show-1080p-120006-00004.ts',
    ])
    expect(store.last('show-1080p-120000-00001.ts').contentType).toBe('video/MP2T')
    expect(store.last('show.m3u8').contentType).toBe('application/vnd.apple.mpegurl')
  })

  it('says in its master playlist what the feed is', async () => {
    const { store, writer, publish } = recording({ targetBandwidth: 5_000_000 })
    publish(testCard)
    await writer.close()
    expect(store.last('show.m3u8').text).toMatch(
      /BANDWIDTH=5000000,AVERAGE-BANDWIDTH=\d+,CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=1280x720\nshow-1080p.m3u8/,
    )
  })

  it('announces at least the rate of its largest segment when it has to measure', async () => {
    const { store, writer, publish } = recording()
    publish(testCard)
    await writer.close()
    const rates = store
      .playlist()
      .segments.map((segment) => (store.last(segment.uri).bytes.length * 8) / segment.seconds)
    const masters = store.puts.filter((put) => put.name === 'show.m3u8')
    const announced = Number(/BANDWIDTH=(\d+)/.exec(masters.at(-1)?.text ?? '')?.[1])
    expect(announced).toBe(Math.ceil(Math.max(...rates)))
    expect(masters.length).toBeLessThanOrEqual(3)
  })

  it('stamps every segment with the wall clock of its first picture', async () => {
    const { store, writer, publish } = recording()
    publish(testCard)
    await writer.close()
    expect(store.playlist().segments.map((segment) => segment.programDateTimeMs)).toEqual(
      [0, 2000, 4000, 6000].map((ms) => NOON + ms),
    )
  })

  it('lists only the last segments in live mode, and counts what has gone', async () => {
    const { store, writer, publish } = recording({ mode: 'live', liveSegments: 3 })
    publish(videoFeed({ fromMs: 0, seconds: 4, gopSeconds: 2 }))
    publish(videoFeed({ fromMs: 0, seconds: 8, gopSeconds: 2 }))
    await writer.close()
    const playlist = store.playlist()
    expect(playlist).toMatchObject({ kind: undefined, mediaSequence: 4, discontinuitySequence: 1 })
    expect(playlist.segments).toHaveLength(3)
  })

  it('writes nothing at all when nothing arrived', async () => {
    const { store, writer, publish, errors } = recording()
    publish(headers(testCard))
    await writer.close()
    expect(store.puts).toEqual([])
    expect(errors).toEqual([])
    expect(writer.report()).toMatchObject({ segments: 0, seconds: 0, keyframesTooFarApart: false })
  })

  it('cannot be added to once it is closed, and may be closed twice', async () => {
    const { writer } = recording()
    await Promise.all([writer.close(), writer.close()])
    expect(() => writer.openConnection()).toThrow('closed')
  })
})

describe('a recording of several publishers', () => {
  it('marks where one came back with its timestamps begun again', async () => {
    const { store, writer, publish, wall } = recording()
    publish(testCard)
    wall.nowMs += 60_000
    publish(testCard)
    await writer.close()
    const { segments, mediaSequence } = store.playlist()
    expect(segments.map((segment) => segment.discontinuity)).toEqual([
      false,
      false,
      false,
      false,
      true,
      false,
      false,
      false,
    ])
    expect(mediaSequence).toBe(1)
    expect(segments[4]?.programDateTimeMs).toBe(NOON + 60_000)
    expect(writer.report()).toMatchObject({ segments: 8, discontinuities: 1, seconds: 16 })
  })

  it('marks where another publisher brought its own sequence headers', async () => {
    const { store, writer, publish } = recording()
    publish(testCard)
    publish(slate)
    await writer.close()
    expect(store.playlist().segments[4]?.discontinuity).toBe(true)
  })

  it('never lets the clock run backwards, though publishers sent faster than time', async () => {
    const { store, writer, publish, wall } = recording()
    for (const stepMs of [0, 1500, -30_000, 100_000]) {
      wall.nowMs += stepMs
      publish(testCard)
    }
    await writer.close()
    const { segments } = store.playlist()
    segments.reduce((endMs, segment) => {
      expect(segment.programDateTimeMs).toBeGreaterThanOrEqual(endMs)
      return (segment.programDateTimeMs ?? 0) + segment.seconds * 1000
    }, 0)
    expect(segments).toHaveLength(16)
  })

  it('keeps what a killed publisher had sent, up to its last picture', async () => {
    const { store, writer } = recording()
    const connection = writer.openConnection()
    const killedAfterMs = 5_000
    const sent = testCard.filter((tag) => tag.timestampMs < killedAfterMs)
    for (const tag of sent) connection.write(tag)
    await writer.close()
    const playlist = store.playlist()
    expect(playlist).toMatchObject({ kind: 'VOD', ended: true })
    expect(totalSeconds(playlist)).toBeCloseTo(5, 3)
    for (const tag of testCard) connection.write(tag)
    expect(writer.report().segments).toBe(3)
  })

  it('ends the stay of one publisher where the next takes over', async () => {
    const { store, writer } = recording()
    const first = writer.openConnection()
    for (const tag of testCard) first.write(tag)
    const second = writer.openConnection()
    for (const tag of testCard) first.write(tag)
    for (const tag of testCard) second.write(tag)
    await writer.close()
    expect(totalSeconds(store.playlist())).toBe(16)
  })
})

describe('a store that fails', () => {
  it('costs the segment it refused and nothing else, and is told of once', async () => {
    const { store, writer, publish, errors } = recording()
    store.refuses = (name) => name.endsWith('-00002.ts')
    publish(testCard)
    await writer.close()
    const { segments, kind } = store.playlist()
    expect(segments.map((segment) => segment.uri.slice(-8, -3))).toEqual([
      '00001',
      '00003',
      '00004',
    ])
    expect(segments.map((segment) => segment.discontinuity)).toEqual([false, true, false])
    expect(segments[1]?.programDateTimeMs).toBe(NOON + 4000)
    expect(kind).toBe('VOD')
    expect(errors.map((error) => error.message)).toEqual([
      'The store refused show-1080p-120002-00002.ts: it is missing.',
    ])
    expect(errors[0]?.cause).toEqual(new Error('503 Slow Down'))
    expect(writer.report()).toMatchObject({ segments: 3, lostSegments: 1, seconds: 6 })
  })

  it('is made up for by the next playlist when it refused one', async () => {
    const { store, writer, publish, errors } = recording()
    let refusals = 2
    store.refuses = (name) => name.endsWith('.m3u8') && refusals-- > 0
    publish(testCard)
    await writer.close()
    expect(store.playlist().segments).toHaveLength(4)
    expect(store.last('show.m3u8').text).toContain('show-1080p.m3u8')
    expect(errors).toHaveLength(2)
  })

  it('never fills the memory: when it hangs, the newest segments are given up', async () => {
    const { writer, publish, errors, store } = recording({ largestBacklogBytes: 300_000 })
    let release = (): void => {}
    const hanging = new Promise<void>((resolve) => (release = resolve))
    const put = store.put.bind(store)
    store.put = async (...args) => {
      await hanging
      return put(...args)
    }
    for (let round = 0; round < 5; round++) publish(testCard)
    const given = errors.length
    expect(given).toBeGreaterThan(10)
    expect(errors[0]?.message).toContain('too slow')
    release()
    await writer.close()
    const { segments } = store.playlist()
    expect(segments).toHaveLength(20 - given)
    expect(writer.report().lostSegments).toBe(given)
  })

  it('leaves a mark where it was too slow, once it is quick again', async () => {
    const { writer, errors, store } = recording({ largestBacklogBytes: 20_000 })
    let release = (): void => {}
    const hanging = new Promise<void>((resolve) => (release = resolve))
    const put = store.put.bind(store)
    store.put = async (...args) => {
      await hanging
      return put(...args)
    }
    const connection = writer.openConnection()
    const feed = videoFeed({ fromMs: 0, seconds: 20, gopSeconds: 2 })
    for (const tag of feed.filter((one) => one.timestampMs <= 10_000)) connection.write(tag)
    expect(errors).toHaveLength(3)
    release()
    await vi.waitFor(() => expect(store.playlist().segments).toHaveLength(2))
    for (const tag of feed.filter((one) => one.timestampMs > 10_000)) connection.write(tag)
    await writer.close()
    const { segments } = store.playlist()
    expect(segments[2]?.discontinuity).toBe(true)
    expect(segments[2]?.programDateTimeMs).toBeGreaterThanOrEqual(NOON + 10_000)
  })
})
