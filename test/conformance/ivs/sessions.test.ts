import {
  CreateChannelCommand,
  GetStreamCommand,
  GetStreamSessionCommand,
  IvsClient,
  ListStreamSessionsCommand,
  PutMetadataCommand,
} from '@aws-sdk/client-ivs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { MediaTag } from '../../../electron/media/mediaTag'
import { loadTestCard } from '../../../electron/media/testCard/clips'
import { type Simulator, startSimulator } from '../../../electron/simulator/simulator'
import { type Encoder, encodeTo } from './encoder'
import { watched } from '../../harness/conformanceWitness'

let aws: Simulator
let ivs: IvsClient
let testCard: readonly MediaTag[]
const encoders: Encoder[] = []

beforeAll(async () => {
  aws = await startSimulator()
  testCard = await loadTestCard()
  ivs = watched(
    'ivs',
    new IvsClient({
      endpoint: aws.endpoint,
      region: 'eu-west-1',
      maxAttempts: 1,
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' },
    }),
  )
})

beforeEach(async () => {
  await fetch(`${aws.endpoint}/_simulator/reset`, { method: 'POST' })
})

afterEach(async () => {
  for (const encoder of encoders.splice(0)) await encoder.stop()
})

afterAll(async () => {
  ivs.destroy()
  await aws.close()
})

const encode = (key: string) => encodeTo(aws, { key, testCard, encoders })

async function made() {
  const { channel, streamKey } = await ivs.send(new CreateChannelCommand({ name: 'show' }))
  return { channelArn: channel?.arn ?? '', key: streamKey?.value ?? '' }
}

const soon = { timeout: 10_000, interval: 250 }
const isLive = (channelArn: string) =>
  ivs.send(new GetStreamCommand({ channelArn })).then(
    () => true,
    () => false,
  )
const sessionOf = async (channelArn: string) =>
  (await ivs.send(new GetStreamSessionCommand({ channelArn }))).streamSession
const eventsOf = async (channelArn: string) =>
  ((await sessionOf(channelArn))?.truncatedEvents ?? []).map(({ name }) => name)

describe('a stream session', () => {
  it("shows what was measured of the stream and what befell it in AWS's words", async () => {
    const { channelArn, key } = await made()
    const encoder = encode(key)
    await expect.poll(() => isLive(channelArn), soon).toBe(true)
    await encoder.stop()
    await expect.poll(() => isLive(channelArn), soon).toBe(false)
    const session = await sessionOf(channelArn)
    expect(session).toMatchObject({
      streamId: expect.stringMatching(/^st-/),
      startTime: expect.any(Date),
      endTime: expect.any(Date),
      channel: { arn: channelArn, name: 'show' },
      ingestConfiguration: {
        video: {
          codec: expect.stringMatching(/^avc1\.[0-9a-f]{6}$/),
          avcProfile: expect.any(String),
          targetFramerate: 30,
          track: 'Track0',
        },
        audio: { codec: 'mp4a.40.2', channels: 2, track: 'Track0' },
      },
    })
    const video = session?.ingestConfigurations?.videoConfigurations?.[0]
    expect(video?.videoWidth).toBeGreaterThan(0)
    expect(video?.targetBitrate).toBeGreaterThan(10_000)
    expect(session?.ingestConfigurations?.audioConfigurations?.[0]?.sampleRate).toBe(48_000)
    expect(session?.truncatedEvents?.map(({ name, type }) => [type, name])).toEqual([
      ['IVS Stream State Change', 'Session Ended'],
      ['IVS Stream State Change', 'Stream End'],
      ['IVS Stream State Change', 'Stream Start'],
      ['IVS Stream State Change', 'Session Created'],
    ])
    const { streamSessions } = await ivs.send(new ListStreamSessionsCommand({ channelArn }))
    expect(streamSessions).toMatchObject([{ streamId: session?.streamId, hasErrorEvent: false }])
  })

  it('goes on when an encoder of a higher priority takes over, and refuses one of a lower', async () => {
    const { channelArn, key } = await made()
    encode(`${key}?priority=5`)
    await expect.poll(() => isLive(channelArn), soon).toBe(true)
    const before = await sessionOf(channelArn)
    const lower = encode(`${key}?priority=5`)
    await expect.poll(() => lower.publisher.state().error, soon).toContain('BadName')
    await lower.stop()
    encode(`${key}?priority=6`)
    await expect.poll(() => eventsOf(channelArn), soon).toContain('Stream Takeover')
    const after = await sessionOf(channelArn)
    expect(after?.streamId).toBe(before?.streamId)
    const refused = after?.truncatedEvents?.find(({ name }) => name === 'Stream Takeover Failure')
    expect(refused?.code).toBe('StreamTakeoverInvalidPriority')
    const { streamSessions } = await ivs.send(new ListStreamSessionsCommand({ channelArn }))
    expect(streamSessions).toMatchObject([{ hasErrorEvent: true }])
  })

  it('is refused when as many channels are live as the account may have', async () => {
    const { channelArn, key } = await made()
    const drill = aws.drills.arm({ kind: 'quota', name: 'ivs.concurrent-streams', value: 0 })
    const { publisher } = encode(key)
    await expect.poll(() => publisher.state().error, soon).toContain('BadName')
    aws.drills.clear(drill.id)
    await expect.poll(() => isLive(channelArn), soon).toBe(true)
  })
})

describe('metadata', () => {
  it('is taken while live, up to 1 KB and five times a second, and told by its length only', async () => {
    const { channelArn, key } = await made()
    encode(key)
    await expect.poll(() => isLive(channelArn), soon).toBe(true)
    const put = (metadata: string) => ivs.send(new PutMetadataCommand({ channelArn, metadata }))
    expect((await put('é'.repeat(512))).$metadata.httpStatusCode).toBe(204)
    await expect(put(`${'é'.repeat(512)}x`)).rejects.toMatchObject({ name: 'ValidationException' })
    const outcomes = await Promise.allSettled(Array.from({ length: 12 }, () => put('secret words')))
    const refused = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
    expect(refused.length).toBeGreaterThanOrEqual(6)
    expect(refused[0]).toMatchObject({ name: 'ThrottlingException' })
    const { events } = (await (await fetch(`${aws.endpoint}/_simulator/events`)).json()) as {
      events: { kind: string; bytes?: number }[]
    }
    expect(events.find(({ kind }) => kind === 'ivs-metadata')?.bytes).toBe(1024)
    expect(JSON.stringify(events)).not.toContain('secret words')
  })
})
