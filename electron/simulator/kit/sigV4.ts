import { createHash, createHmac } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** What a signature covers of a request. */
export interface SignedRequest {
  readonly method: string
  /** Percent-encoded, as it came. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
}

interface Signature {
  /** `<date>/<region>/<service>/aws4_request` */
  readonly scope: string
  readonly time: string
  readonly signedHeaders: readonly string[]
  readonly signature: string
  readonly payloadHash: string
}

/**
 * Whether a Signature Version 4 of S3, in the header or in a presigned URL, was made with this secret
 * for this very request (IAM user guide, "Create a signed AWS API request"; S3 encodes a path once).
 */
export function isSignedWith(secret: string, request: SignedRequest): boolean {
  const signature = signatureOf(request)
  if (!signature) return false
  const { scope, time } = signature
  const canonical = sha256(canonicalRequest(request, signature))
  const toSign = ['AWS4-HMAC-SHA256', time, scope, canonical].join('\n')
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${secret}`)
  return hmac(key, toSign).toString('hex') === signature.signature
}

function signatureOf({ headers, query }: SignedRequest): Signature | undefined {
  const presigned = query.get('X-Amz-Signature')
  if (presigned !== null) {
    return {
      scope: withoutKey(query.get('X-Amz-Credential')),
      time: query.get('X-Amz-Date') ?? '',
      signedHeaders: (query.get('X-Amz-SignedHeaders') ?? '').split(';'),
      signature: presigned,
      payloadHash: query.get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD',
    }
  }
  const named = (name: string) =>
    new RegExp(`${name}=([^,\\s]+)`).exec(headers.authorization ?? '')?.[1]
  const signature = named('Signature')
  if (signature === undefined) return undefined
  return {
    scope: withoutKey(named('Credential') ?? null),
    time: oneOf(headers['x-amz-date']),
    signedHeaders: (named('SignedHeaders') ?? '').split(';'),
    signature,
    payloadHash: oneOf(headers['x-amz-content-sha256']),
  }
}

function canonicalRequest(
  { method, path, query, headers }: SignedRequest,
  { signedHeaders, payloadHash }: Signature,
): string {
  const lines = signedHeaders.map((name) => `${name}:${valueOf(headers[name])}\n`)
  return [
    method,
    path.split('/').map(recoded).join('/'),
    canonicalQuery(query),
    lines.join(''),
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n')
}

function canonicalQuery(query: URLSearchParams): string {
  const pairs = [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encoded(name), encoded(value)] as const)
  return pairs
    .toSorted(([one, first], [other, second]) => compare(one, other) || compare(first, second))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}

/** Whatever a client leaves unencoded in a path, it signs encoded. */
function recoded(segment: string): string {
  try {
    return encoded(decodeURIComponent(segment))
  } catch {
    return segment
  }
}

/** RFC 3986: everything but the unreserved characters. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)
const withoutKey = (credential: string | null) => (credential ?? '').replace(/^[^/]*\//, '')
const oneOf = (value: string | readonly string[] | undefined) => [value ?? ''].flat().join(',')
const valueOf = (value: string | string[] | undefined) => oneOf(value).trim().replace(/ {2,}/g, ' ')
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest()
