import { ListAlertsCommand } from '@aws-sdk/client-medialive'
import { CreateBucketCommand } from '@aws-sdk/client-s3'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { MediaTag } from '../../../electron/media/mediaTag'
import { loadTestCard } from '../../../electron/media/testCard/clips'
import {
  createChannel,
  encode as encodeTestCard,
  keysUnder,
  pushInput,
  type Rehearsal,
  start,
  startRehearsal,
  stop,
} from './aws'

let rehearsal: Rehearsal
let testCard: readonly MediaTag[]
const feeds: { stop(): Promise<void> }[] = []
const dialled = new Set<string>()
const soon = { timeout: 8_000, interval: 100 }

/** Every connection any code of this process tries to make, by the address tried. */
function watchSockets(message: unknown): void {
  const { socket } = message as { socket: Socket }
  socket.on('connectionAttempt', (address: string) => dialled.add(address))
}

beforeAll(async () => {
  subscribe('net.client.socket', watchSockets)
  rehearsal = await startRehearsal()
  testCard = await loadTestCard()
})

afterEach(async () => {
  for (const feed of feeds.splice(0)) await feed.stop()
})

afterAll(async () => {
  await rehearsal.close()
  unsubscribe('net.client.socket', watchSockets)
})

function encode(to: { app: string; instance: string }) {
  const feed = encodeTestCard(to, testCard)
  feeds.push(feed)
  return feed
}

const sinksOf = async (channelId: string) =>
  (await rehearsal.picture()).sinks.filter((sink) => sink.channelId === channelId)

const pipelinesOf = async (channelId: string) =>
  (await rehearsal.picture()).pipelines.filter((each) => each.channelId === channelId)

async function alertsSet(ChannelId: string): Promise<readonly (string | undefined)[]> {
  const listed = await rehearsal.mediaLive.send(
    new ListAlertsCommand({ ChannelId, StateFilter: 'SET' }),
  )
  return (listed.Alerts ?? []).map(({ AlertType }) => AlertType)
}

describe('a standard channel', () => {
  it('carries two feeds through two pipelines to two destinations', async () => {
    const input = await pushInput(rehearsal, 'twice', 2)
    const channelId = await createChannel(rehearsal, {
      inputId: input.id,
      recording: 's3ssl://tallylight-rehearsal/twice',
      legs: [{ name: 'leg', url: 'rtmps://{pipeline}.example.com/app', streamName: 'key' }],
      pipelines: 2,
    })
    await start(rehearsal, channelId)
    for (const address of input.addresses) encode(address)
    await expect
      .poll(async () => (await pipelinesOf(channelId)).map(({ source }) => source), soon)
      .toEqual(['feed', 'feed'])
    await expect
      .poll(async () => (await sinksOf(channelId)).map(({ frames }) => frames > 30), soon)
      .toEqual([true, true])
    const urls = (await sinksOf(channelId)).map(({ url }) => url)
    expect(urls).toEqual(['rtmps://a.example.com/app', 'rtmps://b.example.com/app'])
    await stop(rehearsal, channelId)
    await expect
      .poll(() => keysUnder(rehearsal, 'twice/'), soon)
      .toEqual(expect.arrayContaining(['twice/a.m3u8', 'twice/b.m3u8']))
  })
})

describe('a channel in trouble', () => {
  it('holds a paused output without sending, and goes on with the feed', async () => {
    const input = await pushInput(rehearsal, 'paused')
    const channelId = await createChannel(rehearsal, {
      inputId: input.id,
      recording: 's3ssl://tallylight-rehearsal/paused',
      legs: [
        {
          name: 'pausing',
          url: 'rtmp://pausing.example.com/app',
          streamName: 'key',
          onInputLoss: 'PAUSE_OUTPUT',
        },
        { name: 'filling', url: 'rtmp://filling.example.com/app', streamName: 'key' },
      ],
    })
    await start(rehearsal, channelId)
    const framesOf = async (name: string) => (await rehearsal.sink(name))?.frames ?? 0
    await expect.poll(() => framesOf('filling'), soon).toBeGreaterThan(30)
    expect(await framesOf('pausing')).toBe(0)
    encode(input)
    await expect.poll(() => framesOf('pausing'), soon).toBeGreaterThan(10)
    expect((await rehearsal.sink('pausing'))?.connections).toBe(1)
    await stop(rehearsal, channelId)
  })

  it('says that a recording cannot be written, and clears it when it can', async () => {
    const input = await pushInput(rehearsal, 'nowhere')
    const channelId = await createChannel(rehearsal, {
      inputId: input.id,
      recording: 's3ssl://made-later/run',
      legs: [{ name: 'any', url: 'rtmp://any.example.com/app', streamName: 'key' }],
    })
    await start(rehearsal, channelId)
    await expect.poll(() => alertsSet(channelId), soon).toContain('Failed to Write to Output')
    await rehearsal.s3.send(
      new CreateBucketCommand({
        Bucket: 'made-later',
        CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
      }),
    )
    await expect.poll(() => alertsSet(channelId), soon).not.toContain('Failed to Write to Output')
    await stop(rehearsal, channelId)
    expect(await keysUnder(rehearsal, 'run/', 'made-later')).toContain('run/a.m3u8')
  })

  it('loses its feed to a drill and keeps the publisher out while that lasts', async () => {
    const input = await pushInput(rehearsal, 'dropped')
    const channelId = await createChannel(rehearsal, {
      inputId: input.id,
      recording: 's3ssl://tallylight-rehearsal/dropped',
      legs: [{ name: 'other', url: 'rtmp://other.example.com/app', streamName: 'key' }],
    })
    await start(rehearsal, channelId)
    const { publisher } = encode(input)
    await expect.poll(async () => (await pipelinesOf(channelId))[0]?.source, soon).toBe('feed')
    const drill = rehearsal.simulator.drills.arm({ kind: 'drop-input', inputId: input.id })
    await expect.poll(() => publisher.state().kind, soon).toBe('failed')
    await expect.poll(async () => (await pipelinesOf(channelId))[0]?.source, soon).toBe('slate')
    const kept = encode(input)
    await expect.poll(() => kept.publisher.state().kind, soon).toBe('refused')
    rehearsal.simulator.drills.clear(drill.id)
    encode(input)
    await expect.poll(async () => (await pipelinesOf(channelId))[0]?.source, soon).toBe('feed')
    await stop(rehearsal, channelId)
  })
})

describe('the rehearsal as a whole', () => {
  it('has opened no connection but to this machine, whatever the destinations were called', () => {
    expect([...dialled]).toEqual(['127.0.0.1'])
  })
})
