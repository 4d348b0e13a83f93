import {
  GetStreamCommand,
  CreateChannelCommand as CreateIvsChannelCommand,
  StopStreamCommand,
} from '@aws-sdk/client-ivs'
import { DescribeThumbnailsCommand, ListAlertsCommand } from '@aws-sdk/client-medialive'
import { GetObjectCommand } from '@aws-sdk/client-s3'
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
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

const run = promisify(execFile)
const hasFfprobe = ['/usr/bin/ffprobe', '/usr/local/bin/ffprobe'].some((path) => existsSync(path))
if (!hasFfprobe) console.warn('ffprobe is missing: what it says of the recording is not checked')

let rehearsal: Rehearsal
let testCard: readonly MediaTag[]
let input: Awaited<ReturnType<typeof pushInput>>
let channelId: string
let ivsArn: string
const feeds: { stop(): Promise<void> }[] = []

const soon = { timeout: 8_000, interval: 100 }

function encode(to: { app: string; instance: string }) {
  const feed = encodeTestCard(to, testCard)
  feeds.push(feed)
  return feed
}

const alertsSet = async (): Promise<readonly (string | undefined)[]> => {
  const listed = await rehearsal.mediaLive.send(
    new ListAlertsCommand({ ChannelId: channelId, StateFilter: 'SET' }),
  )
  return (listed.Alerts ?? []).map(({ AlertType }) => AlertType).toSorted()
}

const sourceOf = async () => (await rehearsal.picture()).pipelines[0]?.source

async function textOf(Key: string): Promise<string> {
  const { Body } = await rehearsal.s3.send(
    new GetObjectCommand({ Bucket: 'tallylight-rehearsal', Key }),
  )
  return (await Body?.transformToString()) ?? ''
}

/** How far, in ms, a segment's date lies from where the one before it ended. */
function largestLeapOf(playlist: string): number {
  const dated = /#EXT-X-PROGRAM-DATE-TIME:(\S+)\n#EXTINF:([\d.]+),/g
  const segments = [...playlist.matchAll(dated)].map(([, date = '', seconds = '']) => ({
    from: Date.parse(date),
    to: Date.parse(date) + Number(seconds) * 1000,
  }))
  const leaps = segments.slice(1).map(({ from }, index) => from - (segments[index]?.to ?? 0))
  return Math.max(...leaps.map(Math.abs))
}

beforeAll(async () => {
  rehearsal = await startRehearsal()
  testCard = await loadTestCard()
  input = await pushInput(rehearsal, 'host')
  const { channel, streamKey } = await rehearsal.ivs.send(
    new CreateIvsChannelCommand({ name: 'show' }),
  )
  ivsArn = channel?.arn ?? ''
  channelId = await createChannel(rehearsal, {
    inputId: input.id,
    recording: 's3ssl://tallylight-rehearsal/recordings/run-1',
    legs: [
      {
        name: 'ivs',
        url: `rtmps://${channel?.ingestEndpoint}:443/app`,
        streamName: streamKey?.value ?? '',
      },
      { name: 'platform', url: 'rtmp://live.example.com/live2', streamName: 'platform-key' },
    ],
  })
})

afterEach(async () => {
  for (const feed of feeds.splice(0)) await feed.stop()
})

afterAll(() => rehearsal.close())

describe('a show with a real picture', () => {
  it('refuses a publisher while the channel does not run', async () => {
    const { publisher } = encode(input)
    await expect.poll(() => publisher.state().kind, soon).toBe('refused')
    expect(publisher.state().error).toContain('BadName')
  })

  it('sends the slate until the feed comes, and says that nothing arrives', async () => {
    await start(rehearsal, channelId)
    await expect
      .poll(async () => (await rehearsal.sink('platform'))?.frames, soon)
      .toBeGreaterThan(20)
    await expect.poll(alertsSet, soon).toEqual(['RTMP Stream Not Found', 'Video Not Detected'])
    expect(await sourceOf()).toBe('slate')
    const { stream } = await rehearsal.ivs.send(new GetStreamCommand({ channelArn: ivsArn }))
    expect(stream?.state).toBe('LIVE')
  })

  it('carries the feed to every destination, fills in when it breaks off, and takes it up again', async () => {
    const first = encode(input)
    await expect.poll(sourceOf, soon).toBe('feed')
    await expect.poll(alertsSet, soon).toEqual([])
    await expect
      .poll(async () => (await rehearsal.picture()).inputs[0]?.stats?.frames, soon)
      .toBeGreaterThan(30)
    await first.stop()
    const before = await rehearsal.sink('platform')
    await expect.poll(sourceOf, soon).toBe('slate')
    await expect.poll(alertsSet, soon).toContain('Video Not Detected')
    await expect
      .poll(async () => (await rehearsal.sink('platform'))?.frames, soon)
      .toBeGreaterThan((before?.frames ?? 0) + 30)
    encode(input)
    await expect.poll(sourceOf, soon).toBe('feed')
    await expect.poll(alertsSet, soon).toEqual([])
    const after = await rehearsal.sink('platform')
    expect(after?.connections).toBe(1)
    expect(after?.sequenceHeaders).toBeGreaterThan(before?.sequenceHeaders ?? 0)
  })

  it('shows what is on as a thumbnail', async () => {
    encode(input)
    await expect.poll(sourceOf, soon).toBe('feed')
    const jpeg = async () => {
      const { ThumbnailDetails } = await rehearsal.mediaLive.send(
        new DescribeThumbnailsCommand({
          ChannelId: channelId,
          PipelineId: '0',
          ThumbnailType: 'CURRENT_ACTIVE',
        }),
      )
      return Buffer.from(ThumbnailDetails?.[0]?.Thumbnails?.[0]?.Body ?? '', 'base64')
    }
    await expect
      .poll(
        async () => (await jpeg().catch(() => Buffer.alloc(0))).subarray(0, 2).toString('hex'),
        soon,
      )
      .toBe('ffd8')
  })

  it('raises alert 6018 while a destination refuses the key, and reconnects after', async () => {
    const drill = rehearsal.simulator.drills.arm({
      kind: 'refuse-key',
      destination: 'live.example.com',
    })
    await expect.poll(alertsSet, soon).toContain('Failed RTMP Connection')
    expect((await rehearsal.sink('platform'))?.state).toBe('refused')
    expect((await rehearsal.sink('ivs'))?.state).toBe('receiving')
    rehearsal.simulator.drills.clear(drill.id)
    await expect.poll(async () => (await rehearsal.sink('platform'))?.state, soon).toBe('receiving')
    await expect.poll(alertsSet, soon).not.toContain('Failed RTMP Connection')
  })

  it('comes back to IVS after StopStream, as an encoder does', async () => {
    const before = await rehearsal.ivs.send(new GetStreamCommand({ channelArn: ivsArn }))
    await rehearsal.ivs.send(new StopStreamCommand({ channelArn: ivsArn }))
    await expect
      .poll(async () => {
        const again = await rehearsal.ivs
          .send(new GetStreamCommand({ channelArn: ivsArn }))
          .catch(() => undefined)
        return again?.stream?.streamId ?? before.stream?.streamId
      }, soon)
      .not.toBe(before.stream?.streamId)
  })

  it('turns a second publisher away and says so', async () => {
    encode(input)
    await expect.poll(sourceOf, soon).toBe('feed')
    const second = encode(input)
    await expect.poll(() => second.publisher.state().kind, soon).toBe('refused')
    await expect.poll(alertsSet, soon).toContain('Input Double-Publishing Detected')
  })

  it('ends with a finished recording, dark destinations and no alerts', async () => {
    const { publisher } = encode(input)
    await expect.poll(() => publisher.stats().framesSent, soon).toBeGreaterThan(60)
    await stop(rehearsal, channelId)
    await expect.poll(() => publisher.state().kind, soon).toBe('failed')
    await expect
      .poll(() => textOf('recordings/run-1/a-720p.m3u8'), soon)
      .toContain('#EXT-X-ENDLIST')
    const playlist = await textOf('recordings/run-1/a-720p.m3u8')
    expect(playlist).toContain('#EXT-X-PLAYLIST-TYPE:VOD')
    expect(playlist).toContain('#EXT-X-DISCONTINUITY')
    expect(playlist).toMatch(/a-720p-\d{6}-00001\.ts/)
    expect(largestLeapOf(playlist)).toBeLessThan(100)
    await expect(
      rehearsal.ivs.send(new GetStreamCommand({ channelArn: ivsArn })),
    ).rejects.toMatchObject({ name: 'ChannelNotBroadcasting' })
    expect((await rehearsal.sink('platform'))?.state).toBe('ended')
    expect(await alertsSet()).toEqual([])
  })

  it.skipIf(!hasFfprobe)('recorded H.264 and AAC that ffprobe can read to the end', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tallylight-picture-'))
    try {
      for (const key of await keysUnder(rehearsal, 'recordings/run-1/')) {
        const { Body } = await rehearsal.s3.send(
          new GetObjectCommand({ Bucket: 'tallylight-rehearsal', Key: key }),
        )
        const name = key.slice(key.lastIndexOf('/') + 1)
        await writeFile(
          join(folder, name),
          (await Body?.transformToByteArray()) ?? new Uint8Array(),
        )
      }
      const words = '-v error -show_entries stream=codec_name -of csv=p=0 a.m3u8'.split(' ')
      const { stdout, stderr } = await run('ffprobe', words, { cwd: folder })
      expect(stderr).toBe('')
      expect(stdout.split(/\s+/).filter(Boolean)).toEqual(expect.arrayContaining(['h264', 'aac']))
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('bills the bytes sent outside AWS, and not those to IVS', async () => {
    const platform = await rehearsal.sink('platform')
    const line = rehearsal.simulator.bill().lines.find(({ service }) => service === 'DataTransfer')
    expect(line?.resource).toBe(channelId)
    const billed = (line?.quantity ?? 0) * 2 ** 30
    const sent = platform?.bytes ?? 0
    expect(sent).toBeGreaterThan(0)
    // Decimal or binary gigabytes, with the chunk headers of RTMP on top: but not twice as much.
    expect(billed).toBeGreaterThan(sent * 0.9)
    expect(billed).toBeLessThan(sent * 1.3)
  })
})
