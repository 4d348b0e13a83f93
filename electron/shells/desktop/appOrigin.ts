import { protocol, type Session } from 'electron'
import type { Console } from '../../app/console'
import type { Log } from '../../core/ports'
import { strictHeaders } from '../origin/headers'
import { mediaHeaders, mediaPathOf } from '../origin/mediaPath'
import type { RendererFiles } from '../origin/rendererFiles'

const SCHEME = 'tallylight'
const HOST = 'console'

/** The window's address: a scheme of our own, so that nothing is read through `file:`. */
export const APP_URL = `${SCHEME}://${HOST}/`

/** Before the app is ready: makes our scheme one with an origin, as a browser understands it. */
export function registerOrigin(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, stream: true }
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges }])
}

/** True for a document of our own origin, and for nothing that only begins like it. */
export function isOurs(address: string): boolean {
  const url = URL.parse(address)
  return url?.protocol === `${SCHEME}:` && url.host === HOST
}

export interface OriginParts {
  readonly console: Pick<Console, 'media'>
  readonly files: RendererFiles
  readonly log: Log
}

/** Serves the built renderer and media under our own origin. */
export function serveOrigin(session: Session, parts: OriginParts): void {
  session.protocol.handle(SCHEME, async (request) => {
    try {
      return await answer(request, parts)
    } catch (thrown) {
      parts.log.error('a page could not be served', { thrown })
      return refused(500)
    }
  })
}

async function answer(request: Request, { console, files }: OriginParts): Promise<Response> {
  const url = URL.parse(request.url)
  if (!url || !isOurs(request.url)) return refused(403)
  if (request.method !== 'GET' && request.method !== 'HEAD') return refused(405)
  const hasBody = request.method === 'GET'
  const file = files.at(url.pathname)
  if (file) {
    const headers = { ...strictHeaders, ...file.headers }
    return new Response(hasBody ? await file.read() : null, { headers })
  }
  const path = mediaPathOf(url.pathname)
  if (!path) return refused(404)
  const media = await console.media({ path, range: request.headers.get('range') ?? undefined })
  const init = { status: media.status, headers: { ...strictHeaders, ...mediaHeaders(media) } }
  if (hasBody) return new Response(bodyOf(media.body), init)
  if (!(media.body instanceof Uint8Array)) await media.body[Symbol.asyncIterator]().return?.()
  return new Response(null, init)
}

function bodyOf(
  body: AsyncIterable<Uint8Array> | Uint8Array,
): Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> {
  return body instanceof Uint8Array ? new Uint8Array(body) : ReadableStream.from(body)
}

const refused = (status: number): Response => new Response(null, { status, headers: strictHeaders })
