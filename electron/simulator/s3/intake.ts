import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { AwsChunkedDecoder, incomplete } from './awsChunked'
import type { Blob } from './blobs'
import {
  type ChecksumAlgorithm,
  checksumAlgorithms,
  checksumHeader,
  type RunningChecksum,
  runningChecksum,
  toChecksumAlgorithm,
} from './checksums'
import type { S3Request } from './exchange'
import { S3Fault } from './fault'
import type { StoredChecksum } from './records'
import type { ObjectStore } from './store'

export interface Intake {
  readonly blob: Blob
  /** MD5 in hex, without quotes. */
  readonly etag: string
  readonly checksum?: StoredChecksum | undefined
}

/** The largest body of one PutObject or UploadPart (S3 user guide, "Amazon S3 multipart upload limits"). */
const largestPut = 5 * 1024 ** 3

/**
 * Streams a request's body to disk and holds it against everything the client said about it: length,
 * Content-MD5, x-amz-content-sha256 and checksum, in a header or in the trailer. What does not agree
 * leaves nothing behind.
 */
export async function takeBody(store: ObjectStore, request: S3Request): Promise<Intake> {
  const claims = claimsOf(request)
  const md5 = runningChecksum('md5')
  const running = claims.algorithm ? runningChecksum(claims.algorithm) : undefined
  const sha256 = claims.sha256 === undefined ? undefined : runningChecksum('sha256')
  const blob = await store.writeBlob(claims.source, (chunk) => {
    for (const sum of [md5, running, sha256]) sum?.update(chunk)
  })
  try {
    return { blob, ...verified(claims, { size: blob.size, md5, running, sha256 }) }
  } catch (fault) {
    await store.discard([blob])
    throw fault
  }
}

/** A body of the simulator's own making, written the way a client's would be. */
export async function takeOwnBytes(
  store: ObjectStore,
  body: Uint8Array | Readable,
): Promise<Intake> {
  const md5 = runningChecksum('md5')
  const source = body instanceof Readable ? body : Readable.from([body])
  const blob = await store.writeBlob(source, (chunk) => md5.update(chunk))
  return { blob, etag: md5.end().toString('hex') }
}

/** Bytes at hand, down and summed up when this returns. */
export function takeOwnBytesNow(store: ObjectStore, bytes: Uint8Array): Intake {
  const md5 = runningChecksum('md5')
  md5.update(bytes)
  return { blob: store.writeBlobNow(bytes), etag: md5.end().toString('hex') }
}

/**
 * The body of a request that S3 takes only with a checksum of it (S3 user guide, "Checking object
 * integrity": DeleteObjects and configurations), held against everything that was said about it.
 */
export async function takeCheckedText(request: S3Request): Promise<string> {
  const claims = claimsOf(request)
  if (claims.contentMd5 === undefined && !claims.isSummed) throw checksumMissing()
  const bytes = await buffer(claims.source)
  const summed = (sum: RunningChecksum | undefined) => {
    sum?.update(bytes)
    return sum
  }
  const md5 = runningChecksum('md5')
  md5.update(bytes)
  verified(claims, {
    size: bytes.length,
    md5,
    running: summed(claims.algorithm && runningChecksum(claims.algorithm)),
    sha256: summed(claims.sha256 === undefined ? undefined : runningChecksum('sha256')),
  })
  return bytes.toString('utf8')
}

interface Claims {
  readonly source: Readable
  readonly decodedLength: number | undefined
  readonly contentMd5: string | undefined
  readonly sha256: string | undefined
  readonly algorithm: ChecksumAlgorithm | undefined
  /** A checksum comes in a header, or is announced for the trailer. */
  readonly isSummed: boolean
  /** Asked after the body was read: it may come in the trailer. */
  readonly checksum: () => string | undefined
}

function claimsOf({ headers, body }: S3Request): Claims {
  const sha256 = headers['x-amz-content-sha256'] ?? ''
  const decoder = sha256.startsWith('STREAMING-') ? new AwsChunkedDecoder() : undefined
  const length = headers['x-amz-decoded-content-length'] ?? headers['content-length']
  if (length === undefined)
    throw new S3Fault('MissingContentLength', 'You must provide the Content-Length HTTP header.')
  if (Number(length) > largestPut) throw tooLarge(length)
  const algorithm = claimedAlgorithm(headers)
  const name = algorithm && checksumHeader(algorithm)
  return {
    source: decoder ? piped(body, decoder) : body,
    decodedLength: Number(length),
    contentMd5: headers['content-md5'],
    sha256: /^[0-9a-f]{64}$/i.test(sha256) ? sha256.toLowerCase() : undefined,
    algorithm,
    isSummed: sentAlgorithm(headers) !== undefined,
    checksum: () => name && (headers[name] ?? decoder?.trailers.get(name)),
  }
}

/** `pipe` alone would leave the decoder waiting for ever when the client goes away. */
function piped(body: Readable, decoder: AwsChunkedDecoder): Readable {
  body.once('error', (failure) => decoder.destroy(failure))
  body.once('close', () => {
    if (!body.readableEnded) decoder.destroy(new Error('the client went away'))
  })
  return body.pipe(decoder)
}

/** From a checksum header, the announced trailer, or the SDK's own word for what it will send. */
const claimedAlgorithm = (headers: S3Request['headers']): ChecksumAlgorithm | undefined =>
  sentAlgorithm(headers) ?? toChecksumAlgorithm(headers['x-amz-sdk-checksum-algorithm'])

function sentAlgorithm(headers: S3Request['headers']): ChecksumAlgorithm | undefined {
  const trailer = headers['x-amz-trailer']?.toLowerCase() ?? ''
  return (
    checksumAlgorithms.find((algorithm) => headers[checksumHeader(algorithm)] !== undefined) ??
    checksumAlgorithms.find((algorithm) =>
      trailer.split(',').some((name) => name.trim() === checksumHeader(algorithm)),
    )
  )
}

interface Measured {
  readonly size: number
  readonly md5: RunningChecksum
  readonly running: RunningChecksum | undefined
  readonly sha256: RunningChecksum | undefined
}

function verified(claims: Claims, measured: Measured): Omit<Intake, 'blob'> {
  if (claims.decodedLength !== undefined && claims.decodedLength !== measured.size)
    throw incomplete()
  const md5 = measured.md5.end()
  checkMd5(claims.contentMd5, md5)
  if (measured.sha256 && measured.sha256.end().toString('hex') !== claims.sha256)
    throw wrongSha256()
  const etag = md5.toString('hex')
  const { algorithm } = claims
  if (!algorithm || !measured.running) return { etag }
  const value = measured.running.end().toString('base64')
  const claimed = claims.checksum()
  if (claimed !== undefined && claimed !== value) throw badDigest(algorithm.toUpperCase())
  return { etag, checksum: { algorithm, value, type: 'FULL_OBJECT' } }
}

function checkMd5(claimed: string | undefined, actual: Buffer): void {
  if (claimed === undefined) return
  if (Buffer.from(claimed, 'base64').length !== 16) {
    throw new S3Fault('InvalidDigest', 'The Content-MD5 you specified was invalid.')
  }
  if (claimed !== actual.toString('base64')) throw badDigest('Content-MD5')
}

const checksumMissing = () =>
  new S3Fault(
    'InvalidRequest',
    'Missing required header for this request: Content-MD5 OR x-amz-checksum-*',
  )

const badDigest = (which: string): S3Fault =>
  new S3Fault(
    'BadDigest',
    which === 'Content-MD5'
      ? 'The Content-MD5 you specified did not match what we received.'
      : `The ${which} you specified did not match the calculated checksum.`,
  )

const wrongSha256 = () =>
  new S3Fault(
    'XAmzContentSHA256Mismatch',
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
  )

const tooLarge = (length: string) =>
  new S3Fault('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
    ProposedSize: length,
    MaxSizeAllowed: String(largestPut),
  })
