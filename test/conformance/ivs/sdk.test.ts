import {
  BatchGetChannelCommand,
  BatchGetStreamKeyCommand,
  CreateChannelCommand,
  CreateStreamKeyCommand,
  DeleteChannelCommand,
  DeleteStreamKeyCommand,
  GetChannelCommand,
  GetStreamCommand,
  GetStreamKeyCommand,
  GetStreamSessionCommand,
  IvsClient,
  ListChannelsCommand,
  ListStreamKeysCommand,
  ListStreamSessionsCommand,
  ListStreamsCommand,
  ListTagsForResourceCommand,
  PutMetadataCommand,
  StopStreamCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateChannelCommand,
} from '@aws-sdk/client-ivs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { MediaTag } from '../../../electron/media/mediaTag'
import { loadTestCard } from '../../../electron/media/testCard/clips'
import { type Simulator, startSimulator } from '../../../electron/simulator/simulator'
import { type Encoder, encodeTo } from './encoder'
import { watched } from '../../harness/conformanceWitness'

let aws: Simulator
let testCard: readonly MediaTag[]
const encoders: Encoder[] = []
let ivs: IvsClient

const clientOf = ({ endpoint }: Simulator, region = 'eu-west-1') =>
  watched(
    'ivs',
    new IvsClient({
      endpoint,
      region,
      maxAttempts: 1,
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' },
    }),
  )

beforeAll(async () => {
  aws = await startSimulator()
  testCard = await loadTestCard()
  ivs = clientOf(aws)
})

/** Also forgets what was throttled. */
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

async function made(name = 'show') {
  const { channel, streamKey } = await ivs.send(
    new CreateChannelCommand({ name, tags: { app: 'test' } }),
  )
  return {
    arn: channel?.arn ?? '',
    keyArn: streamKey?.arn ?? '',
    key: streamKey?.value ?? '',
    channel,
  }
}

const encode = (key: string) => encodeTo(aws, { key, testCard, encoders })

const streamOn = async (channelArn: string) =>
  (await ivs.send(new GetStreamCommand({ channelArn }))).stream

/** Slower than the throttle. */
const soon = { timeout: 8_000, interval: 250 }
const untilLive = async (channelArn: string) => {
  await expect.poll(() => streamOn(channelArn).catch(() => undefined), soon).toBeDefined()
}

const unknownArn = 'arn:aws:ivs:eu-west-1:111122223333:channel/neverMade123'

describe('channels', () => {
  it('are made with a stream key, an ingest host and a playback address', async () => {
    const { arn, key, channel } = await made()
    expect(arn).toMatch(/^arn:aws:ivs:eu-west-1:111122223333:channel\/[A-Za-z0-9]{12}$/)
    expect(key).toMatch(/^sk_eu-west-1_[A-Za-z0-9]+_[A-Za-z0-9]+$/)
    expect(channel).toMatchObject({
      name: 'show',
      type: 'STANDARD',
      latencyMode: 'LOW',
      ingestEndpoint: expect.stringMatching(/^[0-9a-f]{12}\.global-contribute\.live-video\.net$/),
      playbackUrl: expect.stringMatching(/^https:\/\/.*\.m3u8$/),
      insecureIngest: false,
      tags: { app: 'test' },
    })
  })

  it('are listed page by page, by name, and only in their Region', async () => {
    for (const name of ['one', 'two', 'three']) await made(name)
    const first = await ivs.send(new ListChannelsCommand({ maxResults: 2 }))
    const second = await ivs.send(
      new ListChannelsCommand({ maxResults: 2, nextToken: first.nextToken }),
    )
    const names = [...(first.channels ?? []), ...(second.channels ?? [])].map(({ name }) => name)
    expect(names.toSorted()).toEqual(['one', 'three', 'two'])
    expect(second.nextToken).toBeUndefined()
    const named = await ivs.send(new ListChannelsCommand({ filterByName: 'two' }))
    expect(named.channels?.map(({ name }) => name)).toEqual(['two'])
    const elsewhere = clientOf(aws, 'us-west-2')
    expect((await elsewhere.send(new ListChannelsCommand({}))).channels).toEqual([])
    elsewhere.destroy()
  })

  it('take over what an update names and keep the rest', async () => {
    const { arn } = await made()
    await ivs.send(new UpdateChannelCommand({ arn, type: 'ADVANCED_HD', latencyMode: 'NORMAL' }))
    const { channel } = await ivs.send(new GetChannelCommand({ arn }))
    expect(channel).toMatchObject({
      name: 'show',
      type: 'ADVANCED_HD',
      latencyMode: 'NORMAL',
      preset: 'HIGHER_BANDWIDTH_DELIVERY',
    })
  })

  it('answer in batches, naming what is not there', async () => {
    const { arn, keyArn } = await made()
    const channels = await ivs.send(new BatchGetChannelCommand({ arns: [arn, unknownArn] }))
    expect(channels.channels?.map((channel) => channel.arn)).toEqual([arn])
    expect(channels.errors).toMatchObject([{ arn: unknownArn, code: 'ResourceNotFoundException' }])
    const keys = await ivs.send(new BatchGetStreamKeyCommand({ arns: [keyArn] }))
    expect(keys.streamKeys).toHaveLength(1)
  })

  it('are gone with their key after deletion', async () => {
    const { arn, keyArn } = await made()
    const { $metadata } = await ivs.send(new DeleteChannelCommand({ arn }))
    expect($metadata.httpStatusCode).toBe(204)
    await expect(ivs.send(new GetChannelCommand({ arn }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    })
    await expect(ivs.send(new GetStreamKeyCommand({ arn: keyArn }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    })
  })

  it('refuse a name, a type or an ARN outside the model, saying which in exceptionMessage', async () => {
    for (const wrong of [
      new CreateChannelCommand({ name: 'no spaces' }),
      // Not in the model: a cast past the SDK's types.
      new CreateChannelCommand({ type: 'CINEMA' as never }),
      new CreateChannelCommand({ preset: 'CONSTRAINED_BANDWIDTH_DELIVERY' }),
      new GetChannelCommand({ arn: 'not-an-arn' }),
    ]) {
      // One overload of send for the union; what is sent does not change.
      await expect(ivs.send(wrong as CreateChannelCommand)).rejects.toMatchObject({
        name: 'ValidationException',
        exceptionMessage: expect.stringMatching(/name|type|preset|arn/),
      })
    }
  })
})

describe('stream keys', () => {
  it('are one to a channel', async () => {
    const { arn, keyArn, key } = await made()
    await expect(ivs.send(new CreateStreamKeyCommand({ channelArn: arn }))).rejects.toMatchObject({
      name: 'ServiceQuotaExceededException',
      $metadata: { httpStatusCode: 402 },
    })
    await ivs.send(new DeleteStreamKeyCommand({ arn: keyArn }))
    const { publisher } = encode(key)
    await expect.poll(() => publisher.state().error, soon).toContain('BadName')
    const { streamKey } = await ivs.send(new CreateStreamKeyCommand({ channelArn: arn }))
    expect(streamKey?.value).not.toBe(key)
    encode(streamKey?.value ?? '')
    await untilLive(arn)
  })

  it('are listed without their value', async () => {
    const { arn, keyArn } = await made()
    const { streamKeys } = await ivs.send(new ListStreamKeysCommand({ channelArn: arn }))
    expect(streamKeys).toEqual([{ arn: keyArn, channelArn: arn, tags: { app: 'test' } }])
  })
})

describe('streams', () => {
  it('are there only while video arrives', async () => {
    const { arn, key } = await made()
    await expect(ivs.send(new GetStreamCommand({ channelArn: arn }))).rejects.toMatchObject({
      name: 'ChannelNotBroadcasting',
      $metadata: { httpStatusCode: 404 },
    })
    await expect(
      ivs.send(new PutMetadataCommand({ channelArn: arn, metadata: 'x' })),
    ).rejects.toMatchObject({ name: 'ChannelNotBroadcasting' })
    const encoder = encode(key)
    await untilLive(arn)
    expect(await streamOn(arn)).toMatchObject({
      channelArn: arn,
      state: 'LIVE',
      health: 'HEALTHY',
      streamId: expect.stringMatching(/^st-[A-Za-z0-9]{23}$/),
      startTime: expect.any(Date),
    })
    const { streams } = await ivs.send(new ListStreamsCommand({}))
    expect(streams?.map(({ channelArn }) => channelArn)).toEqual([arn])
    await encoder.stop()
    await expect
      .poll(async () => (await ivs.send(new ListStreamsCommand({}))).streams, soon)
      .toEqual([])
  })

  it('keep a live channel from being changed or deleted', async () => {
    const { arn, key } = await made()
    encode(key)
    await untilLive(arn)
    const refusal = { name: 'ConflictException', $metadata: { httpStatusCode: 409 } }
    await expect(ivs.send(new UpdateChannelCommand({ arn, name: 'other' }))).rejects.toMatchObject(
      refusal,
    )
    await expect(ivs.send(new DeleteChannelCommand({ arn }))).rejects.toMatchObject(refusal)
  })

  it('stop by cutting the encoder off, which may come back', async () => {
    const { arn, key } = await made()
    encode(key)
    await untilLive(arn)
    await ivs.send(new StopStreamCommand({ channelArn: arn }))
    const sessions = async () =>
      (await ivs.send(new ListStreamSessionsCommand({ channelArn: arn }))).streamSessions ?? []
    await expect.poll(async () => (await sessions()).length, soon).toBe(2)
    expect((await sessions()).map(({ endTime }) => endTime !== undefined)).toEqual([false, true])
    const newest = await ivs.send(new GetStreamSessionCommand({ channelArn: arn }))
    expect(newest.streamSession?.endTime).toBeUndefined()
  })

  it('are not stopped twice', async () => {
    const { arn } = await made()
    await expect(ivs.send(new StopStreamCommand({ channelArn: arn }))).rejects.toMatchObject({
      name: 'ChannelNotBroadcasting',
    })
  })
})

describe('the account', () => {
  it('has a quota of channels', async () => {
    const drill = aws.drills.arm({ kind: 'quota', name: 'ivs.channels', value: 0 })
    await expect(made()).rejects.toMatchObject({ name: 'ServiceQuotaExceededException' })
    aws.drills.clear(drill.id)
    await expect(made()).resolves.toBeDefined()
  })

  it('tags and untags', async () => {
    const { arn } = await made()
    await ivs.send(
      new TagResourceCommand({ resourceArn: arn, tags: { session: 's1', extra: 'x' } }),
    )
    await ivs.send(new UntagResourceCommand({ resourceArn: arn, tagKeys: ['extra', 'app'] }))
    const { tags } = await ivs.send(new ListTagsForResourceCommand({ resourceArn: arn }))
    expect(tags).toEqual({ session: 's1' })
    await expect(
      ivs.send(new ListTagsForResourceCommand({ resourceArn: unknownArn })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  })

  it('throttles each call by itself beyond five at once', async () => {
    const calls = Array.from({ length: 8 }, () => ivs.send(new ListStreamsCommand({})))
    const outcomes = await Promise.allSettled(calls)
    const refused = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
    expect(refused.length).toBeGreaterThanOrEqual(2)
    expect(refused[0]).toMatchObject({
      name: 'ThrottlingException',
      $metadata: { httpStatusCode: 429 },
    })
    await expect(ivs.send(new ListChannelsCommand({}))).resolves.toBeDefined()
  })

  it('is there again after the simulator was started anew', async () => {
    const stateDir = await mkdtemp(join(tmpdir(), 'tallylight-ivs-'))
    const before = await startSimulator({ stateDir, picture: 'off' })
    const { channel, streamKey } = await clientOf(before).send(
      new CreateChannelCommand({ name: 'kept' }),
    )
    await before.close()
    const after = await startSimulator({ stateDir, picture: 'off' })
    const found = await clientOf(after).send(new GetStreamKeyCommand({ arn: streamKey?.arn ?? '' }))
    expect(found.streamKey).toEqual(streamKey)
    expect(found.streamKey?.channelArn).toBe(channel?.arn)
    await after.close()
    await rm(stateDir, { recursive: true })
  })
})
