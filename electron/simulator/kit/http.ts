import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AwsFault, type AwsAnswer, type AwsRequest } from './aws'
import { readBody } from './body'
import type { CallAnswer, Calls } from './calls'
import { checksClock, clockSkew } from './clockSkew'
import type { SimulatorContext } from './context'
import { restJsonFault } from './restJsonFault'
import { sendable } from './sendableHeaders'
import { signatureScopeOf } from './signature'
import { unknownService } from './unknownService'

export interface HttpParts {
  readonly context: SimulatorContext
  readonly calls: Calls
  /** See `checksClock`. */
  readonly checkClock: boolean | undefined
  /** Answers `/_simulator/…`. */
  control(request: ControlRequest): Promise<AwsAnswer>
  /** Called at the beginning of every request. */
  touched(): void
  /** Called before an answer leaves, or is lost. */
  answering(): void
}

export interface ControlRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  body(): Promise<Uint8Array>
}

export interface HttpSurface {
  readonly port: number
  close(): Promise<void>
}

/** The simulator's one HTTP endpoint, on 127.0.0.1. */
export async function serveHttp(parts: HttpParts, port: number): Promise<HttpSurface> {
  const server = createServer((request, response) => void serve(parts, request, response))
  // Clients keep their connections; cutting an idle one just as it is used again would look like a lost answer.
  server.keepAliveTimeout = 70_000
  await new Promise<void>((listening, failed) => {
    server.once('error', failed)
    server.listen(port, '127.0.0.1', listening)
  })
  // Listening on TCP: the address is an AddressInfo.
  return { port: (server.address() as AddressInfo).port, close: () => close(server) }
}

function close(server: Server): Promise<void> {
  const closed = new Promise<void>((done) => server.close(() => done()))
  server.closeAllConnections()
  return closed
}

async function serve(
  parts: HttpParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = parts.context.ids.uuid('request')
  try {
    parts.context.clock.settle()
    parts.touched()
    const answer = await answerTo(parts, request, requestId)
    parts.answering()
    const outgoing = { response, requestId, isHead: request.method === 'HEAD' }
    if (answer === 'lost') request.socket.destroy()
    else if ('isCut' in answer && answer.isCut) await writeHalf(parts, outgoing, answer)
    else await write(parts, outgoing, answer)
  } catch (thrown) {
    // Only a connection that broke, or a bug in the simulator, comes to here.
    parts.context.log(`request ${requestId}: ${String(thrown)}`)
    response.destroy()
  }
}

async function answerTo(
  parts: HttpParts,
  request: IncomingMessage,
  requestId: string,
): Promise<AwsAnswer | CallAnswer> {
  const { path, query } = targetOf(request.url ?? '/')
  const method = request.method ?? 'GET'
  if (path.startsWith('/_simulator/')) {
    const { headers } = request
    const body = () => readBody(request)
    return parts.control({ method, path, query, headers, body })
  }
  if (path === '/checkip') return checkIp()
  const scope = signatureScopeOf(request.headers, query)
  if (scope === undefined) return restJsonFault(missingToken())
  let whole: Promise<Uint8Array> | undefined
  const awsRequest: AwsRequest = {
    method,
    path,
    query,
    headers: request.headers,
    region: scope.region,
    accessKeyId: scope.accessKeyId,
    requestId,
    stream: request,
    body: (maxBytes) => (whole ??= readBody(request, maxBytes)),
  }
  const service = parts.calls.service(scope.service)
  if (service === undefined) return unknownService(scope.service, awsRequest)
  const { clock, events } = parts.context
  const skew =
    checksClock(clock, parts.checkClock) && clockSkew(awsRequest, scope.service, clock.now())
  if (skew) {
    events.append('clock-skew', { scope: scope.service, fault: skew.type })
    return service.faultAnswer(skew, awsRequest)
  }
  return parts.calls.answer(service, awsRequest)
}

/** The path as it came: parsing it as a URL would resolve the dots and slashes that S3 keys may hold. */
function targetOf(target: string): { readonly path: string; readonly query: URLSearchParams } {
  const [path = '/', ...rest] = target.replace(/^https?:\/\/[^/]*/, '').split('?')
  return { path, query: new URLSearchParams(rest.join('?')) }
}

interface Outgoing {
  readonly response: ServerResponse
  readonly requestId: string
  readonly isHead: boolean
}

async function write(
  { context }: HttpParts,
  { response, requestId, isHead }: Outgoing,
  answer: AwsAnswer,
): Promise<void> {
  const { body, status } = answer
  response.sendDate = false
  const isBare = body instanceof Readable || isHead || status === 204 || status === 304
  response.writeHead(status, {
    ...headOf(context, requestId),
    ...(isBare ? {} : { 'content-length': String(Buffer.byteLength(body ?? '')) }),
    ...sendable(answer.headers, context.log),
  })
  if (body instanceof Readable) {
    if (isHead) {
      body.destroy()
      response.end()
    } else await pipeline(body, response)
  } else response.end(isHead ? undefined : body)
}

/** The head and half of the body, then the connection is cut; a body that streams after its first bytes. */
async function writeHalf(
  { context }: HttpParts,
  { response, requestId }: Outgoing,
  { status, headers, body }: AwsAnswer,
): Promise<void> {
  const bytes = body instanceof Readable ? await firstOf(body) : Buffer.from(body ?? '')
  if (bytes.length === 0) return void response.destroy()
  response.sendDate = false
  const length = { 'content-length': String(bytes.length) }
  response.writeHead(status, {
    ...headOf(context, requestId),
    ...length,
    ...sendable(headers, context.log),
  })
  const half = bytes.subarray(0, Math.floor(bytes.length / 2))
  await new Promise<void>((written) => response.write(half, () => written()))
  response.destroy()
}

const headOf = ({ clock }: SimulatorContext, requestId: string) => ({
  'x-amzn-requestid': requestId,
  date: new Date(clock.now()).toUTCString(),
})

async function firstOf(body: Readable): Promise<Buffer> {
  for await (const chunk of body) {
    body.destroy()
    return Buffer.from(chunk as Uint8Array) // the bodies of answers yield bytes only
  }
  return Buffer.alloc(0)
}

/**
 * The caller's public IPv4 address as text, like checkip.amazonaws.com. On this machine the ingest
 * sees 127.0.0.1, so that is the truth here.
 */
const checkIp = (): AwsAnswer => ({
  status: 200,
  headers: { 'content-type': 'text/plain' },
  body: '127.0.0.1\n',
})

const missingToken = () =>
  new AwsFault(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token')
