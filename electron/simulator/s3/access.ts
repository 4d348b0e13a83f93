import { isSignedWith } from '../kit/sigV4'
import type { AwsRequest } from '../kit/aws'
import { S3Fault } from './fault'

/** What S3 knows of who signs. */
export interface KnownKeys {
  /** Undefined for a key it does not know: such a signature is taken at its word. */
  secretOf(accessKeyId: string): string | undefined
  /** Throws an `AwsFault` when temporary credentials have run out. */
  check(accessKeyId: string, token: string | undefined): void
}

/**
 * Refuses a request that was signed for something else. With a key whose secret is known the signature
 * itself is verified; of the others only what a presigned URL says of itself: which operation it is for.
 */
export function checkSignature(request: AwsRequest, operation: string, keys: KnownKeys): void {
  const { accessKeyId, query, headers } = request
  const inHeader = headers['x-amz-security-token']
  const token = typeof inHeader === 'string' ? inHeader : query.get('X-Amz-Security-Token')
  keys.check(accessKeyId, token ?? undefined)
  const secret = keys.secretOf(accessKeyId)
  const isSound = secret === undefined ? isForThis(query, operation) : isSignedWith(secret, request)
  if (isSound) return
  throw new S3Fault(
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    { AWSAccessKeyId: accessKeyId },
  )
}

/** The SDK for JavaScript writes the operation into the URL it signs. */
function isForThis(query: URLSearchParams, operation: string): boolean {
  const named = query.get('x-id')
  return !query.has('X-Amz-Signature') || named === null || named === operation
}

/** `x-amz-expected-bucket-owner`: another account than this one is denied (S3 user guide, "Bucket owner condition"). */
export function checkOwner({ headers }: AwsRequest, account: string): void {
  for (const name of ['x-amz-expected-bucket-owner', 'x-amz-source-expected-bucket-owner']) {
    if (headers[name] === undefined || headers[name] === account) continue
    throw new S3Fault('AccessDenied', 'Access Denied')
  }
}

/** The bucket in the host name, as clients without path style have it. */
export function isVirtualHosted({ headers }: Pick<AwsRequest, 'headers'>): boolean {
  const host = (headers.host ?? '').replace(/:\d+$/, '')
  return (
    /\.(localhost|127\.0\.0\.1)$/.test(host) || /.\.s3[.-][a-z0-9.-]*amazonaws\.com$/.test(host)
  )
}
