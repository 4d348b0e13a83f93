import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../../electron/simulator/simulator'

let aws: Simulator
let s3: S3Client
const Bucket = 'signed'
const Key = "a/../b c+d(e)!*'ü.txt"

const clientWith = (secretAccessKey: string) =>
  new S3Client({
    endpoint: aws.endpoint,
    forcePathStyle: true,
    region: 'eu-west-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'REHEARSAL', secretAccessKey },
  })

beforeAll(async () => {
  aws = await startSimulator({ picture: 'off' })
  s3 = clientWith('rehearsal')
  await s3.send(new CreateBucketCommand({ Bucket }))
})

afterAll(async () => {
  s3.destroy()
  await aws.close()
})

describe('a signature made with the keys of the rehearsal', () => {
  it('is verified whatever is signed', async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'text', Metadata: { a: 'b  c' } }))
    const { CommonPrefixes } = await s3.send(
      new ListObjectsV2Command({ Bucket, Prefix: 'a/', Delimiter: '*', StartAfter: 'a b' }),
    )
    expect(CommonPrefixes).toEqual([{ Prefix: Key.slice(0, Key.indexOf('*') + 1) }])
    const all = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'a/' }))
    expect(all.Contents?.map((each) => each.Key)).toEqual([Key])
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }))
    expect(await Body?.transformToString()).toBe('text')
  })

  it('does not hold with another secret', async () => {
    const stranger = clientWith('guessed')
    await expect(stranger.send(new DeleteObjectCommand({ Bucket, Key }))).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
      $metadata: { httpStatusCode: 403 },
    })
    stranger.destroy()
  })
})
