import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatMasterPlaylist,
  formatPlaylist,
  parsePlaylist,
} from '../../../electron/media/hls/playlist'
import type { MediaPlaylist } from '../../../electron/media/hls/playlist'

const segment = fc.record({
  uri: fc.stringMatching(/^[a-z0-9-]{1,20}\.ts$/),
  seconds: fc.integer({ min: 0, max: 60_000 }).map((ms) => ms / 1000),
  programDateTimeMs: fc.option(fc.integer({ min: 0, max: 4_000_000_000_000 }), { nil: undefined }),
  discontinuity: fc.boolean(),
})

const playlist = fc.record({
  version: fc.integer({ min: 1, max: 9 }),
  targetDurationSeconds: fc.nat(60),
  mediaSequence: fc.nat(),
  discontinuitySequence: fc.nat(),
  kind: fc.constantFrom('EVENT' as const, 'VOD' as const, undefined),
  ended: fc.boolean(),
  segments: fc.array(segment, { maxLength: 20 }),
})

const oneSegment: MediaPlaylist = {
  version: 3,
  targetDurationSeconds: 2,
  mediaSequence: 1,
  discontinuitySequence: 0,
  kind: 'VOD',
  ended: true,
  segments: [
    {
      uri: 'show-1080p-120000-00001.ts',
      seconds: 2,
      programDateTimeMs: Date.UTC(2026, 10, 20, 12),
      discontinuity: true,
    },
  ],
}

describe('a media playlist', () => {
  it('reads back as it was written', () => {
    fc.assert(
      fc.property(playlist, (one) => {
        expect(parsePlaylist(formatPlaylist(one))).toEqual(one)
      }),
    )
  })

  it('is written as RFC 8216 wants it', () => {
    expect(formatPlaylist(oneSegment).split('\n')).toEqual([
      '#EXTM3U',
      '#EXT-X-VERSION:3',
      '#EXT-X-TARGETDURATION:2',
      '#EXT-X-MEDIA-SEQUENCE:1',
      '#EXT-X-PLAYLIST-TYPE:VOD',
      '#EXT-X-DISCONTINUITY',
      '#EXT-X-PROGRAM-DATE-TIME:2026-11-20T12:00:00.000Z',
      '#EXTINF:2.000,',
      'show-1080p-120000-00001.ts',
      '#EXT-X-ENDLIST',
      '',
    ])
  })

  it('reads what others write: titles, carriage returns, tags it does not know', () => {
    const text =
      '#EXTM3U\r\n#EXT-X-INDEPENDENT-SEGMENTS\r\n# a note\r\n#EXTINF:1.5,Title\r\na.ts\r\n'
    const [only] = parsePlaylist(text).segments
    expect(only).toEqual({
      uri: 'a.ts',
      seconds: 1.5,
      programDateTimeMs: undefined,
      discontinuity: false,
    })
  })

  it.each([
    ['what is no playlist', 'hello', 'not a playlist'],
    ['a segment without a duration', '#EXTM3U\na.ts\n', 'no #EXTINF'],
    ['a duration that is no number', '#EXTM3U\n#EXTINF:soon,\na.ts\n', '"soon," seconds'],
    [
      'a date that is no date',
      '#EXTM3U\n#EXT-X-PROGRAM-DATE-TIME:noon\n#EXTINF:1,\na.ts\n',
      'unreadable date',
    ],
    ['an unknown type', '#EXTM3U\n#EXT-X-PLAYLIST-TYPE:LIVE\n', 'neither EVENT nor VOD'],
    ['a sequence that is no number', '#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:one\n', 'not a whole number'],
  ])('refuses %s', (_, text, message) => {
    expect(() => parsePlaylist(text)).toThrow(message)
  })
})

describe('a master playlist', () => {
  it('names rate, codecs and size of its rendition', () => {
    const text = formatMasterPlaylist({
      uri: 'show-1080p.m3u8',
      bandwidth: 5_000_000.4,
      codecs: ['avc1.640029', 'mp4a.40.2'],
      resolution: { width: 1920, height: 1080 },
    })
    expect(text).toContain(
      '#EXT-X-STREAM-INF:BANDWIDTH=5000001,CODECS="avc1.640029,mp4a.40.2",RESOLUTION=1920x1080\nshow-1080p.m3u8\n',
    )
  })
})
