import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketLifecycleCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetObjectAclCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  type LifecycleRule,
  PutBucketLifecycleConfigurationCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { request as httpRequest } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../../electron/simulator/simulator'
import { watched } from '../../harness/conformanceWitness'

let aws: Simulator
let s3: S3Client
const Bucket = 'rules-of-s3'

const clientOf = (endpoint: string, forcePathStyle = true) =>
  watched(
    's3',
    new S3Client({
      endpoint,
      forcePathStyle,
      region: 'eu-west-1',
      maxAttempts: 1,
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' },
    }),
  )

beforeAll(async () => {
  aws = await startSimulator({ picture: 'off' })
  s3 = clientOf(aws.endpoint)
})

beforeEach(async () => {
  await fetch(`${aws.endpoint}/_simulator/reset`, { method: 'POST' })
  await s3.send(new CreateBucketCommand({ Bucket }))
})

afterAll(async () => {
  s3.destroy()
  await aws.close()
})

const put = async (Key: string, Body = 'text') =>
  (await s3.send(new PutObjectCommand({ Bucket, Key, Body }))).ETag ?? ''

/** A PutObject whose body ends only when told. */
function slowPut(key: string, headers: Record<string, string>) {
  const url = new URL(`${aws.endpoint}/${Bucket}/${key}`)
  const sent = httpRequest(url, {
    method: 'PUT',
    headers: {
      ...headers,
      'content-length': '8',
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=0',
    },
  })
  const answered = new Promise<{ status: number; text: string }>((resolve, reject) => {
    sent.on('error', reject)
    sent.on('response', (response) => {
      void textOf(response).then((text) => resolve({ status: response.statusCode ?? 0, text }))
    })
  })
  sent.write('half')
  return { answered, finish: () => sent.end('half') }
}

const isRefused = (name: string, httpStatusCode: number) => ({
  name,
  $metadata: { httpStatusCode },
})

describe('conditional writes', () => {
  it('that meet a delete on their way are a conflict, 409', async () => {
    const write = slowPut('clip', { 'if-none-match': '*' })
    // The first check is passed before anything is there.
    await expect.poll(() => put('clip')).toBeTruthy()
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'clip' }))
    write.finish()
    const { status, text } = await write.answered
    expect([status, text]).toEqual([409, expect.stringContaining('ConditionalRequestConflict')])
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'clip' }))).rejects.toBeDefined()
  })

  it('that are not the first to finish fail with 412 and leave what is there', async () => {
    const write = slowPut('clip', { 'if-none-match': '*' })
    await put('clip', 'the first')
    write.finish()
    expect((await write.answered).status).toBe(412)
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: 'clip' }))
    expect(await Body?.transformToString()).toBe('the first')
  })

  it('hold copies to what is at their destination', async () => {
    const etag = await put('source')
    const copy = (conditions: { IfMatch?: string; IfNoneMatch?: string }) =>
      s3.send(
        new CopyObjectCommand({
          Bucket,
          Key: 'copy',
          CopySource: `${Bucket}/source`,
          ...conditions,
        }),
      )
    await copy({ IfNoneMatch: '*' })
    await expect(copy({ IfNoneMatch: '*' })).rejects.toMatchObject(
      isRefused('PreconditionFailed', 412),
    )
    await expect(copy({ IfMatch: '"other"' })).rejects.toMatchObject(
      isRefused('PreconditionFailed', 412),
    )
    await expect(copy({ IfMatch: etag })).resolves.toBeDefined()
  })

  it('let a delete pass only if what it names is there', async () => {
    const IfMatch = await put('clip')
    const remove = (match: string) =>
      s3.send(new DeleteObjectCommand({ Bucket, Key: 'clip', IfMatch: match }))
    await expect(remove('"other"')).rejects.toMatchObject(isRefused('PreconditionFailed', 412))
    await expect(remove(IfMatch)).resolves.toBeDefined()
    await expect(remove(IfMatch)).rejects.toMatchObject(isRefused('PreconditionFailed', 412))
  })

  it('of many deletes refuse each one by itself', async () => {
    const ETag = await put('one')
    await put('two')
    const { Deleted, Errors } = await s3.send(
      new DeleteObjectsCommand({
        Bucket,
        Delete: {
          Objects: [
            { Key: 'one', ETag },
            { Key: 'two', ETag: '"other"' },
          ],
        },
      }),
    )
    expect(Deleted?.map(({ Key }) => Key)).toEqual(['one'])
    expect(Errors).toMatchObject([{ Key: 'two', Code: 'PreconditionFailed' }])
  })
})

describe('lifecycle rules', () => {
  const rule: LifecycleRule = {
    ID: 'takes',
    Status: 'Enabled',
    Filter: { And: { Prefix: 'takes/', Tags: [{ Key: 'keep', Value: 'no' }] } },
    Expiration: { Days: 30 },
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
  }
  const keep = (...Rules: LifecycleRule[]) =>
    s3.send(
      new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }),
    )
  const kept = async () =>
    (await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).Rules

  it('are kept, shown again, and deleted', async () => {
    await expect(kept()).rejects.toMatchObject(isRefused('NoSuchLifecycleConfiguration', 404))
    await keep(rule, { Status: 'Disabled', Prefix: 'old/', Expiration: { Days: 1 } })
    const [first, second] = (await kept()) ?? []
    expect(first).toEqual(rule)
    expect(second).toMatchObject({ ID: expect.any(String), Prefix: 'old/', Status: 'Disabled' })
    await s3.send(new DeleteBucketLifecycleCommand({ Bucket }))
    await expect(kept()).rejects.toMatchObject({ name: 'NoSuchLifecycleConfiguration' })
  })

  it('are refused as S3 refuses them', async () => {
    await expect(keep({ ...rule, Expiration: { Days: 0 } })).rejects.toMatchObject(
      isRefused('InvalidArgument', 400),
    )
    await expect(keep(rule, rule)).rejects.toMatchObject(isRefused('InvalidArgument', 400))
    await expect(keep({ ID: 'nothing', Status: 'Enabled', Prefix: '' })).rejects.toMatchObject(
      isRefused('InvalidRequest', 400),
    )
    await expect(keep({ ...rule, Prefix: 'both' })).rejects.toMatchObject(
      isRefused('MalformedXML', 400),
    )
    await expect(kept()).rejects.toMatchObject({ name: 'NoSuchLifecycleConfiguration' })
  })
})

describe('what is not simulated', () => {
  it('is refused by its name', async () => {
    await put('clip')
    for (const [command, name] of [
      [new GetBucketVersioningCommand({ Bucket }), 'GetBucketVersioning'],
      [new GetObjectAclCommand({ Bucket, Key: 'clip' }), 'GetObjectAcl'],
    ] as const) {
      // One overload of send for the union; what is sent does not change.
      await expect(s3.send(command as GetBucketVersioningCommand)).rejects.toMatchObject({
        name: 'NotImplemented',
        message: expect.stringContaining(name),
        $metadata: { httpStatusCode: 501 },
      })
    }
  })

  it('is a bucket in the host name', async () => {
    const { port } = new URL(aws.endpoint)
    const answer = await new Promise<{ status: number; text: string }>((resolve, reject) => {
      const sent = httpRequest(
        {
          host: '127.0.0.1',
          port,
          path: '/clip',
          headers: {
            host: `${Bucket}.localhost:${port}`,
            authorization:
              'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=0',
          },
        },
        (response) => {
          void textOf(response).then((text) => resolve({ status: response.statusCode ?? 0, text }))
        },
      )
      sent.on('error', reject)
      sent.end()
    })
    expect([answer.status, answer.text]).toEqual([501, expect.stringContaining('path style')])
  })

  it('is another owner of a bucket: denied', async () => {
    const ExpectedBucketOwner = '999988887777'
    await expect(
      s3.send(new HeadBucketCommand({ Bucket, ExpectedBucketOwner })),
    ).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } })
  })

  it('is not a parameter that S3 does not know', async () => {
    await put('clip', 'seen')
    const authorization =
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=0'
    const answer = await fetch(`${aws.endpoint}/${Bucket}/clip?from=a-player`, {
      headers: { authorization },
    })
    expect([answer.status, await answer.text()]).toEqual([200, 'seen'])
  })
})

describe('keys with dots and slashes', () => {
  it('stay what they are', async () => {
    const at = new URL(aws.endpoint)
    for (const key of ['a/../b', './c', 'd//e', 'f/.']) {
      await put(key, key)
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: key }))
      expect([at.hostname, await Body?.transformToString()]).toEqual(['127.0.0.1', key])
    }
  })
})

async function textOf(answer: AsyncIterable<unknown>): Promise<string> {
  let text = ''
  for await (const chunk of answer) text += String(chunk)
  return text
}
