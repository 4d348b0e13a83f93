import { CreateMultipartUploadCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from '../../../electron/simulator/simulator'

const Bucket = 'tallylight-rehearsal'
let folder: string
const opened: (() => Promise<void>)[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tallylight-restart-'))
})

afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close()
  rmSync(folder, { recursive: true })
})

async function open(options: SimulatorOptions): Promise<{ aws: Simulator; s3: S3Client }> {
  const aws = await startSimulator({ picture: 'off', clock: 'manual', ...options })
  opened.push(() => aws.close())
  const s3 = new S3Client({
    endpoint: aws.endpoint,
    forcePathStyle: true,
    region: 'us-east-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' },
  })
  opened.push(async () => s3.destroy())
  return { aws, s3 }
}

const put = (s3: S3Client, Key: string) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x'.repeat(1_000_000) }))

describe('after a kill', () => {
  it('the bill goes on with what lies in the buckets, saved or not', async () => {
    const [before, after] = [join(folder, 'before'), join(folder, 'after')]
    const { s3 } = await open({ stateDir: before })
    await put(s3, 'one')
    cpSync(before, after, { recursive: true, filter: (path) => !path.endsWith('.lock') })
    await put(s3, 'two')
    // Objects are down with each answer; the rest of the world may be of a moment earlier.
    cpSync(join(before, 's3'), join(after, 's3'), { recursive: true })
    const { aws } = await open({ stateDir: after })
    aws.clock.advance(30 * 86_400_000)
    const stored = aws.bill().lines.find(({ unit }) => unit === 'GB-months')
    expect(stored?.quantity).toBeCloseTo(((2_000_000 / 2 ** 30) * 30 * 24) / 730, 6)
  })
})

describe('the id of an upload', () => {
  it('does not depend on how often somebody has looked', async () => {
    const ids: (string | undefined)[] = []
    for (const looks of [0, 3]) {
      const { aws, s3 } = await open({ seed: 7 })
      for (let look = 0; look < looks; look++) await fetch(`${aws.endpoint}/_simulator/health`)
      const upload = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'clip' }))
      ids.push(upload.UploadId)
    }
    expect(ids[0]).toMatch(/^[0-9a-f]{32}$/)
    expect(ids[1]).toBe(ids[0])
  })

  it('is another one each time', async () => {
    const { s3 } = await open({})
    const begin = () => s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'clip' }))
    expect((await begin()).UploadId).not.toBe((await begin()).UploadId)
  })
})
