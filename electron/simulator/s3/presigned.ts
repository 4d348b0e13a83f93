import type { AwsRequest } from '../kit/aws'
import type { SimulatorClock } from '../kit/clock'
import { S3Fault } from './fault'

/** S3 API reference, "Authenticating requests: using query parameters": all six are required. */
const required = [
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Signature',
  'X-Amz-Date',
  'X-Amz-SignedHeaders',
  'X-Amz-Expires',
] as const

const longestSeconds = 604_800
/** As for a time stamp in a header. */
const leewayMs = 15 * 60_000

/**
 * A presigned URL is whole, and serves from X-Amz-Date until X-Amz-Expires later (S3 user guide,
 * "Sharing objects with presigned URLs"; seven days at most). Whether its signature holds is asked
 * elsewhere: see `checkSignature`.
 */
export function checkPresigned(
  { headers, query }: Pick<AwsRequest, 'headers' | 'query'>,
  clock: Pick<SimulatorClock, 'kind' | 'now'>,
): void {
  if (!required.some((name) => query.has(name))) return
  if (headers.authorization !== undefined) throw twoMechanisms()
  const { signedAt, seconds } = timesOf(query)
  const now = clock.now()
  // Nobody who signs by the machine's own clock could follow one that is moved by hand.
  if (clock.kind === 'real' && signedAt - leewayMs > now) throw notYetValid(signedAt, now)
  const expiresAt = signedAt + seconds * 1000
  if (now <= expiresAt) return
  throw new S3Fault('AccessDenied', 'Request has expired', {
    'X-Amz-Expires': String(seconds),
    Expires: new Date(expiresAt).toISOString(),
    ServerTime: new Date(now).toISOString(),
  })
}

function timesOf(query: URLSearchParams): { readonly signedAt: number; readonly seconds: number } {
  if (required.some((name) => !query.get(name))) {
    const last = required.at(-1) ?? ''
    const names = `${required.slice(0, -1).join(', ')}, and ${last}`
    throw malformed(`Query-string authentication version 4 requires the ${names} parameters.`)
  }
  if (query.get('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256') {
    throw malformed('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256"')
  }
  const stamp = query.get('X-Amz-Date') ?? ''
  const signedAt = amzDate(stamp)
  if (signedAt === undefined) {
    throw malformed("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"")
  }
  const day = query.get('X-Amz-Credential')?.split('/').at(-4) ?? ''
  if (!stamp.startsWith(day)) {
    throw malformed(
      `Invalid credential date "${day}". This date is not the same as X-Amz-Date: "${stamp.slice(0, 8)}".`,
    )
  }
  return { signedAt, seconds: secondsOf(query.get('X-Amz-Expires') ?? '') }
}

function secondsOf(text: string): number {
  if (!/^-?\d+$/.test(text)) throw malformed('X-Amz-Expires should be a number')
  const seconds = Number(text)
  if (seconds < 0) throw malformed('X-Amz-Expires must be non-negative')
  if (seconds <= longestSeconds) return seconds
  throw malformed(
    `X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than ${longestSeconds} seconds`,
  )
}

const malformed = (message: string) => new S3Fault('AuthorizationQueryParametersError', message)

const twoMechanisms = () =>
  new S3Fault(
    'InvalidArgument',
    'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified',
    { ArgumentName: 'Authorization' },
  )

const notYetValid = (signedAt: number, now: number) =>
  new S3Fault('AccessDenied', 'Request is not yet valid', {
    'X-Amz-Date': new Date(signedAt).toISOString(),
    ServerTime: new Date(now).toISOString(),
  })

/** `20261120T201407Z` as epoch ms. */
function amzDate(text: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text)
  if (!match) return undefined
  const [, year, month, day, hour, minute, second] = match
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(time) ? undefined : time
}
