import { isoTime, xmlAnswer } from './buckets'
import type { S3Answer, S3Request } from './exchange'
import { S3Fault } from './fault'
import { listPage, type ListingPage, type ListingQuery } from './listing'
import type { ObjectStore } from './store'
import { element, elements, s3Namespace, type Xml, xmlDocument } from './xml'

const largestPage = 1000

/** ListObjectsV2; its continuation token names the last key or prefix of the page before. */
export function listObjectsV2(store: ObjectStore, request: S3Request): S3Answer {
  const { query } = request
  const token = query.get('continuation-token') ?? undefined
  const startAfter = query.get('start-after') ?? ''
  const asked = {
    ...askedFor(query),
    after: token === undefined ? startAfter : nameInToken(token),
    skipRolledUp: token !== undefined,
  }
  const page = listPage(store.catalog.sortedKeys(request.bucket), asked)
  const encode = encoderFor(query)
  const head = elements({
    Name: request.bucket,
    Prefix: encode(asked.prefix),
    Delimiter: asked.delimiter === '' ? undefined : encode(asked.delimiter),
    StartAfter: startAfter === '' ? undefined : encode(startAfter),
    ContinuationToken: token,
    NextContinuationToken: page.isTruncated ? tokenFor(page.last) : undefined,
    KeyCount: page.keys.length + page.commonPrefixes.length,
    MaxKeys: asked.maxKeys,
    EncodingType: query.get('encoding-type') ?? undefined,
    IsTruncated: page.isTruncated,
  })
  return answerWith(head, contentsOf(store, request, page))
}

export function listObjectsV1(store: ObjectStore, request: S3Request): S3Answer {
  const { query } = request
  const marker = query.get('marker') ?? ''
  const asked = { ...askedFor(query), after: marker, skipRolledUp: true }
  const page = listPage(store.catalog.sortedKeys(request.bucket), asked)
  const encode = encoderFor(query)
  const head = elements({
    Name: request.bucket,
    Prefix: encode(asked.prefix),
    Marker: encode(marker),
    Delimiter: asked.delimiter === '' ? undefined : encode(asked.delimiter),
    // Only with a delimiter; without one a client goes on from the last key (API reference).
    NextMarker: page.isTruncated && asked.delimiter !== '' ? encode(page.last) : undefined,
    MaxKeys: asked.maxKeys,
    EncodingType: query.get('encoding-type') ?? undefined,
    IsTruncated: page.isTruncated,
  })
  return answerWith(head, contentsOf(store, request, page))
}

function askedFor(query: URLSearchParams): Pick<ListingQuery, 'prefix' | 'delimiter' | 'maxKeys'> {
  const encoding = query.get('encoding-type')
  if (encoding !== null && encoding !== 'url')
    throw invalid('Invalid Encoding Method specified in Request', 'encoding-type', encoding)
  return {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? '',
    maxKeys: pageSizeOf(query, 'max-keys'),
  }
}

/** A page size from the query, at most 1000. */
export function pageSizeOf(query: URLSearchParams, name: string): number {
  const asked = query.get(name) ?? String(largestPage)
  if (!/^\d{1,10}$/.test(asked)) {
    throw invalid(`Provided ${name} not an integer or within integer range`, name, asked)
  }
  return Math.min(Number(asked), largestPage)
}

const invalid = (message: string, name: string, value: string) =>
  new S3Fault('InvalidArgument', message, { ArgumentName: name, ArgumentValue: value })

const tokenFor = (name: string) => Buffer.from(`1${name}`).toString('base64url')

function nameInToken(token: string): string {
  const name = Buffer.from(token, 'base64url').toString()
  if (!name.startsWith('1')) {
    throw invalid('The continuation token provided is incorrect', 'continuation-token', token)
  }
  return name.slice(1)
}

/** Slashes stay readable, as S3 leaves them. */
export const encoderFor = (query: URLSearchParams): ((name: string) => string) =>
  query.get('encoding-type') === 'url'
    ? (name) => encodeURIComponent(name).replaceAll('%2F', '/')
    : (name) => name

function contentsOf(store: ObjectStore, request: S3Request, page: ListingPage): readonly Xml[] {
  const encode = encoderFor(request.query)
  const objects = page.keys.flatMap((key) => {
    const object = store.catalog.object(request.bucket, key)
    if (!object) return []
    const row = elements({
      Key: encode(key),
      LastModified: isoTime(object.modifiedAt),
      ETag: `"${object.etag}"`,
      ChecksumAlgorithm: object.checksum?.algorithm.toUpperCase(),
      ChecksumType: object.checksum?.type,
      Size: object.size,
      StorageClass: object.headers['x-amz-storage-class'] ?? 'STANDARD',
    })
    return [element('Contents', row)]
  })
  const prefixes = page.commonPrefixes.map((prefix) =>
    element('CommonPrefixes', elements({ Prefix: encode(prefix) })),
  )
  return [...objects, ...prefixes]
}

const answerWith = (head: readonly Xml[], contents: readonly Xml[]) =>
  xmlAnswer(xmlDocument(element('ListBucketResult', [...head, ...contents], s3Namespace)))
