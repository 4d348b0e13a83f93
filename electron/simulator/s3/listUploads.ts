import { isoTime, xmlAnswer } from './buckets'
import type { S3Answer, S3Request } from './exchange'
import { encoderFor, pageSizeOf } from './listObjects'
import { compareKeys } from './listing'
import type { UploadRecord } from './records'
import type { ObjectStore } from './store'
import { element, elements, s3Namespace, xmlDocument } from './xml'

export function listParts(store: ObjectStore, request: S3Request): S3Answer {
  const { query, bucket, key } = request
  const uploadId = query.get('uploadId') ?? ''
  const upload = store.catalog.upload(bucket, key, uploadId)
  const marker = Number(query.get('part-number-marker') ?? 0)
  const size = pageSizeOf(query, 'max-parts')
  const after = store.catalog.partsOf(uploadId).filter(({ partNumber }) => partNumber > marker)
  const page = after.slice(0, size)
  const head = elements({
    Bucket: bucket,
    Key: key,
    UploadId: uploadId,
    StorageClass: upload.headers['x-amz-storage-class'] ?? 'STANDARD',
    PartNumberMarker: marker,
    NextPartNumberMarker: page.at(-1)?.partNumber,
    MaxParts: size,
    IsTruncated: after.length > page.length,
    ChecksumAlgorithm: upload.algorithm?.toUpperCase(),
  })
  const rows = page.map((part) =>
    element(
      'Part',
      elements({
        PartNumber: part.partNumber,
        LastModified: isoTime(part.modifiedAt),
        ETag: `"${part.etag}"`,
        Size: part.blob.size,
        ...(part.checksum && {
          [`Checksum${part.checksum.algorithm.toUpperCase()}`]: part.checksum.value,
        }),
      }),
    ),
  )
  return xmlAnswer(xmlDocument(element('ListPartsResult', [...head, ...rows], s3Namespace)))
}

export function listUploads(store: ObjectStore, request: S3Request): S3Answer {
  const { query, bucket } = request
  const encode = encoderFor(query)
  const prefix = query.get('prefix') ?? ''
  const size = pageSizeOf(query, 'max-uploads')
  store.catalog.bucket(bucket)
  const after = store.catalog
    .uploadsOf(bucket)
    .filter((upload) => upload.key.startsWith(prefix) && isAfterMarkers(upload, query))
  const page = after.slice(0, size)
  const isTruncated = after.length > page.length
  const last = isTruncated ? page.at(-1) : undefined
  const head = elements({
    Bucket: bucket,
    KeyMarker: encode(query.get('key-marker') ?? ''),
    UploadIdMarker: query.get('upload-id-marker') ?? '',
    Prefix: encode(prefix),
    NextKeyMarker: last && encode(last.key),
    NextUploadIdMarker: last?.id,
    MaxUploads: size,
    EncodingType: query.get('encoding-type') ?? undefined,
    IsTruncated: isTruncated,
  })
  const rows = page.map(({ key, id, startedAt }) =>
    element(
      'Upload',
      elements({
        Key: encode(key),
        UploadId: id,
        StorageClass: 'STANDARD',
        Initiated: isoTime(startedAt),
      }),
    ),
  )
  return xmlAnswer(
    xmlDocument(element('ListMultipartUploadsResult', [...head, ...rows], s3Namespace)),
  )
}

/** Uploads of one key follow each other by id here, so a marker has one place. */
function isAfterMarkers(upload: UploadRecord, query: URLSearchParams): boolean {
  const keyMarker = query.get('key-marker') ?? ''
  const idMarker = query.get('upload-id-marker') ?? ''
  const order = keyMarker === '' ? 1 : compareKeys(upload.key, keyMarker)
  return order > 0 || (order === 0 && idMarker !== '' && upload.id > idMarker)
}
