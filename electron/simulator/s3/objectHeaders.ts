import { checksumHeader } from './checksums'
import type { S3Request } from './exchange'
import { S3Fault } from './fault'
import type { ObjectHeaders, ObjectRecord } from './records'
import { tagsOfHeader } from './tags'

const kept = [
  'content-type',
  'cache-control',
  'content-disposition',
  'content-language',
  'expires',
  'x-amz-storage-class',
  'x-amz-website-redirect-location',
] as const

/** What of a PutObject's headers is kept with the object. ACLs and encryption wishes are not. */
export function headersToKeep(headers: S3Request['headers']): ObjectHeaders {
  const entries = kept.flatMap((name) => {
    const value = headers[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  const metadata = Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith(metadataPrefix) && value !== undefined ? [[name, value] as const] : [],
  )
  const encoding = encodingOf(headers['content-encoding'])
  return {
    'content-type': 'binary/octet-stream',
    ...Object.fromEntries([...entries, ...metadata]),
    ...(encoding === '' ? {} : { 'content-encoding': encoding }),
  }
}

/** S3 user guide, "User-defined object metadata": names and values together, in UTF-8. */
const mostMetadataBytes = 2_048
const metadataPrefix = 'x-amz-meta-'

/** Asked before the body is taken. */
export function checkMetadata(headers: S3Request['headers']): void {
  const size = Object.entries(headers)
    .filter(([name]) => name.startsWith(metadataPrefix))
    .map(([name, value = '']) => Buffer.byteLength(name.slice(metadataPrefix.length) + value))
    .reduce((sum, each) => sum + each, 0)
  if (size <= mostMetadataBytes) return
  throw new S3Fault(
    'MetadataTooLarge',
    'Your metadata headers exceed the maximum allowed metadata size',
    { Size: String(size), MaxSizeAllowed: String(mostMetadataBytes) },
  )
}

/** What `x-amz-tagging` says, as a record holds it. Throws as S3 refuses it. */
export function tagsToKeep(headers: S3Request['headers']): Pick<ObjectRecord, 'tags'> {
  const tags = tagsOfHeader(headers['x-amz-tagging'])
  return tags.length === 0 ? {} : { tags }
}

/** aws-chunked is the way the body travels, not how the object is encoded. */
function encodingOf(header: string | undefined): string {
  const names = (header ?? '').split(',').map((name) => name.trim())
  return names.filter((name) => name !== '' && name !== 'aws-chunked').join(',')
}

/** Headers of a GetObject or HeadObject answer, but for lengths and ranges. */
export function headersOf(
  object: ObjectRecord,
  request: S3Request,
): Readonly<Record<string, string>> {
  return {
    ...object.headers,
    etag: `"${object.etag}"`,
    'last-modified': new Date(object.modifiedAt).toUTCString(),
    'accept-ranges': 'bytes',
    'x-amz-server-side-encryption': 'AES256',
    ...(object.tags && { 'x-amz-tagging-count': String(object.tags.length) }),
    ...overrides(request.query),
  }
}

/** Only for clients that ask: they check it against what they read. */
export function checksumHeadersOf(
  object: Pick<ObjectRecord, 'checksum'>,
): Readonly<Record<string, string>> {
  if (!object.checksum) return {}
  const { algorithm, value, type } = object.checksum
  return { [checksumHeader(algorithm)]: value, 'x-amz-checksum-type': type }
}

const overridable = [
  'content-type',
  'content-language',
  'expires',
  'cache-control',
  'content-disposition',
  'content-encoding',
] as const

function overrides(query: URLSearchParams): Readonly<Record<string, string>> {
  return Object.fromEntries(
    overridable.flatMap((name) => {
      const value = query.get(`response-${name}`)
      if (value === null) return []
      checkSendable(`response-${name}`, value)
      return [[name, value] as const]
    }),
  )
}

/** HTTP carries Latin-1 without control characters. */
function checkSendable(name: string, value: string): void {
  if (/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) return
  throw new S3Fault('InvalidArgument', 'Header value cannot be represented using ISO-8859-1.', {
    ArgumentName: name,
    ArgumentValue: value,
  })
}
