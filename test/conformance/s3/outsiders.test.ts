import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../../electron/simulator/simulator'

const run = promisify(execFile)
const hasCli = existsSync('/usr/bin/aws')
const hasFfmpeg = existsSync('/usr/bin/ffmpeg')
if (!hasFfmpeg) console.warn('ffmpeg is missing: the playing of presigned links is skipped')
const hasPython = existsSync('/usr/bin/python3')
if (!hasCli) console.warn('the AWS CLI is missing: its S3 tests are skipped (apt install awscli)')
if (!hasPython) console.warn('python3 is missing: the boto3 tests are skipped')

let aws: Simulator
let folder: string
let env: NodeJS.ProcessEnv

beforeAll(async () => {
  aws = await startSimulator({ picture: 'off' })
  folder = await mkdtemp(join(tmpdir(), 'tallylight-outsiders-'))
  env = {
    PATH: process.env['PATH'],
    HOME: folder,
    // The keys whose signatures the simulator verifies.
    AWS_ACCESS_KEY_ID: 'REHEARSAL',
    AWS_SECRET_ACCESS_KEY: 'rehearsal',
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
  }
})

afterAll(async () => {
  await aws.close()
  await rm(folder, { recursive: true })
})

const cli = async (...words: string[]) =>
  (await run('/usr/bin/aws', ['--endpoint-url', aws.endpoint, ...words], { env, cwd: folder }))
    .stdout

describe.skipIf(!hasCli)('the AWS CLI', () => {
  it('makes a bucket, syncs a folder, lists, reads back and removes', async () => {
    const large = randomBytes(9 * 1024 * 1024)
    await mkdir(join(folder, 'up/deep'), { recursive: true })
    await writeFile(join(folder, 'up/one two.txt'), 'one')
    // Above the CLI's threshold of 8 MiB: goes up in parts.
    await writeFile(join(folder, 'up/deep/large.ts'), large)
    await cli('s3', 'mb', 's3://cli-bucket')
    await cli('s3', 'sync', 'up', 's3://cli-bucket/show')
    const listed = await cli('s3', 'ls', '--recursive', 's3://cli-bucket')
    expect(listed).toMatch(/ 9437184 show\/deep\/large\.ts\n.* 3 show\/one two\.txt\n$/)
    await cli('s3', 'cp', 's3://cli-bucket/show/deep/large.ts', 'down.ts')
    expect((await readFile(join(folder, 'down.ts'))).equals(large)).toBe(true)
    await rm(join(folder, 'up/one two.txt'))
    await cli('s3', 'sync', '--delete', 'up', 's3://cli-bucket/show')
    expect(await cli('s3', 'ls', '--recursive', 's3://cli-bucket')).not.toContain('one two')
    await cli('s3', 'rb', '--force', 's3://cli-bucket')
    expect(await cli('s3', 'ls')).not.toContain('cli-bucket')
  })

  it('copies, syncs and moves from bucket to bucket, in parts too, with the tags', async () => {
    const large = randomBytes(12 * 1024 * 1024)
    await writeFile(join(folder, 'twelve.ts'), large)
    for (const bucket of ['cli-from', 'cli-to']) await cli('s3', 'mb', `s3://${bucket}`)
    const from = ['--bucket', 'cli-from', '--key', 'twelve.ts']
    await cli('s3', 'cp', 'twelve.ts', 's3://cli-from/twelve.ts')
    const tagging = ['--tagging', 'TagSet=[{Key=show,Value=sunday}]']
    await cli('s3api', 'put-object-tagging', ...from, ...tagging)
    await cli('s3', 'cp', 's3://cli-from/twelve.ts', 's3://cli-to/copied.ts')
    await cli('s3', 'sync', 's3://cli-from', 's3://cli-to/synced')
    await cli('s3', 'mv', 's3://cli-from/twelve.ts', 's3://cli-to/moved.ts')
    expect(await cli('s3', 'ls', 's3://cli-from')).toBe('')
    for (const key of ['copied.ts', 'synced/twelve.ts', 'moved.ts']) {
      const at = ['--bucket', 'cli-to', '--key', key]
      const kept = JSON.parse(await cli('s3api', 'get-object-tagging', ...at)) as unknown
      expect(kept).toMatchObject({ TagSet: [{ Key: 'show', Value: 'sunday' }] })
      await cli('s3', 'cp', `s3://cli-to/${key}`, 'back.ts')
      expect((await readFile(join(folder, 'back.ts'))).equals(large)).toBe(true)
    }
    for (const bucket of ['cli-from', 'cli-to']) await cli('s3', 'rb', '--force', `s3://${bucket}`)
  }, 60_000)

  it('presigns a link that serves until it expires', async () => {
    await writeFile(join(folder, 'note.txt'), 'hello')
    await cli('s3', 'cp', 'note.txt', 's3://tallylight-rehearsal/note.txt')
    const presign = ['s3', 'presign', 's3://tallylight-rehearsal/note.txt', '--expires-in', '60']
    const url = (await cli(...presign)).trim()
    expect(await (await fetch(url)).text()).toBe('hello')
    const { stdout: curled } = await run('curl', ['-sS', '-r', '1-3', url])
    expect(curled).toBe('ell')
    aws.clock.advance(61_000)
    const refused = await fetch(url)
    expect(refused.status).toBe(403)
    expect(await refused.text()).toContain('<Code>AccessDenied</Code><Message>Request has expired')
  })

  it('presigns a link for one method, one key and one time', async () => {
    const url = (await cli('s3', 'presign', 's3://tallylight-rehearsal/note.txt')).trim()
    for (const [changed, method] of [
      [url, 'PUT'],
      [url, 'DELETE'],
      [url.replace('note.txt', 'other.txt'), 'GET'],
      [url.replace('X-Amz-Expires=3600', 'X-Amz-Expires=7200'), 'GET'],
    ] as const) {
      const answer = await fetch(changed, { method })
      expect([answer.status, await answer.text()]).toEqual([
        403,
        expect.stringContaining('<Code>SignatureDoesNotMatch</Code>'),
      ])
    }
    expect((await fetch(url)).status).toBe(200)
  })

  it.skipIf(!hasFfmpeg)('presigns a picture that a player plays', async () => {
    const clip = ['-f', 'lavfi', '-i', 'testsrc2=d=1:s=320x180:r=30', '-y', 'clip.ts']
    await run('ffmpeg', ['-v', 'error', ...clip], { cwd: folder })
    await cli('s3', 'cp', 'clip.ts', 's3://tallylight-rehearsal/takes/clip.ts')
    const url = (await cli('s3', 'presign', 's3://tallylight-rehearsal/takes/clip.ts')).trim()
    const counting = '-v error -count_frames -show_entries stream=nb_read_frames -of csv=p=0'
    const { stdout } = await run('ffprobe', [...counting.split(' '), url])
    expect(stdout).toMatch(/^30\b/)
  })

  it('understands a refusal', async () => {
    await expect(cli('s3', 'ls', 's3://never-made')).rejects.toMatchObject({
      stderr: expect.stringContaining('(NoSuchBucket)'),
    })
  })
})

const script = `
import boto3, io, os, sys
from botocore.config import Config
from botocore.exceptions import ClientError
from boto3.s3.transfer import TransferConfig
s3 = boto3.client('s3', endpoint_url=sys.argv[1])
s3.create_bucket(Bucket='boto-bucket', CreateBucketConfiguration={'LocationConstraint': 'eu-west-1'})
body = os.urandom(11 * 1024 * 1024)
s3.upload_fileobj(io.BytesIO(body), 'boto-bucket', 'a/b c', Config=TransferConfig(multipart_chunksize=5 * 1024 * 1024, multipart_threshold=5 * 1024 * 1024))
out = io.BytesIO()
s3.download_fileobj('boto-bucket', 'a/b c', out)
assert out.getvalue() == body, 'multipart came back otherwise'
s3.put_object(Bucket='boto-bucket', Key='plain', Body=b'plain', Metadata={'take': '3'})
assert s3.head_object(Bucket='boto-bucket', Key='plain')['Metadata'] == {'take': '3'}
pages = s3.get_paginator('list_objects_v2').paginate(Bucket='boto-bucket', PaginationConfig={'PageSize': 1})
assert [o['Key'] for p in pages for o in p['Contents']] == ['a/b c', 'plain']
try:
    s3.get_object(Bucket='boto-bucket', Key='missing')
except ClientError as error:
    assert error.response['Error']['Code'] == 'NoSuchKey'
else:
    raise AssertionError('a missing key was found')
s3.delete_objects(Bucket='boto-bucket', Delete={'Objects': [{'Key': 'a/b c'}, {'Key': 'plain'}]})
s3.delete_bucket(Bucket='boto-bucket')
import urllib.request, urllib.error
at = {'Bucket': 'tallylight-rehearsal', 'Key': 'by link'}
v4 = boto3.client('s3', endpoint_url=sys.argv[1], config=Config(signature_version='s3v4'))
link = v4.generate_presigned_url('put_object', Params=at)
def send(method, body=None):
    with urllib.request.urlopen(urllib.request.Request(link, method=method, data=body)) as answer:
        return answer.status
assert send('PUT', b'sent') == 200
try:
    send('GET')
except urllib.error.HTTPError as refused:
    assert refused.code == 403 and b'SignatureDoesNotMatch' in refused.read()
else:
    raise AssertionError('a link for PUT was good for GET')
assert s3.get_object(**at)['Body'].read() == b'sent'
print('kept every promise')
`

describe.skipIf(!hasPython)('boto3', () => {
  it('uploads in parts, pages, reads metadata and cleans up', async () => {
    const { stdout } = await run('/usr/bin/python3', ['-c', script, aws.endpoint], { env })
    expect(stdout).toBe('kept every promise\n')
  })
})
