import { S3Fault } from './fault'

/**
 * A presigned URL serves until X-Amz-Date plus X-Amz-Expires (S3 user guide, "Sharing objects with
 * presigned URLs"; seven days at most). Its signature is not verified: no secret key is known here.
 */
export function checkNotExpired(query: URLSearchParams, now: number): void {
  const seconds = query.get('X-Amz-Expires')
  if (seconds === null) return
  const signedAt = amzDate(query.get('X-Amz-Date') ?? '')
  if (signedAt === undefined || !/^\d{1,6}$/.test(seconds) || Number(seconds) > 604_800) {
    throw new S3Fault('InvalidRequest', 'Query-string authentication parameters are malformed')
  }
  const expiresAt = signedAt + Number(seconds) * 1000
  if (now <= expiresAt) return
  throw new S3Fault('AccessDenied', 'Request has expired', {
    'X-Amz-Expires': seconds,
    Expires: new Date(expiresAt).toISOString(),
    ServerTime: new Date(now).toISOString(),
  })
}

/** `20261120T201407Z` as epoch ms. */
function amzDate(text: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text)
  if (!match) return undefined
  const [, year, month, day, hour, minute, second] = match
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
}
