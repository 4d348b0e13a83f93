import { SessionId } from '../../src/shared/domain/ids'
import type { Cloud, SessionRecord } from '../core/ports'
import { recordingPrefix } from '../core/shows/naming'
import type { MediaAnswer, MediaRequest } from './console'

export interface MediaParts {
  readonly sessionOf: (id: SessionId) => SessionRecord | undefined
  readonly cloudOf: (session: SessionRecord) => Promise<Cloud>
}

const TYPES: Readonly<Record<string, string>> = {
  m3u8: 'application/vnd.apple.mpegurl',
  ts: 'video/mp2t',
  jpg: 'image/jpeg',
}

/**
 * Recordings under the shell's own origin: `/media/{session}/{object below the session's folder}`.
 * Main fetches the bytes: a presigned URL would carry credential material to the renderer.
 */
export async function answerMedia(
  { path, range }: MediaRequest,
  { sessionOf, cloudOf }: MediaParts,
): Promise<MediaAnswer> {
  const [, , id, ...rest] = path.split('/').map(decoded)
  const sessionId = SessionId.safeParse(id)
  const session = sessionId.success ? sessionOf(sessionId.data) : undefined
  const bucket = session?.settings.bucket
  if (!session || !bucket || rest.length === 0 || rest.some(isOutside)) return empty(404)
  const cloud = await cloudOf(session)
  const body = await cloud.recordings.read(bucket, `${recordingPrefix(session)}${rest.join('/')}`)
  if (!body) return empty(404)
  const type = TYPES[rest.at(-1)?.split('.').at(-1) ?? ''] ?? 'application/octet-stream'
  return range === undefined ? whole(body, type) : part(body, type, range)
}

const isOutside = (segment: string | undefined): boolean =>
  segment === undefined ||
  segment === '' ||
  segment === '.' ||
  segment === '..' ||
  segment.includes('\\')

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    // Not percent-encoding at all: no object has such a name.
    return undefined
  }
}

const whole = (body: Uint8Array, type: string): MediaAnswer => ({
  status: 200,
  headers: {
    'content-type': type,
    'content-length': String(body.byteLength),
    'accept-ranges': 'bytes',
  },
  body,
})

function part(body: Uint8Array, type: string, range: string): MediaAnswer {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(range.trim()) ?? []
  const size = body.byteLength
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from)
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1)
  if ((from === '' && to === '') || start > end)
    return { ...empty(416), headers: { 'content-range': `bytes */${size}`, 'content-length': '0' } }
  const piece = body.subarray(start, end + 1)
  return {
    status: 206,
    headers: {
      'content-type': type,
      'content-length': String(piece.byteLength),
      'content-range': `bytes ${start}-${end}/${size}`,
      'accept-ranges': 'bytes',
    },
    body: piece,
  }
}

const empty = (status: number): MediaAnswer => ({
  status,
  headers: { 'content-length': '0' },
  body: new Uint8Array(),
})
