import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectTaggingCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
  type Tag,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../../electron/simulator/simulator'
import { watched } from '../../harness/conformanceWitness'

let aws: Simulator
let s3: S3Client
let stateDir: string
const Bucket = 'tags-of-s3'

async function open(): Promise<void> {
  aws = await startSimulator({ picture: 'off', stateDir })
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' }
  const { endpoint } = aws
  const options = { endpoint, forcePathStyle: true, region: 'us-east-1', maxAttempts: 1 }
  s3 = watched('s3', new S3Client({ ...options, credentials }))
}

async function close(): Promise<void> {
  s3.destroy()
  await aws.close()
}

beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'tallylight-tags-'))
  await open()
  await s3.send(new CreateBucketCommand({ Bucket }))
})

afterAll(async () => {
  await close()
  await rm(stateDir, { recursive: true, force: true, maxRetries: 5 })
})

const put = (Key: string, Tagging?: string) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body: 'text', Tagging }))
const tag = (Key: string, TagSet: Tag[]) =>
  s3.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet } }))
const tagsOf = async (Key: string) =>
  (await s3.send(new GetObjectTaggingCommand({ Bucket, Key }))).TagSet
const countOf = async (Key: string) =>
  (await s3.send(new HeadObjectCommand({ Bucket, Key }))).TagCount
const sunday = { Key: 'show', Value: 'sunday' }
const isRefused = (name: string, message: unknown = expect.any(String)) => ({
  name,
  message,
  $metadata: { httpStatusCode: name === 'NoSuchKey' ? 404 : 400 },
})

describe('tags of an object', () => {
  it('are set, replaced, counted and deleted, and leave the object as it was', async () => {
    await put('clip')
    const { LastModified } = await s3.send(new HeadObjectCommand({ Bucket, Key: 'clip' }))
    expect([await tagsOf('clip'), await countOf('clip')]).toEqual([[], undefined])
    await tag('clip', [{ Key: 'take', Value: '' }, sunday])
    expect(await tagsOf('clip')).toEqual([sunday, { Key: 'take', Value: '' }])
    expect(await countOf('clip')).toBe(2)
    await tag('clip', [sunday])
    expect(await tagsOf('clip')).toEqual([sunday])
    const answer = await s3.send(new DeleteObjectTaggingCommand({ Bucket, Key: 'clip' }))
    expect(answer.$metadata.httpStatusCode).toBe(204)
    expect([await tagsOf('clip'), await countOf('clip')]).toEqual([[], undefined])
    const after = await s3.send(new HeadObjectCommand({ Bucket, Key: 'clip' }))
    expect(after.LastModified).toEqual(LastModified)
  })

  it('come with a write, and go when it is written anew', async () => {
    await put('written', 'show=sunday&late%20night=a%2Bb+c')
    expect(await tagsOf('written')).toEqual([{ Key: 'late night', Value: 'a+b c' }, sunday])
    await put('written')
    expect(await tagsOf('written')).toEqual([])
  })

  it('come with an upload in parts', async () => {
    const at = { Bucket, Key: 'parts' }
    const begun = await s3.send(new CreateMultipartUploadCommand({ ...at, Tagging: 'show=sunday' }))
    const part = { ...at, UploadId: begun.UploadId, PartNumber: 1 }
    const { ETag } = await s3.send(new UploadPartCommand({ ...part, Body: 'x' }))
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] }
    await s3.send(new CompleteMultipartUploadCommand({ ...part, MultipartUpload }))
    expect(await tagsOf('parts')).toEqual([sunday])
  })

  it('are copied, or replaced when that is asked for', async () => {
    await put('source', 'show=sunday')
    const copy = (Key: string, more = {}) =>
      s3.send(new CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/source`, ...more }))
    await copy('same', { Tagging: 'not=asked' })
    await copy('other', { TaggingDirective: 'REPLACE', Tagging: 'show=monday' })
    await copy('none', { TaggingDirective: 'REPLACE' })
    expect(await tagsOf('same')).toEqual([sunday])
    expect(await tagsOf('other')).toEqual([{ Key: 'show', Value: 'monday' }])
    expect(await tagsOf('none')).toEqual([])
    await expect(copy('bad', { TaggingDirective: 'KEEP' })).rejects.toMatchObject(
      isRefused('InvalidArgument'),
    )
  })

  it('are ten at most, to 128 and 256 characters, and refused beyond in the words of S3', async () => {
    await put('limits')
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ Key: `key-${index}`, Value: '' }))
    await tag('limits', many(10))
    await tag('limits', [{ Key: 'k'.repeat(128), Value: 'é'.repeat(256) }])
    const kept = await tagsOf('limits')
    for (const [tags, refusal] of [
      [many(11), isRefused('BadRequest', 'Object tags cannot be greater than 10')],
      [
        [{ Key: 'k'.repeat(129), Value: '' }],
        isRefused('InvalidTag', 'The TagKey you have provided is invalid'),
      ],
      [[{ Key: '', Value: '' }], isRefused('InvalidTag')],
      [[{ Key: 'a[0]', Value: '' }], isRefused('InvalidTag')],
      [[{ Key: 'aws:own', Value: '' }], isRefused('InvalidTag')],
      [
        [{ Key: 'k', Value: 'v'.repeat(257) }],
        isRefused('InvalidTag', 'The TagValue you have provided is invalid'),
      ],
      [[sunday, sunday], isRefused('InvalidTag')],
    ] as const) {
      await expect(tag('limits', [...tags])).rejects.toMatchObject(refusal)
    }
    expect(await tagsOf('limits')).toEqual(kept)
  })

  it('are refused with the whole write', async () => {
    for (const [header, name] of [
      ['a=b=c', 'InvalidArgument'],
      ['a=1&a=2', 'InvalidArgument'],
      ['a=%zz', 'InvalidArgument'],
      [`a=${'v'.repeat(257)}`, 'InvalidTag'],
    ] as const) {
      await expect(put('refused', header)).rejects.toMatchObject(isRefused(name))
    }
    await expect(tagsOf('refused')).rejects.toMatchObject(isRefused('NoSuchKey'))
    await expect(tag('refused', [sunday])).rejects.toMatchObject(isRefused('NoSuchKey'))
  })

  it('are there after a restart, twice', async () => {
    await put('kept', 'show=sunday')
    await put('tagged')
    await tag('tagged', [sunday])
    for (let times = 0; times < 2; times += 1) {
      await close()
      await open()
      expect([await tagsOf('kept'), await tagsOf('tagged')]).toEqual([[sunday], [sunday]])
    }
  })
})
