import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  GetBucketAclCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../../electron/simulator/simulator'
import { watched } from '../../harness/conformanceWitness'

let aws: Simulator
let s3: S3Client
const clients: S3Client[] = []
const Bucket = 'recordings-of-tests'

function client(more: S3ClientConfig = {}): S3Client {
  const made = watched(
    's3',
    new S3Client({
      endpoint: aws.endpoint,
      forcePathStyle: true,
      region: 'us-east-1',
      maxAttempts: 1,
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' },
      ...more,
    }),
  )
  clients.push(made)
  return made
}

beforeAll(async () => {
  aws = await startSimulator({ picture: 'off' })
  s3 = client()
  await s3.send(new CreateBucketCommand({ Bucket }))
})

afterAll(async () => {
  for (const each of clients) each.destroy()
  await aws.close()
})

const put = (Key: string, Body: string | Buffer | Readable, more = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }))

async function bytesOf(Key: string, more = {}): Promise<Buffer> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, ...more }))
  return Buffer.from((await Body?.transformToByteArray()) ?? [])
}

const mebibytes = (count: number) => randomBytes(count * 1024 * 1024)

describe('buckets', () => {
  it('has the rehearsal bucket from the start', async () => {
    const { Buckets } = await s3.send(new ListBucketsCommand({}))
    expect(Buckets?.map(({ Name }) => Name)).toEqual([Bucket, 'tallylight-rehearsal'])
    await expect(
      s3.send(new HeadBucketCommand({ Bucket: 'tallylight-rehearsal' })),
    ).resolves.toBeDefined()
  })

  it('gives a bucket the Region of its endpoint and says it', async () => {
    const ireland = client({ region: 'eu-west-1' })
    await ireland.send(new CreateBucketCommand({ Bucket: 'made-in-ireland' }))
    const location = await s3.send(new GetBucketLocationCommand({ Bucket: 'made-in-ireland' }))
    expect(location.LocationConstraint).toBe('eu-west-1')
    await ireland.send(new DeleteBucketCommand({ Bucket: 'made-in-ireland' }))
    await expect(
      s3.send(new HeadBucketCommand({ Bucket: 'made-in-ireland' })),
    ).rejects.toMatchObject({ name: 'NotFound', $metadata: { httpStatusCode: 404 } })
  })

  it('refuses a second bucket of the name, a bad name, and deleting a full one', async () => {
    const ireland = client({ region: 'eu-west-1' })
    await ireland.send(new CreateBucketCommand({ Bucket: 'only-once' }))
    await expect(
      ireland.send(new CreateBucketCommand({ Bucket: 'only-once' })),
    ).rejects.toMatchObject({ name: 'BucketAlreadyOwnedByYou', $metadata: { httpStatusCode: 409 } })
    await expect(
      s3.send(new CreateBucketCommand({ Bucket: 'No_Such-Name' })),
    ).rejects.toMatchObject({
      name: 'InvalidBucketName',
    })
    await put('keeps-it-full', 'x')
    await expect(s3.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({
      name: 'BucketNotEmpty',
    })
  })

  it('is told in S3’s own words that a sign-in ran out or that it is too fast', async () => {
    aws.drills.arm({ kind: 'expire-credentials', times: 1 })
    await expect(s3.send(new ListBucketsCommand({}))).rejects.toMatchObject({
      name: 'ExpiredToken',
      $metadata: { httpStatusCode: 400 },
    })
    aws.drills.arm({ kind: 'throttle', scope: 's3', times: 1 })
    await expect(s3.send(new ListBucketsCommand({}))).rejects.toMatchObject({
      name: 'SlowDown',
      $metadata: { httpStatusCode: 503 },
    })
  })

  it('answers 501 for what is not simulated', async () => {
    await expect(s3.send(new GetBucketAclCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NotImplemented',
      $metadata: { httpStatusCode: 501 },
    })
  })
})

describe('objects', () => {
  it('keeps a streamed body intact under the SDK’s default checksums', async () => {
    const body = randomBytes(300_000)
    const answer = await put('streamed', Readable.from([body.subarray(0, 7), body.subarray(7)]), {
      ContentLength: body.length,
    })
    expect(answer.ChecksumCRC32).toMatch(/^[\w+/]{6}==$/)
    expect(answer.ETag).toBe(`"${createHash('md5').update(body).digest('hex')}"`)
    expect((await bytesOf('streamed')).equals(body)).toBe(true)
  })

  it.each(['CRC32', 'CRC32C', 'SHA1', 'SHA256'] as const)(
    'verifies %s and gives it back',
    async (algorithm) => {
      const body = randomBytes(10_000)
      await put('summed', body, { ChecksumAlgorithm: algorithm })
      expect((await bytesOf('summed', { ChecksumMode: 'ENABLED' })).equals(body)).toBe(true)
      const head = await s3.send(
        new HeadObjectCommand({ Bucket, Key: 'summed', ChecksumMode: 'ENABLED' }),
      )
      expect(head[`Checksum${algorithm}`]).toBeTruthy()
    },
  )

  it('refuses bytes that are not what the checksum says, and keeps what was there', async () => {
    await put('precious', 'first')
    await expect(put('precious', 'second', { ChecksumCRC32: 'AAAAAA==' })).rejects.toMatchObject({
      name: 'BadDigest',
    })
    await expect(
      put('precious', 'second', { ContentMD5: createHash('md5').update('other').digest('base64') }),
    ).rejects.toMatchObject({ name: 'BadDigest' })
    expect((await bytesOf('precious')).toString()).toBe('first')
  })

  it('keeps type, headers and metadata', async () => {
    await put('dressed', 'x', {
      ContentType: 'video/mp2t',
      CacheControl: 'no-cache',
      Metadata: { take: '3' },
      Tagging: 'show=sunday',
    })
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'dressed' }))
    expect(head).toMatchObject({
      ContentType: 'video/mp2t',
      CacheControl: 'no-cache',
      Metadata: { take: '3' },
      ContentLength: 1,
    })
    const shown = await s3.send(
      new GetObjectCommand({ Bucket, Key: 'dressed', ResponseContentType: 'text/plain' }),
    )
    expect(shown.ContentType).toBe('text/plain')
    await shown.Body?.transformToString()
  })

  it('sends ranges, and 416 beyond the end', async () => {
    await put('digits', '0123456789')
    const middle = await s3.send(
      new GetObjectCommand({ Bucket, Key: 'digits', Range: 'bytes=2-4' }),
    )
    expect(middle.$metadata.httpStatusCode).toBe(206)
    expect(middle.ContentRange).toBe('bytes 2-4/10')
    expect(await middle.Body?.transformToString()).toBe('234')
    expect((await bytesOf('digits', { Range: 'bytes=-3' })).toString()).toBe('789')
    await expect(bytesOf('digits', { Range: 'bytes=10-' })).rejects.toMatchObject({
      name: 'InvalidRange',
      $metadata: { httpStatusCode: 416 },
    })
  })

  it('answers 304 to a reader who has it already', async () => {
    const { ETag } = await put('cached', 'x')
    await expect(bytesOf('cached', { IfNoneMatch: ETag })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    })
  })

  it('writes only where nobody was before when told so', async () => {
    await put('lock', 'mine', { IfNoneMatch: '*' })
    await expect(put('lock', 'yours', { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
      $metadata: { httpStatusCode: 412 },
    })
    await expect(put('lock', 'yours', { IfMatch: '"another"' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    })
    await expect(put('no-lock', 'x', { IfMatch: '"another"' })).rejects.toMatchObject({
      name: 'NoSuchKey',
    })
    expect((await bytesOf('lock')).toString()).toBe('mine')
  })

  it('names what is missing', async () => {
    await expect(bytesOf('nothing-here')).rejects.toMatchObject({ name: 'NoSuchKey' })
    await expect(
      s3.send(new HeadObjectCommand({ Bucket, Key: 'nothing-here' })),
    ).rejects.toMatchObject({ name: 'NotFound' })
    await expect(
      s3.send(new GetObjectCommand({ Bucket: 'no-such-bucket', Key: 'x' })),
    ).rejects.toMatchObject({ name: 'NoSuchBucket' })
  })

  it('copies, with the metadata or with new', async () => {
    await put('from/ü +1', 'copied', { Metadata: { take: '3' } })
    const CopySource = encodeURIComponent(`${Bucket}/from/ü +1`)
    await s3.send(new CopyObjectCommand({ Bucket, Key: 'to', CopySource }))
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key: 'to' }))).Metadata).toEqual({
      take: '3',
    })
    await put('from/ü +1', 'changed')
    expect((await bytesOf('to')).toString()).toBe('copied')
    await expect(
      s3.send(new CopyObjectCommand({ Bucket, Key: 'to', CopySource: `${Bucket}/to` })),
    ).rejects.toMatchObject({ name: 'InvalidRequest' })
  })
})

describe('listings', () => {
  beforeAll(async () => {
    for (const name of ['list/a', 'list/b/1', 'list/b/2', 'list/c & <d>', 'list/é ü+'])
      await put(name, name)
  })

  it('pages through all names once', async () => {
    const names: string[] = []
    let ContinuationToken: string | undefined
    do {
      const page = await s3.send(
        new ListObjectsV2Command({ Bucket, Prefix: 'list/', MaxKeys: 2, ContinuationToken }),
      )
      names.push(...(page.Contents ?? []).map(({ Key }) => Key ?? ''))
      ContinuationToken = page.NextContinuationToken
    } while (ContinuationToken !== undefined)
    expect(names).toEqual(['list/a', 'list/b/1', 'list/b/2', 'list/c & <d>', 'list/é ü+'])
  })

  it('rolls up folders in both versions', async () => {
    const asked = { Bucket, Prefix: 'list/', Delimiter: '/' }
    for (const page of [
      await s3.send(new ListObjectsV2Command(asked)),
      await s3.send(new ListObjectsCommand(asked)),
    ]) {
      expect(page.CommonPrefixes).toEqual([{ Prefix: 'list/b/' }])
      expect(page.Contents?.map(({ Key }) => Key)).toEqual(['list/a', 'list/c & <d>', 'list/é ü+'])
      expect(page.IsTruncated).toBe(false)
    }
  })

  it('deletes many at once, the missing too', async () => {
    const Objects = [{ Key: 'list/a' }, { Key: 'list/c & <d>' }, { Key: 'list/never' }]
    const { Deleted } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }))
    expect(Deleted?.map(({ Key }) => Key)).toEqual(Objects.map(({ Key }) => Key))
    const quiet = { Objects: [{ Key: 'list/b/1' }], Quiet: true }
    expect(
      (await s3.send(new DeleteObjectsCommand({ Bucket, Delete: quiet }))).Deleted,
    ).toBeUndefined()
    const left = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'list/' }))
    expect(left.Contents?.map(({ Key }) => Key)).toEqual(['list/b/2', 'list/é ü+'])
  })
})

describe('multipart uploads', () => {
  async function begun(Key: string): Promise<string> {
    const { UploadId } = await s3.send(
      new CreateMultipartUploadCommand({ Bucket, Key, ContentType: 'video/mp4' }),
    )
    return UploadId ?? ''
  }
  const uploaded = async (Key: string, UploadId: string, PartNumber: number, Body: Buffer) => {
    const { ETag } = await s3.send(
      new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }),
    )
    return { ETag, PartNumber }
  }
  const complete = (
    Key: string,
    UploadId: string,
    Parts: { ETag: string | undefined; PartNumber: number }[],
  ) =>
    s3.send(
      new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
    )

  it('joins the parts in order, readable by range and by part', async () => {
    const parts = [mebibytes(5), mebibytes(1)] as const
    const UploadId = await begun('joined')
    const second = await uploaded('joined', UploadId, 7, parts[1])
    const first = await uploaded('joined', UploadId, 2, parts[0])
    const listed = await s3.send(new ListPartsCommand({ Bucket, Key: 'joined', UploadId }))
    expect(listed.Parts?.map(({ PartNumber }) => PartNumber)).toEqual([2, 7])
    const done = await complete('joined', UploadId, [first, second])
    expect(done.ETag).toMatch(/^"[0-9a-f]{32}-2"$/)
    expect((await bytesOf('joined')).equals(Buffer.concat(parts))).toBe(true)
    const edge = parts[0].length
    const across = await bytesOf('joined', { Range: `bytes=${edge - 2}-${edge + 1}` })
    expect(across.equals(Buffer.concat(parts).subarray(edge - 2, edge + 2))).toBe(true)
    expect((await bytesOf('joined', { PartNumber: 2 })).equals(parts[1])).toBe(true)
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key: 'joined' }))).ContentType).toBe(
      'video/mp4',
    )
  })

  it('refuses small, unknown and disordered parts', async () => {
    const UploadId = await begun('refused')
    const one = await uploaded('refused', UploadId, 1, Buffer.from('small'))
    const two = await uploaded('refused', UploadId, 2, Buffer.from('small too'))
    await expect(complete('refused', UploadId, [one, two])).rejects.toMatchObject({
      name: 'EntityTooSmall',
    })
    await expect(complete('refused', UploadId, [two, one])).rejects.toMatchObject({
      name: 'InvalidPartOrder',
    })
    await expect(complete('refused', UploadId, [{ ...one, ETag: two.ETag }])).rejects.toMatchObject(
      { name: 'InvalidPart' },
    )
    await s3.send(new AbortMultipartUploadCommand({ Bucket, Key: 'refused', UploadId }))
    await expect(complete('refused', UploadId, [one])).rejects.toMatchObject({
      name: 'NoSuchUpload',
    })
  })

  it('lists what is unfinished', async () => {
    const UploadId = await begun('unfinished')
    const { Uploads } = await s3.send(new ListMultipartUploadsCommand({ Bucket }))
    expect(Uploads).toMatchObject([{ Key: 'unfinished', UploadId }])
    await s3.send(new AbortMultipartUploadCommand({ Bucket, Key: 'unfinished', UploadId }))
  })
})

describe('the bill', () => {
  const requests = (what: RegExp) =>
    aws.bill().lines.find((line) => line.service === 'S3' && what.test(line.what))?.quantity ?? 0

  it('counts writes and reads, and nothing for deleting', async () => {
    const before = { writes: requests(/put/i), reads: requests(/get/i) }
    await put('billed', '12345')
    await bytesOf('billed')
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'billed' }] } }))
    expect(requests(/put/i) - before.writes).toBe(1)
    expect(requests(/get/i) - before.reads).toBe(1)
  })
})
