import { createHash } from 'node:crypto'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { isoTime, xmlAnswer } from './buckets'
import { conditionally } from './conditionalWrite'
import { type ChecksumAlgorithm, runningChecksum, toChecksumAlgorithm } from './checksums'
import type { S3Answer, S3Request } from './exchange'
import { malformedXml, noSuchKey, S3Fault } from './fault'
import { type Intake, takeBody, takeOwnBytes } from './intake'
import { checkMetadata, checksumHeadersOf, headersToKeep, tagsToKeep } from './objectHeaders'
import { checkCopySource, checkKey, copySourceOf } from './objects'
import { rangeOf } from './ranges'
import type { ObjectRecord, PartRecord, StoredChecksum, UploadRecord } from './records'
import type { ObjectStore } from './store'
import { element, elements, parseXml, s3Namespace, xmlDocument } from './xml'

/** S3 user guide, "Amazon S3 multipart upload limits": every part but the last. */
const smallestPart = 5 * 1024 ** 2

export async function createUpload(store: ObjectStore, request: S3Request): Promise<S3Answer> {
  const { bucket, key, headers } = request
  checkKey(key)
  checkMetadata(headers)
  store.catalog.bucket(bucket)
  const upload: UploadRecord = {
    id: request.newUploadId(),
    bucket,
    key,
    startedAt: request.now,
    headers: headersToKeep(headers),
    ...tagsToKeep(headers),
    algorithm: toChecksumAlgorithm(headers['x-amz-checksum-algorithm']),
    checksumType: headers['x-amz-checksum-type'],
  }
  await store.commit({ did: 'begin-upload', upload })
  const result = elements({ Bucket: bucket, Key: key, UploadId: upload.id })
  const echoed = {
    ...(upload.algorithm && { 'x-amz-checksum-algorithm': upload.algorithm.toUpperCase() }),
    ...(upload.checksumType && { 'x-amz-checksum-type': upload.checksumType }),
  }
  return xmlAnswer(
    xmlDocument(element('InitiateMultipartUploadResult', result, s3Namespace)),
    echoed,
  )
}

export async function uploadPart(store: ObjectStore, request: S3Request): Promise<S3Answer> {
  const uploadId = uploadIdOf(request)
  const partNumber = partNumberOf(request.query)
  store.catalog.upload(request.bucket, request.key, uploadId)
  const intake = await takeBody(store, request)
  await putPart(store, request, { uploadId, partNumber, intake })
  return { status: 200, headers: { etag: `"${intake.etag}"`, ...checksumHeadersOf(intake) } }
}

export async function uploadPartCopy(store: ObjectStore, request: S3Request): Promise<S3Answer> {
  const uploadId = uploadIdOf(request)
  const partNumber = partNumberOf(request.query)
  store.catalog.upload(request.bucket, request.key, uploadId)
  const from = copySourceOf(request.headers)
  const source = store.catalog.object(from.bucket, from.key)
  if (!source) throw noSuchKey(from.key)
  checkCopySource(request.headers, source)
  const range = rangeOf(request.headers['x-amz-copy-source-range'], source.size)
  const intake = await takeOwnBytes(store, store.read(source.blobs, range))
  await putPart(store, request, { uploadId, partNumber, intake })
  const result = elements({ LastModified: isoTime(request.now), ETag: `"${intake.etag}"` })
  return xmlAnswer(xmlDocument(element('CopyPartResult', result, s3Namespace)))
}

interface NewPart {
  readonly uploadId: string
  readonly partNumber: number
  readonly intake: Intake
}

async function putPart(store: ObjectStore, request: S3Request, part: NewPart): Promise<void> {
  const { uploadId, partNumber, intake } = part
  try {
    const record: PartRecord = { ...intake, partNumber, modifiedAt: request.now }
    await store.commit({ did: 'put-part', uploadId, part: record })
  } catch (fault) {
    await store.discard([intake.blob])
    throw fault
  }
}

export async function abortUpload(store: ObjectStore, request: S3Request): Promise<S3Answer> {
  const uploadId = uploadIdOf(request)
  store.catalog.upload(request.bucket, request.key, uploadId)
  await store.commit({ did: 'abort-upload', uploadId })
  return { status: 204 }
}

const CompleteRequest = z.object({
  CompleteMultipartUpload: z.object({
    Part: z.array(z.object({ PartNumber: z.coerce.number().int(), ETag: z.string() })).min(1),
  }),
})

export async function completeUpload(store: ObjectStore, request: S3Request): Promise<S3Answer> {
  const { bucket, key } = request
  const uploadId = uploadIdOf(request)
  const upload = store.catalog.upload(bucket, key, uploadId)
  const object = await conditionally(store, request, async (checkAgain) => {
    const parsed = CompleteRequest.safeParse(parseXml(await text(request.body)))
    if (!parsed.success) throw malformedXml()
    const named = parsed.data.CompleteMultipartUpload.Part
    const parts = namedParts(store.catalog.partsOf(uploadId), named, uploadId)
    checkAgain()
    const whole = wholeOf(upload, parts, request.now)
    await store.commit({ did: 'complete-upload', uploadId, bucket, object: whole })
    return whole
  })
  const { checksum } = object
  const result = elements({
    Location: `/${bucket}/${key}`,
    Bucket: bucket,
    Key: key,
    ETag: `"${object.etag}"`,
    ...(checksum && {
      [`Checksum${checksum.algorithm.toUpperCase()}`]: checksum.value,
      ChecksumType: checksum.type,
    }),
  })
  return xmlAnswer(xmlDocument(element('CompleteMultipartUploadResult', result, s3Namespace)))
}

const wholeOf = (
  upload: UploadRecord,
  parts: readonly PartRecord[],
  modifiedAt: number,
): ObjectRecord => ({
  key: upload.key,
  blobs: parts.map(({ blob }) => blob),
  size: parts.reduce((sum, { blob }) => sum + blob.size, 0),
  etag: etagOfParts(parts),
  modifiedAt,
  headers: upload.headers,
  ...(upload.tags && { tags: upload.tags }),
  checksum: compositeChecksum(upload, parts),
})

/** The uploaded parts the client named, after every check S3 makes on that list. */
export function namedParts(
  uploaded: readonly PartRecord[],
  named: readonly { readonly PartNumber: number; readonly ETag: string }[],
  uploadId: string,
): readonly PartRecord[] {
  const byNumber = new Map(uploaded.map((part) => [part.partNumber, part]))
  const parts = named.map(({ PartNumber, ETag }, index) => {
    if (index > 0 && PartNumber <= (named[index - 1]?.PartNumber ?? 0)) throw wrongOrder(uploadId)
    const part = byNumber.get(PartNumber)
    if (part?.etag !== ETag.trim().replaceAll('"', ''))
      throw unknownPart(uploadId, PartNumber, ETag)
    return part
  })
  const small = parts.slice(0, -1).find(({ blob }) => blob.size < smallestPart)
  if (small) throw tooSmall(small)
  return parts
}

function etagOfParts(parts: readonly PartRecord[]): string {
  const md5 = createHash('md5')
  for (const { etag } of parts) md5.update(Buffer.from(etag, 'hex'))
  return `${md5.digest('hex')}-${parts.length}`
}

/** The checksum of the parts' checksums; undefined where S3 would combine them otherwise. */
function compositeChecksum(
  { algorithm, checksumType }: UploadRecord,
  parts: readonly PartRecord[],
): StoredChecksum | undefined {
  if (!algorithm || checksumType === 'FULL_OBJECT' || algorithm === 'crc64nvme') return undefined
  const sums = parts.map(({ checksum }) => sumOf(checksum, algorithm))
  if (sums.includes(undefined)) return undefined
  const running = runningChecksum(algorithm)
  for (const sum of sums) if (sum) running.update(sum)
  return {
    algorithm,
    type: 'COMPOSITE',
    value: `${running.end().toString('base64')}-${parts.length}`,
  }
}

const sumOf = (checksum: StoredChecksum | undefined, algorithm: ChecksumAlgorithm) =>
  checksum?.algorithm === algorithm ? Buffer.from(checksum.value, 'base64') : undefined

function uploadIdOf({ query }: S3Request): string {
  return query.get('uploadId') ?? ''
}

function partNumberOf(query: URLSearchParams): number {
  const asked = query.get('partNumber') ?? ''
  const partNumber = Number(asked)
  if (Number.isInteger(partNumber) && partNumber >= 1 && partNumber <= 10_000) return partNumber
  throw new S3Fault(
    'InvalidArgument',
    'Part number must be an integer between 1 and 10000, inclusive',
    { ArgumentName: 'partNumber', ArgumentValue: asked },
  )
}

const wrongOrder = (uploadId: string) =>
  new S3Fault(
    'InvalidPartOrder',
    'The list of parts was not in ascending order. Parts must be ordered by part number.',
    { UploadId: uploadId },
  )

const unknownPart = (uploadId: string, partNumber: number, etag: string) =>
  new S3Fault(
    'InvalidPart',
    "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    { UploadId: uploadId, PartNumber: String(partNumber), ETag: etag },
  )

const tooSmall = ({ blob, partNumber, etag }: PartRecord) =>
  new S3Fault('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
    ProposedSize: String(blob.size),
    MinSizeAllowed: String(smallestPart),
    PartNumber: String(partNumber),
    ETag: etag,
  })
