import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Console } from '../../app/console'
import type { Log } from '../../core/ports'
import { strictHeaders } from '../origin/headers'
import { mediaHeaders, mediaPathOf } from '../origin/mediaPath'
import type { RendererFile, RendererFiles } from '../origin/rendererFiles'
import type { Admission } from './admission'
import { cookieOf, hasCookie, hostOf, isOurHost, isOwnFetch } from './doorman'
import { refusals, wayIn, type Refusal } from './pages'

export interface PageParts {
  readonly console: Pick<Console, 'media'>
  readonly files: RendererFiles
  readonly admission: Admission
  readonly port: () => number
  readonly log: Log
  /** A browser was let in by its token. */
  readonly onAdmitted: () => void
}

/** Answers GET and HEAD: the way in, the built renderer, and media. */
export function pageServer(parts: PageParts): RequestListener {
  return (request, response) => {
    for (const [name, value] of Object.entries(strictHeaders)) response.setHeader(name, value)
    answer(parts, request, response).catch((thrown: unknown) => {
      parts.log.error('a page could not be served', { thrown })
      // Half an answer cannot be taken back: the browser has to see that it broke off.
      if (response.headersSent) response.destroy()
      else refuse(response, 500)
    })
  }
}

async function answer(
  parts: PageParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = '', headers } = request
  const port = parts.port()
  if (!isOurHost(headers, port)) return refuse(response, 403)
  if (method !== 'GET' && method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD')
    return refuse(response, 405)
  }
  const url = URL.parse(request.url ?? '', `http://${hostOf(port)}`)
  if (url?.host !== hostOf(port)) return refuse(response, 400)
  const token = url.pathname === '/' ? url.searchParams.get('token') : null
  // A link preview asks by HEAD: it must not use the token up.
  const secret = token !== null && method === 'GET' ? parts.admission.redeem(token) : undefined
  if (secret !== undefined) {
    parts.onAdmitted()
    return letIn(response, cookieOf(port, secret))
  }
  if (!hasCookie(headers, port, parts.admission)) return refuse(response, 401)
  if (token !== null) return letIn(response)
  if (url.pathname !== '/' && !isOwnFetch(headers)) return refuse(response, 403)
  return serve(parts, { pathname: url.pathname, request, response })
}

interface Exchange {
  readonly pathname: string
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

async function serve(parts: PageParts, exchange: Exchange): Promise<void> {
  const file = parts.files.at(exchange.pathname)
  if (file) return sendFile(file, exchange)
  const path = mediaPathOf(exchange.pathname)
  return path ? sendMedia(parts.console, path, exchange) : refuse(exchange.response, 404)
}

async function sendFile(file: RendererFile, { request, response }: Exchange): Promise<void> {
  const bytes = await file.read()
  response.writeHead(200, { ...file.headers, 'content-length': bytes.byteLength })
  response.end(request.method === 'HEAD' ? undefined : bytes)
}

async function sendMedia(
  console: Pick<Console, 'media'>,
  path: string,
  { request, response }: Exchange,
): Promise<void> {
  const media = await console.media({ path, range: request.headers.range })
  response.writeHead(media.status, mediaHeaders(media))
  const { body } = media
  if (body instanceof Uint8Array) {
    response.end(request.method === 'HEAD' ? undefined : body)
  } else if (request.method === 'HEAD') {
    // Its source stays open otherwise, for nobody.
    await body[Symbol.asyncIterator]().return?.()
    response.end()
  } else {
    await pipeline(Readable.from(body), response).catch(ignoreDeparture)
  }
}

/** A player that seeks leaves in the middle of an answer; `pipeline` has closed the source by then. */
function ignoreDeparture(thrown: unknown): void {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
  if (code !== 'ERR_STREAM_PREMATURE_CLOSE' && code !== 'ECONNRESET' && code !== 'EPIPE')
    throw thrown
}

function letIn(response: ServerResponse, cookie?: string): void {
  if (cookie) response.setHeader('set-cookie', cookie)
  if (!isOwnFetch(response.req.headers)) {
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
    })
    return void response.end(wayIn)
  }
  response.writeHead(303, { location: '/', 'cache-control': 'no-store' }).end()
}

function refuse(response: ServerResponse, status: Refusal): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
  })
  response.end(response.req.method === 'HEAD' ? undefined : refusals[status])
}
