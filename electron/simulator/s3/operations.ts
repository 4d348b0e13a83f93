import type { S3RequestKind } from '../bill/meter'
import { bucketLocation, createBucket, deleteBucket, headBucket, listBuckets } from './buckets'
import { deleteObjects } from './deleteObjects'
import type { S3Answer, S3Request } from './exchange'
import { deleteLifecycle, getLifecycle, putLifecycle } from './lifecycle'
import { listObjectsV1, listObjectsV2 } from './listObjects'
import { listParts, listUploads } from './listUploads'
import { abortUpload, completeUpload, createUpload, uploadPart, uploadPartCopy } from './multipart'
import { copyObject, deleteObject, getObject, putObject } from './objects'
import { otherOperations } from './otherOperations'
import type { ObjectStore } from './store'
import { deleteTagging, getTagging, putTagging } from './tagging'

type Handler = (store: ObjectStore, request: S3Request) => S3Answer | Promise<S3Answer>

interface Operation {
  readonly handle: Handler
  /** What the bill calls such a request; deleting and aborting are free. */
  readonly billedAs: S3RequestKind | 'free'
}

const operation = (billedAs: Operation['billedAs'], handle: Handler): Operation => ({
  billedAs,
  handle,
})

export const operations = {
  ListBuckets: operation('list', listBuckets),
  CreateBucket: operation('put', createBucket),
  HeadBucket: operation('get', headBucket),
  DeleteBucket: operation('free', deleteBucket),
  GetBucketLocation: operation('get', bucketLocation),
  GetBucketLifecycleConfiguration: operation('get', getLifecycle),
  PutBucketLifecycleConfiguration: operation('put', putLifecycle),
  DeleteBucketLifecycle: operation('free', deleteLifecycle),
  ListObjects: operation('list', listObjectsV1),
  ListObjectsV2: operation('list', listObjectsV2),
  ListMultipartUploads: operation('list', listUploads),
  DeleteObjects: operation('free', deleteObjects),
  PutObject: operation('put', putObject),
  CopyObject: operation('put', copyObject),
  GetObject: operation('get', getObject),
  HeadObject: operation('get', getObject),
  DeleteObject: operation('free', deleteObject),
  GetObjectTagging: operation('get', getTagging),
  PutObjectTagging: operation('put', putTagging),
  DeleteObjectTagging: operation('free', deleteTagging),
  CreateMultipartUpload: operation('put', createUpload),
  UploadPart: operation('put', uploadPart),
  UploadPartCopy: operation('put', uploadPartCopy),
  CompleteMultipartUpload: operation('put', completeUpload),
  AbortMultipartUpload: operation('free', abortUpload),
  ListParts: operation('list', listParts),
} as const satisfies Readonly<Record<string, Operation>>

export type OperationName = keyof typeof operations

interface Shape {
  readonly method: string
  readonly bucket: string
  readonly key: string
  readonly query: URLSearchParams
  readonly copies: boolean
}

/** Which operation a request is; undefined: none that is simulated. */
export function operationNamed(shape: Shape): OperationName | undefined {
  if (shape.bucket === '') return shape.method === 'GET' ? 'ListBuckets' : undefined
  const copy = shape.copies && shape.method === 'PUT' ? ' copy' : ''
  return table[`${placeNamed(shape)}${copy}`]
}

/** What of S3 it would be that is not simulated; undefined: nothing S3 has. */
export function otherOperationNamed(shape: Shape): string | undefined {
  if (shape.bucket === '') return undefined
  const other = otherOperations[placeNamed(shape)]
  if (other !== undefined) return other
  // `?tagging&versionId=…`: several of them, one of which tells.
  const several = selectorOf(shape.query).split('&')
  if (several.length < 2) return undefined
  const places = several.map((selector) => placeWith(shape, selector))
  return places.map((place) => otherOperations[place] ?? table[place]).find((name) => name)
}

const placeNamed = (shape: Shape): string => placeWith(shape, selectorOf(shape.query))

function placeWith({ method, key }: Shape, selector: string): string {
  const place = key === '' ? 'bucket' : 'object'
  return `${method} ${place}${selector === '' ? '' : `?${selector}`}`
}

const table: Readonly<Record<string, OperationName>> = {
  'PUT bucket': 'CreateBucket',
  'HEAD bucket': 'HeadBucket',
  'DELETE bucket': 'DeleteBucket',
  'GET bucket?location': 'GetBucketLocation',
  'GET bucket?lifecycle': 'GetBucketLifecycleConfiguration',
  'PUT bucket?lifecycle': 'PutBucketLifecycleConfiguration',
  'DELETE bucket?lifecycle': 'DeleteBucketLifecycle',
  'GET bucket': 'ListObjects',
  'GET bucket?list-type': 'ListObjectsV2',
  'GET bucket?uploads': 'ListMultipartUploads',
  'POST bucket?delete': 'DeleteObjects',
  'PUT object': 'PutObject',
  'PUT object copy': 'CopyObject',
  'GET object': 'GetObject',
  'HEAD object': 'HeadObject',
  'DELETE object': 'DeleteObject',
  'GET object?tagging': 'GetObjectTagging',
  'PUT object?tagging': 'PutObjectTagging',
  'DELETE object?tagging': 'DeleteObjectTagging',
  'POST object?uploads': 'CreateMultipartUpload',
  'PUT object?uploadId': 'UploadPart',
  'PUT object?uploadId copy': 'UploadPartCopy',
  'POST object?uploadId': 'CompleteMultipartUpload',
  'DELETE object?uploadId': 'AbortMultipartUpload',
  'GET object?uploadId': 'ListParts',
}

/** Parameters that choose an operation. S3 takes no notice of those that it does not know. */
const selecting: ReadonlySet<string> = new Set(
  [...Object.keys(table), ...Object.keys(otherOperations)].flatMap((place) =>
    (/\?([^ ]+)/.exec(place)?.[1] ?? '').split('&'),
  ),
)

const selectorOf = (query: URLSearchParams): string =>
  [...new Set(query.keys())].filter((name) => selecting.has(name)).join('&')
