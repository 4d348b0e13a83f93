import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { MediaTag } from '../../../electron/media/mediaTag'
import { loadTestCard } from '../../../electron/media/testCard/clips'
import { type Simulator, startSimulator } from '../../../electron/simulator/simulator'
import { answerProblems } from '../../harness/conformanceAnswer'
import { type Encoder, encodeTo } from './encoder'

let aws: Simulator
let testCard: readonly MediaTag[]
const encoders: Encoder[] = []
const bucketName = 'tallylight-rehearsal'
const home = 'us-east-1'

interface Answered {
  readonly status: number
  readonly body: Record<string, unknown>
  readonly problems: readonly string[]
}

/** A call as it goes over the wire, with nothing of the SDK in between. */
async function ask(operation: string, input: object = {}, region = home): Promise<Answered> {
  return asked(operation, await sent('POST', `/${operation}`, { input, region }))
}

const sent = (
  method: string,
  path: string,
  { input, region, at = aws }: { input?: object; region: string; at?: Simulator },
) =>
  fetch(at.endpoint + path, {
    method,
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/${region}/ivs/aws4_request, SignedHeaders=host, Signature=0`,
    },
    ...(input && { body: JSON.stringify(input) }),
  })

async function asked(operation: string, answer: Response): Promise<Answered> {
  const text = await answer.text()
  const headers = Object.fromEntries(answer.headers)
  const wire = { status: answer.status, headers, body: text }
  return {
    status: answer.status,
    body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
    problems: answerProblems('ivs', operation, wire),
  }
}

beforeAll(async () => {
  aws = await startSimulator({ timing: 'quick' })
  testCard = await loadTestCard()
})

beforeEach(async () => {
  await fetch(`${aws.endpoint}/_simulator/reset`, { method: 'POST' })
})

afterEach(async () => {
  for (const encoder of encoders.splice(0)) await encoder.stop()
})

afterAll(() => aws.close())

interface Made {
  readonly channel: { readonly arn: string }
  readonly streamKey: { readonly arn: string; readonly value: string }
}
interface Configured {
  readonly recordingConfiguration: { readonly arn: string }
}

const destinationConfiguration = { s3: { bucketName } }

async function recorded(): Promise<Made & Configured> {
  const input = { name: 'show', destinationConfiguration, recordingReconnectWindowSeconds: 30 }
  const made = await ask('CreateRecordingConfiguration', input)
  const { recordingConfiguration } = made.body as unknown as Configured
  aws.clock.advance(5_000)
  const { body } = await ask('CreateChannel', {
    name: 'show',
    tags: { show: 'one' },
    recordingConfigurationArn: recordingConfiguration.arn,
  })
  return { ...(body as unknown as Made), recordingConfiguration }
}

const soon = { timeout: 10_000, interval: 300 }

async function live({ channel, streamKey }: Made): Promise<Encoder> {
  const encoder = encodeTo(aws, { key: streamKey.value, testCard, encoders })
  const status = async () => (await ask('GetStream', { channelArn: channel.arn })).status
  await expect.poll(status, soon).toBe(200)
  return encoder
}

describe('every answer of IVS', () => {
  it("fits the SDK's model of its operation", async () => {
    const made = await recorded()
    const channelArn = made.channel.arn
    await live(made)
    const arn = made.recordingConfiguration.arn
    const calls: readonly (readonly [string, object])[] = [
      ['CreateChannel', { name: 'other', type: 'ADVANCED_HD' }],
      ['GetChannel', { arn: channelArn }],
      ['BatchGetChannel', { arns: [channelArn, `${channelArn}x`] }],
      ['ListChannels', {}],
      ['UpdateChannel', { arn: channelArn, name: 'live' }],
      ['DeleteChannel', { arn: channelArn }],
      ['CreateStreamKey', { channelArn }],
      ['GetStreamKey', { arn: made.streamKey.arn }],
      ['BatchGetStreamKey', { arns: [made.streamKey.arn] }],
      ['ListStreamKeys', { channelArn }],
      ['GetStream', { channelArn }],
      ['ListStreams', {}],
      ['PutMetadata', { channelArn, metadata: 'x' }],
      ['ListStreamSessions', { channelArn }],
      ['GetStreamSession', { channelArn }],
      ['CreateRecordingConfiguration', { destinationConfiguration }],
      ['GetRecordingConfiguration', { arn }],
      ['ListRecordingConfigurations', {}],
      ['DeleteRecordingConfiguration', { arn }],
      ['StopStream', { channelArn }],
      ['GetStream', { channelArn: `${channelArn}x` }],
      ['CreateChannel', { name: 'not a name' }],
    ]
    const problems: string[] = []
    for (const [operation, input] of calls) problems.push(...(await ask(operation, input)).problems)
    const tags = `/tags/${encodeURIComponent(channelArn)}`
    for (const [operation, method, path, input] of [
      ['ListTagsForResource', 'GET', tags, undefined],
      ['TagResource', 'POST', tags, { tags: { a: 'b' } }],
      ['UntagResource', 'DELETE', `${tags}?tagKeys=a`, undefined],
    ] as const) {
      const answer = await sent(method, path, { region: home, ...(input && { input }) })
      problems.push(...(await asked(operation, answer)).problems)
    }
    expect(problems).toEqual([])
  })

  it('knows nothing of another Region', async () => {
    const { channel, streamKey } = await recorded()
    for (const [operation, input] of [
      ['GetChannel', { arn: channel.arn }],
      ['DeleteChannel', { arn: channel.arn }],
      ['GetStreamKey', { arn: streamKey.arn }],
      ['ListStreamSessions', { channelArn: channel.arn }],
    ] as const) {
      const { status, body } = await ask(operation, input, 'eu-west-1')
      expect([operation, status, body['exceptionMessage']]).toEqual([
        operation,
        404,
        expect.stringContaining('not found'),
      ])
    }
    const { body } = await ask('BatchGetChannel', { arns: [channel.arn] }, 'eu-west-1')
    expect(body).toMatchObject({ channels: [], errors: [{ code: 'ResourceNotFoundException' }] })
  })

  it('names what is not simulated, and what AWS does not have', async () => {
    const ad = await ask('InsertAdBreak')
    expect([ad.status, ad.body['exceptionMessage']]).toEqual([
      501,
      expect.stringContaining('ivs:InsertAdBreak'),
    ])
    for (const operation of ['CreateStage', 'StartComposition', 'ListParticipantReplicas']) {
      expect((await ask(operation)).status).toBe(501)
    }
    expect((await ask('StartChannel')).status).toBe(404)
  })

  it('refuses tag keys that belong to AWS', async () => {
    expect((await ask('CreateChannel', { tags: { 'aws:x': 'y' } })).status).toBe(400)
  })
})

describe('lists of IVS', () => {
  it('show what was, while a drill has them lag', async () => {
    const channels = async () => (await ask('ListChannels')).body['channels']
    aws.drills.arm({ kind: 'list-lag', lagMs: 10_000 })
    aws.clock.advance(1_000)
    const { body } = await ask('CreateChannel', { name: 'new' })
    expect(await channels()).toEqual([])
    const { arn } = (body as unknown as Made).channel
    expect((await ask('GetChannel', { arn })).status).toBe(200)
    aws.clock.advance(10_000)
    expect(await channels()).toMatchObject([{ arn }])
  })
})

describe('a recording that fails', () => {
  it('says so when its bucket is gone before the stream begins', async () => {
    const made = await recorded()
    await s3Delete(`/${bucketName}`)
    await live(made)
    const { body } = await ask('GetStreamSession', { channelArn: made.channel.arn })
    expect(body).toMatchObject({
      streamSession: {
        truncatedEvents: [{ name: 'Recording Start Failure' }, {}, {}],
      },
    })
    const { body: listed } = await ask('ListStreamSessions', { channelArn: made.channel.arn })
    expect(listed).toMatchObject({ streamSessions: [{ hasErrorEvent: true }] })
  })

  it('says so at its end when its bucket went meanwhile', async () => {
    const made = await recorded()
    const encoder = await live(made)
    await s3Delete(`/${bucketName}`)
    await encoder.stop()
    const names = async () => {
      const { body } = await ask('GetStreamSession', { channelArn: made.channel.arn })
      const { streamSession } = body as { streamSession: { truncatedEvents: { name: string }[] } }
      return streamSession.truncatedEvents.map(({ name }) => name)
    }
    await expect.poll(names, soon).toContain('Session Ended')
    aws.clock.advance(30_000)
    await expect.poll(names, soon).toContain('Recording End Failure')
  })
})

const s3Delete = (path: string) =>
  fetch(aws.endpoint + path, {
    method: 'DELETE',
    headers: {
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0',
    },
  })

describe('a restart', () => {
  it('keeps sessions and configurations, and ends what was being recorded', async () => {
    const stateDir = await mkdtemp(join(tmpdir(), 'tallylight-ivs-'))
    const rest = aws
    aws = await startSimulator({ timing: 'quick', stateDir })
    try {
      const made = await recorded()
      await live(made)
      const { channelArn } = { channelArn: made.channel.arn }
      const before = await ask('GetStreamSession', { channelArn })
      await aws.close()
      aws = await startSimulator({ timing: 'quick', stateDir })
      const after = await ask('GetStreamSession', { channelArn })
      const { streamId } = before.body['streamSession'] as { streamId: string }
      expect(after.body['streamSession']).toMatchObject({ streamId, endTime: expect.any(String) })
      const { arn } = made.recordingConfiguration
      expect((await ask('GetRecordingConfiguration', { arn })).body).toMatchObject({
        recordingConfiguration: { state: 'ACTIVE' },
      })
      const { body } = await ask('ListStreams')
      expect(body['streams']).toEqual([])
      const listed = await fetch(`${aws.endpoint}/${bucketName}?list-type=2`, {
        headers: {
          authorization:
            'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0',
        },
      })
      expect(await listed.text()).toContain('events/recording-ended.json')
    } finally {
      for (const encoder of encoders.splice(0)) await encoder.stop()
      await aws.close()
      aws = rest
      await rm(stateDir, { recursive: true })
    }
  })
})
