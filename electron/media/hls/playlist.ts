/** One line pair of a media playlist; `uri` is as written, relative to the playlist. */
export interface PlaylistSegment {
  readonly uri: string
  readonly seconds: number
  /** Wall clock of the first picture, epoch ms UTC; absent where the playlist does not say. */
  readonly programDateTimeMs: number | undefined
  /** True when timestamps, codecs or tracks do not carry on from the segment before. */
  readonly discontinuity: boolean
}

/** A media playlist (RFC 8216 §4.3.3); `kind` undefined is a sliding window. */
export interface MediaPlaylist {
  readonly version: number
  readonly targetDurationSeconds: number
  readonly mediaSequence: number
  readonly discontinuitySequence: number
  readonly kind: 'EVENT' | 'VOD' | undefined
  readonly ended: boolean
  readonly segments: readonly PlaylistSegment[]
}

/** The one rendition a master playlist of ours offers. */
export interface Rendition {
  readonly uri: string
  readonly bandwidth: number
  readonly averageBandwidth?: number
  /** RFC 6381 names, for example `avc1.640029`. */
  readonly codecs: readonly string[]
  readonly resolution?: { readonly width: number; readonly height: number }
}

const header = (playlist: MediaPlaylist): string[] => [
  '#EXTM3U',
  `#EXT-X-VERSION:${playlist.version}`,
  `#EXT-X-TARGETDURATION:${playlist.targetDurationSeconds}`,
  `#EXT-X-MEDIA-SEQUENCE:${playlist.mediaSequence}`,
  ...(playlist.discontinuitySequence > 0
    ? [`#EXT-X-DISCONTINUITY-SEQUENCE:${playlist.discontinuitySequence}`]
    : []),
  ...(playlist.kind ? [`#EXT-X-PLAYLIST-TYPE:${playlist.kind}`] : []),
]

const segmentLines = (segment: PlaylistSegment): string[] => [
  ...(segment.discontinuity ? ['#EXT-X-DISCONTINUITY'] : []),
  ...(segment.programDateTimeMs === undefined
    ? []
    : [`#EXT-X-PROGRAM-DATE-TIME:${new Date(segment.programDateTimeMs).toISOString()}`]),
  `#EXTINF:${segment.seconds.toFixed(3)},`,
  segment.uri,
]

/** Writes a media playlist; durations are kept to the millisecond. */
export function formatPlaylist(playlist: MediaPlaylist): string {
  const lines = [
    ...header(playlist),
    ...playlist.segments.flatMap(segmentLines),
    ...(playlist.ended ? ['#EXT-X-ENDLIST'] : []),
  ]
  return `${lines.join('\n')}\n`
}

/** Writes a master playlist with one rendition (RFC 8216 §4.3.4.2). */
export function formatMasterPlaylist(rendition: Rendition): string {
  const { resolution, averageBandwidth } = rendition
  const attributes = [
    `BANDWIDTH=${Math.ceil(rendition.bandwidth)}`,
    ...(averageBandwidth ? [`AVERAGE-BANDWIDTH=${Math.ceil(averageBandwidth)}`] : []),
    ...(rendition.codecs.length > 0 ? [`CODECS="${rendition.codecs.join(',')}"`] : []),
    ...(resolution ? [`RESOLUTION=${resolution.width}x${resolution.height}`] : []),
  ]
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:3',
    `#EXT-X-STREAM-INF:${attributes.join(',')}`,
    rendition.uri,
    '',
  ].join('\n')
}

type Draft = { -readonly [Key in keyof MediaPlaylist]: MediaPlaylist[Key] }

const wholeNumber = (tag: string, value: string): number => {
  if (!/^\d+$/.test(value))
    throw new Error(`The playlist's ${tag} is "${value}", not a whole number.`)
  return Number(value)
}

const kindOf = (value: string): 'EVENT' | 'VOD' => {
  if (value === 'EVENT' || value === 'VOD') return value
  throw new Error(`The playlist's type is "${value}", neither EVENT nor VOD.`)
}

function readHeaderTag(draft: Draft, tag: string, value: string): void {
  switch (tag) {
    case '#EXT-X-VERSION':
      draft.version = wholeNumber(tag, value)
      return
    case '#EXT-X-TARGETDURATION':
      draft.targetDurationSeconds = wholeNumber(tag, value)
      return
    case '#EXT-X-MEDIA-SEQUENCE':
      draft.mediaSequence = wholeNumber(tag, value)
      return
    case '#EXT-X-DISCONTINUITY-SEQUENCE':
      draft.discontinuitySequence = wholeNumber(tag, value)
      return
    case '#EXT-X-PLAYLIST-TYPE':
      draft.kind = kindOf(value)
      return
    case '#EXT-X-ENDLIST':
      draft.ended = true
  }
}

interface PendingSegment {
  seconds: number | undefined
  programDateTimeMs: number | undefined
  discontinuity: boolean
}

const nothingPending = (): PendingSegment => ({
  seconds: undefined,
  programDateTimeMs: undefined,
  discontinuity: false,
})

function readSegmentTag(pending: PendingSegment, tag: string, value: string): void {
  if (tag === '#EXT-X-DISCONTINUITY') pending.discontinuity = true
  if (tag === '#EXTINF') pending.seconds = secondsOf(value)
  if (tag === '#EXT-X-PROGRAM-DATE-TIME') pending.programDateTimeMs = epochOf(value)
}

const secondsOf = (value: string): number => {
  const seconds = Number(value.split(',', 1)[0])
  if (!(seconds >= 0)) throw new Error(`The playlist has a segment of "${value}" seconds.`)
  return seconds
}

const epochOf = (value: string): number => {
  const epochMs = Date.parse(value)
  if (Number.isNaN(epochMs)) throw new Error(`The playlist has the unreadable date "${value}".`)
  return epochMs
}

/** Reads a media playlist; tags it does not know are passed over, a damaged one throws. */
export function parsePlaylist(text: string): MediaPlaylist {
  const lines = text.split(/\r?\n/)
  if (lines[0] !== '#EXTM3U')
    throw new Error('This is not a playlist: it does not begin with #EXTM3U.')
  const segments: PlaylistSegment[] = []
  const draft: Draft = {
    version: 1,
    targetDurationSeconds: 0,
    mediaSequence: 0,
    discontinuitySequence: 0,
    kind: undefined,
    ended: false,
    segments,
  }
  let pending = nothingPending()
  for (const line of lines) {
    if (line.startsWith('#')) {
      const colon = line.indexOf(':')
      const tag = colon < 0 ? line : line.slice(0, colon)
      const value = colon < 0 ? '' : line.slice(colon + 1)
      readHeaderTag(draft, tag, value)
      readSegmentTag(pending, tag, value)
    } else if (line.trim() !== '') {
      if (pending.seconds === undefined) throw new Error(`"${line}" has no #EXTINF before it.`)
      segments.push({ uri: line, ...pending, seconds: pending.seconds })
      pending = nothingPending()
    }
  }
  return draft
}
