/** One segment of a recording. Its time is AWS's, epoch ms. */
export interface Segment {
  readonly uri: string
  readonly seconds: number
  readonly startsAt: number
  /** The picture does not follow on from the segment before. */
  readonly discontinuity: boolean
}

export interface MediaPlaylist {
  readonly segments: readonly Segment[]
  /** Nothing more will come. */
  readonly ended: boolean
}

/**
 * Reads an HLS media playlist as MediaLive writes it (RFC 8216). Only the first segment needs a date;
 * the others follow from their lengths. Segments before the first date are left out: their time is
 * not known. Lines that are not understood are passed over, as players do.
 */
export function readMediaPlaylist(text: string): MediaPlaylist {
  const segments: Segment[] = []
  let seconds = 0
  let at: number | undefined
  let discontinuity = false
  for (const line of text.split(/\r?\n/).map((one) => one.trim())) {
    if (line.startsWith('#EXTINF:')) seconds = Number.parseFloat(line.slice(8)) || 0
    else if (line.startsWith('#EXT-X-PROGRAM-DATE-TIME:')) at = dateOf(line) ?? at
    else if (line === '#EXT-X-DISCONTINUITY') discontinuity = true
    else if (line !== '' && !line.startsWith('#')) {
      if (at !== undefined) segments.push({ uri: line, seconds, startsAt: at, discontinuity })
      at = at === undefined ? undefined : at + seconds * 1000
      discontinuity = false
    }
  }
  return { segments, ended: /^#EXT-X-ENDLIST/m.test(text) }
}

function dateOf(line: string): number | undefined {
  const at = Date.parse(line.slice('#EXT-X-PROGRAM-DATE-TIME:'.length))
  return Number.isNaN(at) ? undefined : at
}

/** A closed playlist of whole segments, which any player opens. */
export function writeVodPlaylist(segments: readonly Segment[]): string {
  const longest = segments.reduce((most, { seconds }) => Math.max(most, Math.round(seconds)), 1)
  const lines = segments.flatMap(({ uri, seconds, startsAt, discontinuity }, index) => [
    ...(discontinuity && index > 0 ? ['#EXT-X-DISCONTINUITY'] : []),
    `#EXT-X-PROGRAM-DATE-TIME:${new Date(startsAt).toISOString()}`,
    `#EXTINF:${seconds.toFixed(5)},`,
    uri,
  ])
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:3',
    `#EXT-X-TARGETDURATION:${longest}`,
    '#EXT-X-MEDIA-SEQUENCE:0',
    '#EXT-X-PLAYLIST-TYPE:VOD',
    ...lines,
    '#EXT-X-ENDLIST',
    '',
  ].join('\n')
}
