import {
  CreateBucketCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../../electron/simulator/simulator'
import { presignedUrl } from '../../harness/conformancePresign'
import { watched } from '../../harness/conformanceWitness'

let aws: Simulator
let s3: S3Client
const Bucket = 'refusals'
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' }

beforeAll(async () => {
  aws = await startSimulator({ picture: 'off' })
  s3 = watched(
    's3',
    new S3Client({
      endpoint: aws.endpoint,
      forcePathStyle: true,
      region: 'eu-west-1',
      maxAttempts: 1,
      credentials,
    }),
  )
  await s3.send(new CreateBucketCommand({ Bucket }))
  await s3.send(new PutObjectCommand({ Bucket, Key: 'clip', Body: 'text' }))
})

afterAll(async () => {
  s3.destroy()
  await aws.close()
})

const authorization =
  'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=0'

async function refusal(answer: Response) {
  const body = await answer.text()
  const [, code] = /<Code>([^<]*)/.exec(body) ?? []
  const [, message] = /<Message>([^<]*)/.exec(body) ?? []
  return { status: answer.status, code, message }
}

const ask = async (path: string, init: RequestInit = {}) =>
  refusal(
    await fetch(`${aws.endpoint}${path}`, { ...init, headers: { authorization, ...init.headers } }),
  )

describe('a method that S3 does not have for a place', () => {
  it.each([
    ['PATCH', `/${Bucket}/clip`],
    ['POST', `/${Bucket}/clip`],
    ['PUT', `/${Bucket}?location`],
    ['DELETE', '/'],
  ])('%s %s is not allowed, 405', async (method, path) => {
    expect(await ask(path, { method })).toMatchObject({ status: 405, code: 'MethodNotAllowed' })
  })

  it('is not one that S3 has and is not simulated: 501', async () => {
    for (const query of ['acl', 'acl&versionId=null', 'torrent']) {
      expect(await ask(`/${Bucket}/clip?${query}`)).toMatchObject({ status: 501 })
    }
  })
})

describe('a presigned URL', () => {
  const signed = (changes: Record<string, string | undefined> = {}, at = new Date()) => {
    const place = { endpoint: aws.endpoint, bucket: Bucket, key: 'clip', region: 'eu-west-1' }
    const text = presignedUrl({ ...place, method: 'GET', credentials, expiresInSeconds: 60, at })
    const url = new URL(text)
    for (const [name, value] of Object.entries(changes)) {
      if (value === undefined) url.searchParams.delete(name)
      else url.searchParams.set(name, value)
    }
    return url
  }
  const fetched = async (url: URL, init?: RequestInit) => refusal(await fetch(url, init))

  it('serves when it is whole', async () => {
    expect(await fetched(signed())).toMatchObject({ status: 200 })
  })

  it.each([
    'X-Amz-Algorithm',
    'X-Amz-Signature',
    'X-Amz-Date',
    'X-Amz-SignedHeaders',
    'X-Amz-Expires',
  ])('is refused without %s', async (name) => {
    expect(await fetched(signed({ [name]: undefined }))).toMatchObject({
      status: 400,
      code: 'AuthorizationQueryParametersError',
    })
  })

  it.each([
    ['X-Amz-Algorithm', 'AWS4-HMAC-MD5'],
    ['X-Amz-Date', 'today'],
    ['X-Amz-Date', '20200101T000000Z'],
    ['X-Amz-Expires', '604801'],
    ['X-Amz-Expires', '-1'],
    ['X-Amz-Expires', 'soon'],
  ])('is refused with %s %s', async (name, value) => {
    expect(await fetched(signed({ [name]: value }))).toMatchObject({
      status: 400,
      code: 'AuthorizationQueryParametersError',
    })
  })

  it('does not serve before it was signed', async () => {
    const inAYear = new Date(Date.now() + 365 * 86_400_000)
    expect(await fetched(signed({}, inAYear))).toEqual({
      status: 403,
      code: 'AccessDenied',
      message: 'Request is not yet valid',
    })
    const soon = new Date(Date.now() + 14 * 60_000)
    expect(await fetched(signed({}, soon))).toMatchObject({ status: 200 })
  })

  it('is the only mechanism', async () => {
    expect(await fetched(signed(), { headers: { authorization } })).toMatchObject({
      status: 400,
      code: 'InvalidArgument',
    })
  })
})

describe('DeleteObjects', () => {
  const body = '<Delete><Object><Key>clip</Key></Object></Delete>'
  const remove = (headers: Record<string, string>) =>
    ask(`/${Bucket}?delete`, { method: 'POST', body, headers })
  const isThere = async () => (await ask(`/${Bucket}/clip`)).status === 200

  it('wants a checksum of its body', async () => {
    expect(await remove({})).toMatchObject({ status: 400, code: 'InvalidRequest' })
    expect(await isThere()).toBe(true)
  })

  it.each([
    ['content-md5', createHash('md5').update('another').digest('base64')],
    ['x-amz-checksum-crc32', 'AAAAAA=='],
    ['x-amz-checksum-sha256', createHash('sha256').update('another').digest('base64')],
  ])('is refused with a %s of another body', async (name, value) => {
    expect(await remove({ [name]: value })).toMatchObject({ status: 400, code: 'BadDigest' })
    expect(await isThere()).toBe(true)
  })

  it('passes with the right one', async () => {
    const sum = createHash('sha256').update(body).digest('base64')
    expect(await remove({ 'x-amz-checksum-sha256': sum })).toMatchObject({ status: 200 })
    expect(await isThere()).toBe(false)
    await s3.send(new PutObjectCommand({ Bucket, Key: 'clip', Body: 'text' }))
  })
})

describe('a bucket’s lifecycle', () => {
  it('is refused with the checksum of another body', async () => {
    const lifecycle = { method: 'PUT', body: '<LifecycleConfiguration/>' }
    const headers = { 'x-amz-checksum-crc32': 'AAAAAA==' }
    expect(await ask(`/${Bucket}?lifecycle`, { ...lifecycle, headers })).toMatchObject({
      status: 400,
      code: 'BadDigest',
    })
  })
})

describe('headers', () => {
  it('If-None-Match of a write takes * only', async () => {
    const put = s3.send(
      new PutObjectCommand({ Bucket, Key: 'new', Body: 'text', IfNoneMatch: '"an-etag"' }),
    )
    await expect(put).rejects.toMatchObject({
      name: 'NotImplemented',
      $metadata: { httpStatusCode: 501 },
    })
    expect(await ask(`/${Bucket}/new`)).toMatchObject({ status: 404 })
  })

  it('hold two kilobytes of metadata and no more', async () => {
    const put = (bytes: number) =>
      s3.send(
        new PutObjectCommand({ Bucket, Key: 'told', Metadata: { note: 'x'.repeat(bytes - 4) } }),
      )
    await expect(put(2_048)).resolves.toBeDefined()
    await expect(put(2_049)).rejects.toMatchObject({
      name: 'MetadataTooLarge',
      $metadata: { httpStatusCode: 400 },
    })
  })

  it.each(['attachment; filename="кадр.ts"', 'inline\r\nx-injected: yes'])(
    'are not answered with what HTTP does not carry: %j',
    async (ResponseContentDisposition) => {
      const get = s3.send(new GetObjectCommand({ Bucket, Key: 'clip', ResponseContentDisposition }))
      await expect(get).rejects.toMatchObject({
        name: 'InvalidArgument',
        $metadata: { httpStatusCode: 400 },
      })
    },
  )
})

describe('a key that XML 1.0 cannot hold', () => {
  it('is listed as a reference, as S3 does, and so that it can be read when asked for in URL encoding', async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: 'odd/\u0001', Body: 'text' }))
    const list = async (more: string) =>
      (
        await fetch(`${aws.endpoint}/${Bucket}?list-type=2&prefix=odd/${more}`, {
          headers: { authorization },
        })
      ).text()
    expect(await list('')).toContain('<Key>odd/&#x1;</Key>')
    expect(await list('&encoding-type=url')).toContain('<Key>odd/%01</Key>')
  })
})
