import type { Flow, Step } from '../../harness/conformanceFlow'
import { absent, listOf } from '../../harness/conformancePattern'

const bucketMade: Step = {
  call: 's3.CreateBucket',
  input: {
    Bucket: '<bucket>',
    CreateBucketConfiguration: { LocationConstraint: '<region>' },
  },
}
const bucketGone: Step = { call: 's3.DeleteBucket', input: { Bucket: '<bucket>' }, status: 204 }

const object = (Key: string, more: object = {}) => ({ Bucket: '<bucket>', Key, ...more })
const put = (Key: string, Body: string, more: object = {}): Step => ({
  call: 's3.PutObject',
  input: object(Key, { Body, ContentType: 'text/plain', ...more }),
  has: { ETag: /^"[0-9a-f]{32}"$/ },
})
const gone = (Key: string): Step => ({
  call: 's3.DeleteObject',
  input: object(Key),
  status: 204,
})

export const objects: Flow = {
  name: 'objects come and go',
  steps: [
    bucketMade,
    put('shows/one.txt', 'first'),
    put('shows/two.txt', 'second'),
    {
      call: 's3.GetObject',
      input: object('shows/one.txt', { Range: 'bytes=0-3' }),
      status: 206,
      has: {
        Body: 'firs',
        ContentLength: 4,
        ContentType: 'text/plain',
        ContentRange: 'bytes 0-3/5',
      },
    },
    {
      call: 's3.ListObjectsV2',
      input: { Bucket: '<bucket>', MaxKeys: 1 },
      has: {
        Contents: [{ Key: 'shows/one.txt', Size: 5, ETag: /^"/ }],
        IsTruncated: true,
        KeyCount: 1,
      },
    },
    {
      call: 's3.GetObject',
      input: object('shows/three.txt'),
      error: 'NoSuchKey',
      status: 404,
    },
    { ...bucketGone, error: 'BucketNotEmpty', status: 409 },
    {
      call: 's3.DeleteObjects',
      input: {
        Bucket: '<bucket>',
        Delete: { Objects: [{ Key: 'shows/one.txt' }, { Key: 'shows/two.txt' }] },
      },
      has: { Deleted: listOf(2), Errors: absent },
    },
    bucketGone,
    {
      call: 's3.HeadBucket',
      input: { Bucket: '<bucket>' },
      error: 'NotFound',
      status: 404,
    },
  ],
}

/** botocore of 2022 knows conditions on reading only. */
const lacks = ['boto3', 'awscli'] as const

export const conditions: Flow = {
  name: 'objects under conditions',
  steps: [
    bucketMade,
    {
      call: 's3.PutObject',
      input: object('lock', { Body: 'mine', IfNoneMatch: '*' }),
      save: { etag: 'ETag' },
      lacks,
    },
    {
      call: 's3.PutObject',
      input: object('lock', { Body: 'theirs', IfNoneMatch: '*' }),
      error: 'PreconditionFailed',
      status: 412,
      lacks,
    },
    {
      call: 's3.PutObject',
      input: object('lock', { Body: 'theirs', IfMatch: '"0123456789abcdef0123456789abcdef"' }),
      error: 'PreconditionFailed',
      status: 412,
      lacks,
    },
    {
      call: 's3.PutObject',
      input: object('lock', { Body: 'mine again', IfMatch: '<etag>' }),
      lacks,
    },
    put('note', 'text', { Metadata: { show: 'sunday' } }),
    {
      call: 's3.HeadObject',
      input: object('note'),
      has: { ContentLength: 4, Metadata: { show: 'sunday' }, LastModified: /^2/ },
      save: { noteTag: 'ETag' },
    },
    {
      call: 's3.GetObject',
      input: object('note', { IfNoneMatch: '<noteTag>' }),
      error: 'NotModified',
      status: 304,
    },
    {
      call: 's3.GetObject',
      input: object('note', { IfMatch: '"00000000000000000000000000000000"' }),
      error: 'PreconditionFailed',
      status: 412,
    },
    {
      call: 's3.GetObject',
      input: object('note', { Range: 'bytes=100-' }),
      error: 'InvalidRange',
      status: 416,
    },
    {
      call: 's3.CopyObject',
      input: object('copy', { CopySource: '<bucket>/note' }),
      has: { CopyObjectResult: { ETag: '<noteTag>', LastModified: /^2/ } },
    },
    {
      call: 's3.GetObject',
      input: object('copy'),
      has: { Body: 'text', Metadata: { show: 'sunday' } },
    },
    {
      call: 's3.ListObjectsV2',
      input: { Bucket: '<bucket>', Prefix: 'no', Delimiter: '/' },
      has: { Contents: [{ Key: 'note' }], KeyCount: 1, IsTruncated: false },
    },
    gone('lock'),
    gone('note'),
    gone('copy'),
    gone('never there'),
    bucketGone,
    {
      call: 's3.ListObjectsV2',
      input: { Bucket: '<bucket>' },
      error: 'NoSuchBucket',
      status: 404,
    },
  ],
}

const begun: Step = {
  call: 's3.CreateMultipartUpload',
  input: object('long'),
  has: { Bucket: '<bucket>', Key: 'long', UploadId: /./ },
  save: { upload: 'UploadId' },
}
const upload = { UploadId: '<upload>' }
const part = (PartNumber: number): Step => ({
  call: 's3.UploadPart',
  input: object('long', { ...upload, PartNumber, Body: `part ${PartNumber}` }),
  has: { ETag: /^"/ },
  save: { [`part${PartNumber}`]: 'ETag' },
})
const completed = (numbers: readonly number[]) => ({
  call: 's3.CompleteMultipartUpload' as const,
  input: object('long', {
    ...upload,
    MultipartUpload: {
      Parts: numbers.map((PartNumber) => ({ PartNumber, ETag: `<part${PartNumber}>` })),
    },
  }),
})

export const multipart: Flow = {
  name: 'an object in parts',
  steps: [
    bucketMade,
    begun,
    part(1),
    part(2),
    {
      call: 's3.ListParts',
      input: object('long', upload),
      has: { Parts: [{ PartNumber: 1, Size: 6, ETag: '<part1>' }, { PartNumber: 2 }] },
    },
    { ...completed([2, 1]), error: 'InvalidPartOrder', status: 400 },
    { ...completed([1, 2]), error: 'EntityTooSmall', status: 400 },
    {
      call: 's3.ListMultipartUploads',
      input: { Bucket: '<bucket>' },
      has: { Uploads: [{ Key: 'long', UploadId: '<upload>' }] },
    },
    { ...completed([1]), has: { ETag: /^"[0-9a-f]{32}-1"$/, Key: 'long' } },
    {
      call: 's3.GetObject',
      input: object('long'),
      has: { Body: 'part 1', ETag: /-1"$/ },
    },
    begun,
    {
      call: 's3.AbortMultipartUpload',
      input: object('long', upload),
      status: 204,
    },
    {
      call: 's3.UploadPart',
      input: object('long', { ...upload, PartNumber: 1, Body: 'late' }),
      error: 'NoSuchUpload',
      status: 404,
    },
    gone('long'),
    bucketGone,
  ],
}

export const presigned: Flow = {
  name: 'a presigned address serves until it has run out',
  notBy: { awscli: 'its commands by name presign nothing' },
  steps: [
    bucketMade,
    put('clip', 'a clip'),
    {
      presign: 'GetObject',
      input: object('clip'),
      expiresInSeconds: 3_600,
      saveAs: 'address',
    },
    { fetch: '<address>', status: 200, body: /^a clip$/ },
    { advanceMs: 3_000_000 },
    { fetch: '<address>', status: 200, rehearsedOnly: true },
    { advanceMs: 1_000_000 },
    { fetch: '<address>', status: 403, body: /Request has expired/, rehearsedOnly: true },
    {
      presign: 'PutObject',
      input: object('clip'),
      expiresInSeconds: 36_000,
      saveAs: 'upload',
    },
    { fetch: '<upload>', method: 'PUT', send: 'another clip', status: 200 },
    { call: 's3.GetObject', input: object('clip'), has: { Body: 'another clip' } },
    gone('clip'),
    bucketGone,
  ],
}

/** A list longer than a page, by the token of the page before. */
export const objectPages: Flow = {
  name: 'objects are listed in pages',
  steps: [
    bucketMade,
    ...['a', 'b', 'c/1', 'c/2', 'd'].map((key) => put(key, key)),
    {
      call: 's3.ListObjectsV2',
      input: { Bucket: '<bucket>', MaxKeys: 2, Delimiter: '/' },
      has: { Contents: [{ Key: 'a' }, { Key: 'b' }], IsTruncated: true },
      save: { token: 'NextContinuationToken' },
    },
    {
      call: 's3.ListObjectsV2',
      input: { Bucket: '<bucket>', MaxKeys: 2, Delimiter: '/', ContinuationToken: '<token>' },
      has: { CommonPrefixes: [{ Prefix: 'c/' }], Contents: [{ Key: 'd' }], IsTruncated: false },
    },
    {
      call: 's3.ListObjects',
      input: { Bucket: '<bucket>', Prefix: 'c/' },
      has: { Contents: [{ Key: 'c/1' }, { Key: 'c/2' }] },
    },
    {
      call: 's3.GetBucketLocation',
      input: { Bucket: '<bucket>' },
      has: { LocationConstraint: '<region>' },
    },
    ...['a', 'b', 'c/1', 'c/2', 'd'].map(gone),
    bucketGone,
  ],
}
