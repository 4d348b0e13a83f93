import type { AwsAnswer, AwsRequest, InnerCall, InnerReply } from './aws'
import { AwsFault } from './aws'
import { parsedJson, withoutNulls } from './json'

/** A call as a handler sees it: path parameters decoded, body parsed, wire shapes still unchecked. */
export interface JsonCall {
  readonly region: string
  readonly accessKeyId: string
  readonly requestId: string
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** Without members that are null; undefined when there was none. */
  readonly body: unknown
}

export interface JsonReply {
  readonly status: number
  /** Undefined: an empty body, as with 204. */
  readonly body: unknown
}

export interface JsonRoute {
  readonly operation: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH'
  readonly pattern: RegExp
  readonly handle: (call: JsonCall) => JsonReply | Promise<JsonReply>
}

/** `/prod/channels/:id` names one segment; `/tags/:arn+` the rest of the path, slashes and all. */
export function route(
  operation: string,
  method: JsonRoute['method'],
  path: string,
  handle: JsonRoute['handle'],
): JsonRoute {
  const pattern = path.replace(/:(\w+)(\+?)/g, (_, name: string, rest: string) =>
    rest ? `(?<${name}>.+)` : `(?<${name}>[^/]+)`,
  )
  return { operation, method, pattern: new RegExp(`^${pattern}$`), handle }
}

export const reply = (status: number, body?: unknown): JsonReply => ({ status, body })

export function param({ params }: JsonCall, name: string): string {
  const value = params[name]
  if (value === undefined) throw new Error(`no path parameter ${name} in this route`)
  return value
}

export function findRoute(
  routes: readonly JsonRoute[],
  { method, path }: Pick<AwsRequest, 'method' | 'path'>,
): JsonRoute | undefined {
  return routes.find((each) => each.method === method && each.pattern.test(path))
}

/** Finds the route, parses, calls, and writes the reply as JSON. */
export async function callRoute(
  routes: readonly JsonRoute[],
  request: AwsRequest,
): Promise<AwsAnswer> {
  const found = findRoute(routes, request)
  if (found === undefined) throw new Error(`no route for ${request.method} ${request.path}`)
  const { status, body } = await found.handle({
    region: request.region,
    accessKeyId: request.accessKeyId,
    requestId: request.requestId,
    params: decodedParams(found.pattern, request.path),
    query: request.query,
    body: parseJson(await request.body()),
  })
  if (body === undefined) return { status }
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }
}

/** A call from inside AWS: carried out at once. The route's handler has to be one that does not wait. */
export function invokeRoute(routes: readonly JsonRoute[], call: InnerCall): InnerReply {
  const found = findRoute(routes, call)
  if (found === undefined) throw new Error(`no route for ${call.method} ${call.path}`)
  const { region, requestId, body } = call
  const answered = found.handle({
    region,
    requestId,
    body,
    accessKeyId: innerAccessKeyId,
    params: decodedParams(found.pattern, call.path),
    query: new URLSearchParams(),
  })
  if (answered instanceof Promise)
    throw new Error(`${found.operation} cannot be called from inside`)
  return answered
}

/** Who calls, when AWS itself does: nobody's key. */
export const innerAccessKeyId = 'ASIASIMULATORSERVICE'

function decodedParams(pattern: RegExp, path: string): Record<string, string> {
  const groups = Object.entries(pattern.exec(path)?.groups ?? {})
  return Object.fromEntries(groups.map(([name, value]) => [name, decode(value)]))
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw new AwsFault(400, 'BadRequestException', 'The path is not validly percent-encoded')
  }
}

function parseJson(bytes: Uint8Array): unknown {
  if (bytes.length === 0) return undefined
  try {
    return withoutNulls(parsedJson(Buffer.from(bytes).toString('utf8')))
  } catch {
    throw new AwsFault(400, 'SerializationException', 'The request body is not valid JSON')
  }
}
