import type { S3RequestKind } from '../bill/meter'
import { bucketLocation, createBucket, deleteBucket, headBucket, listBuckets } from './buckets'
import { deleteObjects } from './deleteObjects'
import type { S3Answer, S3Request } from './exchange'
import { listObjectsV1, listObjectsV2 } from './listObjects'
import { listParts, listUploads } from './listUploads'
import { abortUpload, completeUpload, createUpload, uploadPart, uploadPartCopy } from './multipart'
import { copyObject, deleteObject, getObject, putObject } from './objects'
import type { ObjectStore } from './store'

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
  ListObjects: operation('list', listObjectsV1),
  ListObjectsV2: operation('list', listObjectsV2),
  ListMultipartUploads: operation('list', listUploads),
  DeleteObjects: operation('free', deleteObjects),
  PutObject: operation('put', putObject),
  CopyObject: operation('put', copyObject),
  GetObject: operation('get', getObject),
  HeadObject: operation('get', getObject),
  DeleteObject: operation('free', deleteObject),
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

/** Which operation a request is; undefined for a subresource that is not simulated (`?acl`, …). */
export function operationNamed(shape: Shape): OperationName | undefined {
  if (shape.bucket === '') return shape.method === 'GET' ? 'ListBuckets' : undefined
  const selector = selectorOf(shape.query)
  const place = shape.key === '' ? 'bucket' : 'object'
  const copy = shape.copies && shape.method === 'PUT' ? ' copy' : ''
  return table[`${shape.method} ${place}${selector === '' ? '' : `?${selector}`}${copy}`]
}

const table: Readonly<Record<string, OperationName>> = {
  'PUT bucket': 'CreateBucket',
  'HEAD bucket': 'HeadBucket',
  'DELETE bucket': 'DeleteBucket',
  'GET bucket?location': 'GetBucketLocation',
  'GET bucket': 'ListObjects',
  'GET bucket?list-type': 'ListObjectsV2',
  'GET bucket?uploads': 'ListMultipartUploads',
  'POST bucket?delete': 'DeleteObjects',
  'PUT object': 'PutObject',
  'PUT object copy': 'CopyObject',
  'GET object': 'GetObject',
  'HEAD object': 'HeadObject',
  'DELETE object': 'DeleteObject',
  'POST object?uploads': 'CreateMultipartUpload',
  'PUT object?uploadId': 'UploadPart',
  'PUT object?uploadId copy': 'UploadPartCopy',
  'POST object?uploadId': 'CompleteMultipartUpload',
  'DELETE object?uploadId': 'AbortMultipartUpload',
  'GET object?uploadId': 'ListParts',
}

/** Parameters that refine an operation and do not choose one. */
const refining = new Set([
  'x-id',
  'prefix',
  'delimiter',
  'marker',
  'max-keys',
  'encoding-type',
  'continuation-token',
  'start-after',
  'fetch-owner',
  'key-marker',
  'upload-id-marker',
  'max-uploads',
  'max-parts',
  'part-number-marker',
  'partNumber',
  'max-buckets',
  'bucket-region',
])

function selectorOf(query: URLSearchParams): string {
  const selectors = [...query.keys()].filter(
    (name) => !refining.has(name) && !/^(x-amz-|response-)/i.test(name),
  )
  return selectors.join('&')
}
