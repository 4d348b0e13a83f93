import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../../electron/simulator/simulator'

const run = promisify(execFile)
const hasCli = existsSync('/usr/bin/aws')
const hasPython = existsSync('/usr/bin/python3')
if (!hasCli) console.warn('the AWS CLI is missing: its IVS tests are skipped (apt install awscli)')
if (!hasPython) console.warn('python3 is missing: the boto3 tests are skipped')

let aws: Simulator
const env = {
  PATH: process.env['PATH'],
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'example',
  AWS_DEFAULT_REGION: 'eu-west-1',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_PAGER: '',
}

beforeAll(async () => {
  aws = await startSimulator({ picture: 'off' })
})

afterAll(() => aws.close())

const cli = async (...words: string[]) =>
  (
    await run('/usr/bin/aws', ['--endpoint-url', aws.endpoint, 'ivs', ...words], { env })
  ).stdout.trim()

describe.skipIf(!hasCli)('the AWS CLI', () => {
  it('makes, tags, lists and deletes a channel', async () => {
    const arn = await cli(
      'create-channel',
      '--name',
      'cli',
      '--query',
      'channel.arn',
      '--output',
      'text',
    )
    await cli('tag-resource', '--resource-arn', arn, '--tags', 'by=cli')
    const listed = await cli('list-channels', '--query', 'channels[].tags.by', '--output', 'text')
    expect(listed).toBe('cli')
    await expect(cli('get-stream', '--channel-arn', arn)).rejects.toMatchObject({
      stderr: expect.stringContaining('(ChannelNotBroadcasting)'),
    })
    await cli('delete-channel', '--arn', arn)
    expect(await cli('list-channels', '--query', 'length(channels)')).toBe('0')
  })
})

const script = `
import boto3, sys
from botocore.exceptions import ClientError
ivs = boto3.client('ivs', endpoint_url=sys.argv[1])
made = ivs.create_channel(name='boto', type='BASIC')
arn = made['channel']['arn']
assert made['streamKey']['channelArn'] == arn
assert ivs.get_channel(arn=arn)['channel']['type'] == 'BASIC'
assert [c['name'] for p in ivs.get_paginator('list_channels').paginate(PaginationConfig={'PageSize': 1}) for c in p['channels']] == ['boto']
try:
    ivs.create_stream_key(channelArn=arn)
except ClientError as error:
    assert error.response['Error']['Code'] == 'ServiceQuotaExceededException', error.response
    assert error.response['ResponseMetadata']['HTTPStatusCode'] == 402
else:
    raise AssertionError('a second key was made')
ivs.delete_channel(arn=arn)
print('kept every promise')
`

describe.skipIf(!hasPython)('boto3', () => {
  it('makes, pages, is refused and deletes', async () => {
    const { stdout } = await run('/usr/bin/python3', ['-c', script, aws.endpoint], { env })
    expect(stdout).toBe('kept every promise\n')
  })
})
