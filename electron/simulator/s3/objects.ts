import type { Readable } from 'node:stream'
import { isoTime, xmlAnswer } from './buckets'
import type { S3Answer, S3Request } from './exchange'
import { noSuchKey, S3Fault } from './fault'
import { type Intake, takeBody, takeOwnBytes, takeOwnBytesNow } from './intake'
import {
  checkMetadata,
  checksumHeadersOf,
  headersOf,
  headersToKeep,
  tagsToKeep,
} from './objectHeaders'
import type { Blob } from './blobs'
import { conditionally } from './conditionalWrite'
import { checkDelete, checkRead } from './preconditions'
import { type ByteRange, rangeOf } from './ranges'
import type { ObjectRecord } from './records'
import type { ObjectStore } from './store'
import { element, elements, s3Namespace, xmlDocument } from './xml'

export async function putObject(store: ObjectStore, request: S3Request): Promise<S3Answer> {
  const { bucket, key, headers } = request
  checkKey(key)
  checkMetadata(headers)
  const tags = tagsToKeep(headers)
  const intake = await conditionally(store, request, async (checkAgain) => {
    const taken = await takeBody(store, request)
    await keep(store, [taken.blob], async () => {
      checkAgain()
      const about = { modifiedAt: request.now, headers: headersToKeep(headers), ...tags }
      const object = recordOf(key, taken, about)
      await store.commit({ did: 'put-object', bucket, object })
    })
    return taken
  })
  return {
    status: 200,
    headers: {
      etag: `"${intake.etag}"`,
      'x-amz-server-side-encryption': 'AES256',
      ...checksumHeadersOf(intake),
    },
  }
}

export interface OwnObject {
  readonly bucket: string
  readonly key: string
  readonly contentType: string
  readonly body: Uint8Array | Readable
  readonly now: number
  /** Throws when it is not to be written any more: asked again once the bytes are down. */
  readonly checkAgain?: () => void
}

/** A write by another simulated service, such as a channel's HLS output. Throws S3Fault as S3 would. */
export async function putOwnObject(store: ObjectStore, own: OwnObject): Promise<void> {
  checkKey(own.key)
  store.catalog.bucket(own.bucket)
  const intake = await takeOwnBytes(store, own.body)
  await keep(store, [intake.blob], async () => {
    own.checkAgain?.()
    const headers = { 'content-type': own.contentType }
    const object = recordOf(own.key, intake, { modifiedAt: own.now, headers })
    await store.commit({ did: 'put-object', bucket: own.bucket, object })
  })
}

/**
 * The same, in effect when this returns, for what happens at a moment of the clock. What it replaced
 * is taken off the disk later: `freed` resolves or rejects with that.
 */
export function putOwnObjectNow(
  store: ObjectStore,
  own: OwnObject & { readonly body: Uint8Array },
): { readonly freed: Promise<void> } {
  checkKey(own.key)
  store.catalog.bucket(own.bucket)
  const intake = takeOwnBytesNow(store, own.body)
  const headers = { 'content-type': own.contentType }
  const object = recordOf(own.key, intake, { modifiedAt: own.now, headers })
  return { freed: store.commit({ did: 'put-object', bucket: own.bucket, object }) }
}

const recordOf = (
  key: string,
  { blob, etag, checksum }: Intake,
  about: Pick<ObjectRecord, 'modifiedAt' | 'headers' | 'tags'>,
): ObjectRecord => ({ key, blobs: [blob], size: blob.size, etag, checksum, ...about })

/** Bytes that found no place in the catalog are taken off the disk again. */
async function keep(
  store: ObjectStore,
  blobs: readonly Blob[],
  commit: () => Promise<void>,
): Promise<void> {
  try {
    await commit()
  } catch (fault) {
    await store.discard(blobs)
    throw fault
  }
}

export function checkKey(key: string): void {
  const size = Buffer.byteLength(key)
  if (size <= 1024) return
  throw new S3Fault('KeyTooLongError', 'Your key is too long', {
    Size: String(size),
    MaxSizeAllowed: '1024',
  })
}

export function getObject(store: ObjectStore, request: S3Request): S3Answer {
  const object = store.catalog.object(request.bucket, request.key)
  if (!object) throw noSuchKey(request.key)
  const headers = headersOf(object, request)
  if (checkRead(request.headers, object) === 'unchanged') {
    return {
      status: 304,
      headers: { etag: `"${object.etag}"`, 'last-modified': headers['last-modified'] ?? '' },
    }
  }
  const asked = partOf(object, request.query) ?? rangeOf(request.headers['range'], object.size)
  const whole = checksumWanted(request) && !asked ? checksumHeadersOf(object) : {}
  const answer = {
    status: asked ? 206 : 200,
    headers: { ...headers, ...whole, ...lengthHeaders(object, asked) },
  }
  if (request.method === 'HEAD') return answer
  return { ...answer, body: store.read(object.blobs, asked) }
}

const checksumWanted = ({ headers }: S3Request) =>
  headers['x-amz-checksum-mode']?.toUpperCase() === 'ENABLED'

/** `?partNumber=N` reads one part of a multipart object, or the whole of another as its part 1. */
function partOf(object: ObjectRecord, query: URLSearchParams): ByteRange | undefined {
  const asked = query.get('partNumber')
  if (asked === null || object.size === 0) return undefined
  const index = Number(asked) - 1
  const blob = object.blobs[index]
  if (!blob)
    throw new S3Fault('InvalidRange', 'The requested partnumber is not satisfiable', {
      PartNumberRequested: asked,
      ActualPartCount: String(object.blobs.length),
    })
  const first = object.blobs.slice(0, index).reduce((sum, { size }) => sum + size, 0)
  return { first, last: first + blob.size - 1 }
}

function lengthHeaders(
  object: ObjectRecord,
  range: ByteRange | undefined,
): Readonly<Record<string, string>> {
  const parts: Readonly<Record<string, string>> =
    object.blobs.length > 1 ? { 'x-amz-mp-parts-count': String(object.blobs.length) } : {}
  if (!range) return { ...parts, 'content-length': String(object.size) }
  return {
    ...parts,
    'content-length': String(range.last - range.first + 1),
    'content-range': `bytes ${range.first}-${range.last}/${object.size}`,
  }
}

/** 204 whether or not there was one, unless it is to match something (S3 API reference, DeleteObject). */
export async function deleteObject(
  store: ObjectStore,
  { bucket, key, headers }: S3Request,
): Promise<S3Answer> {
  checkDelete(headers['if-match'], store.catalog.object(bucket, key))
  if (store.catalog.object(bucket, key)) await store.commit({ did: 'delete-object', bucket, key })
  return { status: 204 }
}

export async function copyObject(store: ObjectStore, request: S3Request): Promise<S3Answer> {
  const { bucket, key, headers, now } = request
  checkKey(key)
  store.catalog.bucket(bucket)
  const from = copySourceOf(headers)
  const source = store.catalog.object(from.bucket, from.key)
  if (!source) throw noSuchKey(from.key)
  checkCopySource(headers, source)
  const replaces = isReplaced(headers, 'x-amz-metadata-directive')
  if (replaces) checkMetadata(headers)
  if (!replaces && from.bucket === bucket && from.key === key) throw pointlessCopy()
  const tags = isReplaced(headers, 'x-amz-tagging-directive') ? tagsToKeep(headers) : source
  const object = await conditionally(store, request, async (checkAgain) => {
    const blobs = await store.duplicate(source.blobs)
    const kept = replaces ? headersToKeep(headers) : source.headers
    const about = { modifiedAt: now, headers: kept, tags: tags.tags }
    const copy: ObjectRecord = { ...source, ...about, key, blobs }
    await keep(store, blobs, async () => {
      checkAgain()
      await store.commit({ did: 'put-object', bucket, object: copy })
    })
    return copy
  })
  const result = elements({ LastModified: isoTime(now), ETag: `"${object.etag}"` })
  return xmlAnswer(xmlDocument(element('CopyObjectResult', result, s3Namespace)))
}

/** Nothing said is `COPY` (S3 API reference, CopyObject). */
function isReplaced(
  headers: S3Request['headers'],
  directive: 'x-amz-metadata-directive' | 'x-amz-tagging-directive',
): boolean {
  const value = headers[directive]?.toUpperCase() ?? 'COPY'
  if (value === 'COPY' || value === 'REPLACE') return value === 'REPLACE'
  const what = directive === 'x-amz-tagging-directive' ? 'tagging' : 'metadata'
  throw new S3Fault('InvalidArgument', `Unknown ${what} directive.`, {
    ArgumentName: directive,
    ArgumentValue: headers[directive] ?? '',
  })
}

/** `/bucket/key` or `bucket/key`, percent-encoded, perhaps with a version that we do not keep. */
export function copySourceOf(headers: S3Request['headers']): { bucket: string; key: string } {
  const raw = (headers['x-amz-copy-source'] ?? '').replace(/\?versionId=.*$/, '')
  const source = /^\/?([^/]+)\/(.+)$/s.exec(safelyDecoded(raw))
  if (!source?.[1] || !source[2]) {
    throw new S3Fault(
      'InvalidArgument',
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
    )
  }
  return { bucket: source[1], key: source[2] }
}

function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new S3Fault('InvalidArgument', 'Invalid copy source encoding.')
  }
}

export function checkCopySource(headers: S3Request['headers'], source: ObjectRecord): void {
  const asRead = Object.fromEntries(
    ['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since'].map((name) => [
      name,
      headers[`x-amz-copy-source-${name}`],
    ]),
  )
  if (checkRead(asRead, source) === 'unchanged') {
    throw new S3Fault(
      'PreconditionFailed',
      'At least one of the pre-conditions you specified did not hold',
    )
  }
}

const pointlessCopy = () =>
  new S3Fault(
    'InvalidRequest',
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  )
