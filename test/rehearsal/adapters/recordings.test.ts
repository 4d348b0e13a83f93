import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { rehearsalCredentials } from '../../../electron/adapters/credentials/identify'
import { openRehearsal, region } from './openRehearsal'

type Rehearsal = Awaited<ReturnType<typeof openRehearsal>>
const bucket = 'example-recordings'
let rehearsal: Rehearsal
beforeEach(async () => {
  rehearsal = await openRehearsal()
  await createBucket(bucket, region)
})
afterEach(() => rehearsal.close())

async function createBucket(name: string, where: string): Promise<void> {
  const client = new S3Client({
    region: where,
    endpoint: rehearsal.simulator.endpoint,
    forcePathStyle: true,
    credentials: rehearsalCredentials,
  })
  await client.send(
    new CreateBucketCommand({
      Bucket: name,
      CreateBucketConfiguration: { LocationConstraint: where as 'eu-west-1' },
    }),
  )
  client.destroy()
}

const bytes = (text: string) => new TextEncoder().encode(text)
const text = (of: Uint8Array | undefined) => new TextDecoder().decode(of)
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'accepted',
    (thrown: { wire: { code: string } }) => thrown.wire.code,
  )

describe('the recordings bucket', () => {
  it('keeps what is written, byte for byte', async () => {
    const { recordings } = rehearsal.cloud
    const body = Uint8Array.from({ length: 300_001 }, (_, index) => index % 251)
    await recordings.write(bucket, 'recordings/ä b.ts', body, 'video/mp2t')
    const kept = await recordings.read(bucket, 'recordings/ä b.ts')
    expect(Buffer.compare(kept ?? bytes(''), body)).toBe(0)
    const { items } = await recordings.list(bucket, 'recordings/')
    expect(items).toMatchObject([{ name: 'recordings/ä b.ts', bytes: 300_001 }])
  })

  it('reads an empty object as empty, and one that is not there as nothing', async () => {
    const { recordings } = rehearsal.cloud
    await recordings.write(bucket, 'list.m3u8', bytes('0123456789'), 'text/plain')
    await recordings.write(bucket, 'empty', new Uint8Array(), 'text/plain')
    expect(text(await recordings.read(bucket, 'list.m3u8'))).toBe('0123456789')
    expect(await recordings.read(bucket, 'empty')).toEqual(new Uint8Array())
    expect(await recordings.read(bucket, 'not-there')).toBeUndefined()
    expect(await codeOf(recordings.read('no-such-bucket', 'x'))).toBe('bucket.missing')
  })

  it('lists and deletes more than a page and more than a batch', async () => {
    const { recordings } = rehearsal.cloud
    const names = Array.from({ length: 1003 }, (_, number) => `many/${number}`)
    for (let at = 0; at < names.length; at += 40) {
      const some = names.slice(at, at + 40)
      await Promise.all(
        some.map((name) => recordings.write(bucket, name, bytes('x'), 'text/plain')),
      )
    }
    await recordings.write(bucket, 'other', bytes('x'), 'text/plain')
    const { items } = await recordings.list(bucket, 'many/')
    expect(items.map(({ name }) => name).sort()).toEqual([...names].sort())
    await recordings.deleteAll(bucket, names)
    expect((await recordings.list(bucket, '')).items.map(({ name }) => name)).toEqual(['other'])
    await recordings.deleteAll(bucket, names)
    await recordings.deleteAll(bucket, [])
  })

  it('says what is missing: the bucket, the permission', async () => {
    const { simulator, cloud } = rehearsal
    expect(await codeOf(cloud.recordings.list('no-such-bucket', ''))).toBe('bucket.missing')
    simulator.drills.arm({ kind: 'deny', operation: 'PutObject', times: 1 })
    const denied = cloud.recordings.write(bucket, 'x', bytes('x'), 'text/plain')
    await expect(denied).rejects.toMatchObject({
      wire: { code: 'bucket.not-ours', what: expect.stringContaining('s3:PutObject') },
    })
  })

  it('probes a bucket: ours, missing, not readable, not writable, in another region', async () => {
    const { simulator, cloud } = rehearsal
    await cloud.recordings.probe(bucket)
    expect((await cloud.recordings.list(bucket, '')).items).toEqual([])
    expect(await codeOf(cloud.recordings.probe('no-such-bucket'))).toBe('bucket.missing')
    simulator.drills.arm({ kind: 'deny', operation: 'HeadBucket', times: 1 })
    expect(await codeOf(cloud.recordings.probe(bucket))).toBe('bucket.not-ours')
    simulator.drills.arm({ kind: 'deny', operation: 'PutObject', times: 1 })
    expect(await codeOf(cloud.recordings.probe(bucket))).toBe('bucket.not-ours')
    await createBucket('far-recordings', 'us-west-2')
    expect(await codeOf(cloud.recordings.probe('far-recordings'))).toBe('bucket.elsewhere')
  })
})
