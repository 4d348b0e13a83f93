import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readMediaPlaylist, writeVodPlaylist } from '../../../electron/core/shows/mediaPlaylist'
import { START } from '../../harness/builders'

const date = (ms: number) => `#EXT-X-PROGRAM-DATE-TIME:${new Date(ms).toISOString()}`

describe('a media playlist as MediaLive writes it', () => {
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:3',
    '#EXT-X-TARGETDURATION:3',
    '#EXT-X-MEDIA-SEQUENCE:1',
    '#EXT-X-PLAYLIST-TYPE:EVENT',
    date(START),
    '#EXTINF:2.00000,',
    'show-1080p-20260517T180000-00001.ts',
    '#EXTINF:2.50000,a title',
    'show-1080p-20260517T180002-00002.ts',
    '#EXT-X-DISCONTINUITY',
    date(START + 60_000),
    '#EXTINF:1.50000,',
    'show-1080p-20260517T180100-00003.ts',
  ]

  it('gives every segment its time: by date, or by the lengths since the last date', () => {
    const { segments, ended } = readMediaPlaylist(lines.join('\n'))
    expect(ended).toBe(false)
    expect(
      segments.map(({ startsAt, seconds, discontinuity }) => [
        startsAt - START,
        seconds,
        discontinuity,
      ]),
    ).toEqual([
      [0, 2, false],
      [2_000, 2.5, false],
      [60_000, 1.5, true],
    ])
  })

  it('is the same with the line ends of another system, and says when it has ended', () => {
    const ended = readMediaPlaylist([...lines, '#EXT-X-ENDLIST'].join('\r\n'))
    expect(ended).toEqual({ ...readMediaPlaylist(lines.join('\n')), ended: true })
  })

  it('passes over what has no date yet, and dates that are none', () => {
    const text = '#EXTM3U\n#EXTINF:2,\na.ts\n#EXT-X-PROGRAM-DATE-TIME:soon\n#EXTINF:2,\nb.ts'
    expect(readMediaPlaylist(text).segments).toEqual([])
    expect(readMediaPlaylist(`${text}\n${date(START)}\n#EXTINF:2,\nc.ts`).segments).toMatchObject([
      { uri: 'c.ts', startsAt: START },
    ])
  })

  it('is empty where nothing is', () => {
    expect(readMediaPlaylist('')).toEqual({ segments: [], ended: false })
  })

  it('never throws, whatever is in the file', () => {
    const line = fc.oneof(fc.string(), fc.constantFrom(...lines, '#EXTINF:', '#EXTINF:x', '\u0000'))
    fc.assert(
      fc.property(fc.array(line), (some) => {
        for (const { startsAt, seconds } of readMediaPlaylist(some.join('\n')).segments)
          expect(Number.isFinite(startsAt) && Number.isFinite(seconds)).toBe(true)
      }),
    )
  })
})

const segment = fc.record({
  uri: fc.stringMatching(/^[a-z0-9][a-zA-Z0-9_./-]{0,40}\.ts$/),
  seconds: fc.integer({ min: 1, max: 600_000 }).map((units) => units / 100_000),
  startsAt: fc.integer({ min: 0, max: 4e12 }),
  discontinuity: fc.boolean(),
})

describe('the playlist of a take', () => {
  it('reads back as it was written, and is closed', () => {
    fc.assert(
      fc.property(fc.array(segment), (segments) => {
        const { segments: read, ended } = readMediaPlaylist(writeVodPlaylist(segments))
        expect(ended).toBe(true)
        // A break before the first segment is none: nothing came before it.
        const expected = segments.map((one, index) => ({
          ...one,
          discontinuity: one.discontinuity && index > 0,
        }))
        expect(read).toEqual(expected)
      }),
    )
  })

  it('promises no segment longer than its target (RFC 8216, 4.3.3.1)', () => {
    fc.assert(
      fc.property(fc.array(segment), (segments) => {
        const text = writeVodPlaylist(segments)
        const target = Number(/TARGETDURATION:(\d+)/.exec(text)?.[1])
        for (const { seconds } of segments) expect(Math.round(seconds)).toBeLessThanOrEqual(target)
        expect(text.startsWith('#EXTM3U\n')).toBe(true)
        expect(text.endsWith('#EXT-X-ENDLIST\n')).toBe(true)
      }),
    )
  })

  it('can be as long as three days', () => {
    const days = Array.from({ length: 129_600 }, (_, index) => ({
      uri: `${index}.ts`,
      seconds: 2,
      startsAt: START + index * 2_000,
      discontinuity: false,
    }))
    expect(writeVodPlaylist(days)).toContain('129599.ts')
  })
})
