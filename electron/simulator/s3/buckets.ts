import { text } from 'node:stream/consumers'
import type { S3Answer, S3Request } from './exchange'
import { malformedXml, S3Fault } from './fault'
import type { ObjectStore } from './store'
import { element, elements, parseXml, s3Namespace, xmlDocument } from './xml'

const ownerId = '0'.repeat(64)

export function listBuckets(store: ObjectStore): S3Answer {
  const buckets = store.catalog.buckets().toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const rows = buckets.map(({ name, createdAt, region }) =>
    element(
      'Bucket',
      elements({ Name: name, CreationDate: isoTime(createdAt), BucketRegion: region }),
    ),
  )
  const body = element(
    'ListAllMyBucketsResult',
    [element('Owner', elements({ ID: ownerId })), element('Buckets', rows)],
    s3Namespace,
  )
  return xmlAnswer(xmlDocument(body))
}

export async function createBucket(store: ObjectStore, request: S3Request): Promise<S3Answer> {
  checkName(request.bucket)
  const region = regionWanted(await text(request.body), request.region)
  if (store.catalog.hasBucket(request.bucket)) {
    // us-east-1 keeps the old habit (S3 API reference, CreateBucket, errors).
    if (region === 'us-east-1') return { status: 200, headers: { location: `/${request.bucket}` } }
    throw alreadyOwned(request.bucket)
  }
  const bucket = { name: request.bucket, region, createdAt: request.now }
  await store.commit({ did: 'create-bucket', bucket })
  return { status: 200, headers: { location: `/${request.bucket}` } }
}

/** S3 user guide, "General purpose bucket naming rules". */
function checkName(name: string): void {
  const sound =
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !/\.\.|\.-|-\./.test(name) &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name) &&
    !/^xn--|^sthree-|-s3alias$|--ol-s3$/.test(name)
  if (!sound) {
    throw new S3Fault('InvalidBucketName', 'The specified bucket is not valid.', {
      BucketName: name,
    })
  }
}

function regionWanted(body: string, endpointRegion: string): string {
  const wanted = locationConstraint(body)
  if (wanted === '' && endpointRegion === 'us-east-1') return 'us-east-1'
  if (wanted === endpointRegion) return wanted
  const which = wanted === '' ? 'unspecified' : wanted
  throw new S3Fault(
    'IllegalLocationConstraintException',
    `The ${which} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  )
}

function locationConstraint(body: string): string {
  if (body.trim() === '') return ''
  const parsed = parseXml(body)
  if (typeof parsed !== 'object' || parsed === null) throw malformedXml()
  const root: unknown = Object.entries(parsed).find(([name]) => name !== '?xml')?.[1]
  if (typeof root !== 'object' || root === null) return ''
  const value: unknown = 'LocationConstraint' in root ? root.LocationConstraint : ''
  return typeof value === 'string' ? value.trim() : ''
}

const alreadyOwned = (bucket: string) =>
  new S3Fault(
    'BucketAlreadyOwnedByYou',
    'Your previous request to create the named bucket succeeded and you already own it.',
    { BucketName: bucket },
  )

export function headBucket(store: ObjectStore, { bucket }: S3Request): S3Answer {
  const { region } = store.catalog.bucket(bucket)
  return { status: 200, headers: { 'x-amz-bucket-region': region } }
}

/** Empty for us-east-1 (S3 API reference, GetBucketLocation). */
export function bucketLocation(store: ObjectStore, { bucket }: S3Request): S3Answer {
  const { region } = store.catalog.bucket(bucket)
  const constraint = region === 'us-east-1' ? '' : region
  return xmlAnswer(xmlDocument(element('LocationConstraint', constraint, s3Namespace)))
}

export async function deleteBucket(store: ObjectStore, { bucket }: S3Request): Promise<S3Answer> {
  if (store.catalog.objectCount(bucket) > 0) {
    throw new S3Fault('BucketNotEmpty', 'The bucket you tried to delete is not empty', {
      BucketName: bucket,
    })
  }
  for (const { id } of store.catalog.uploadsOf(bucket)) {
    await store.commit({ did: 'abort-upload', uploadId: id })
  }
  await store.commit({ did: 'delete-bucket', name: bucket })
  return { status: 204 }
}

export const isoTime = (ms: number): string => new Date(ms).toISOString()

export const xmlAnswer = (
  body: string,
  headers: Readonly<Record<string, string>> = {},
): S3Answer => ({
  status: 200,
  headers: { 'content-type': 'application/xml', ...headers },
  body,
})
