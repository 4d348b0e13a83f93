import {
  CreateChannelCommand,
  CreateRecordingConfigurationCommand,
  DeleteChannelCommand,
  DeleteRecordingConfigurationCommand,
  GetRecordingConfigurationCommand,
  GetStreamCommand,
  GetStreamSessionCommand,
  IvsClient,
  ListChannelsCommand,
  ListRecordingConfigurationsCommand,
  type CreateRecordingConfigurationCommandInput,
  UpdateChannelCommand,
} from '@aws-sdk/client-ivs'
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3'
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { parsePlaylist } from '../../../electron/media/hls/playlist'
import type { MediaTag } from '../../../electron/media/mediaTag'
import { loadTestCard } from '../../../electron/media/testCard/clips'
import { type Simulator, startSimulator } from '../../../electron/simulator/simulator'
import { type Encoder, encodeTo } from './encoder'
import { watched } from '../../harness/conformanceWitness'

let aws: Simulator
let ivs: IvsClient
let s3: S3Client
let testCard: readonly MediaTag[]
const encoders: Encoder[] = []
const hasFfmpeg = existsSync('/usr/bin/ffmpeg')
if (!hasFfmpeg) console.warn('ffmpeg is missing: the playing of recordings is skipped')
const bucket = 'show-recordings'
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' }

const ivsIn = (region: string) =>
  watched('ivs', new IvsClient({ endpoint: aws.endpoint, region, maxAttempts: 1, credentials }))

beforeAll(async () => {
  aws = await startSimulator({ timing: 'quick' })
  testCard = await loadTestCard()
  ivs = ivsIn('eu-west-1')
  s3 = new S3Client({
    endpoint: aws.endpoint,
    region: 'eu-west-1',
    forcePathStyle: true,
    credentials,
  })
})

beforeEach(async () => {
  await fetch(`${aws.endpoint}/_simulator/reset`, { method: 'POST' })
  await s3.send(new CreateBucketCommand({ Bucket: bucket }))
})

afterEach(async () => {
  for (const encoder of encoders.splice(0)) await encoder.stop()
})

afterAll(async () => {
  ivs.destroy()
  s3.destroy()
  await aws.close()
})

const soon = { timeout: 15_000, interval: 400 }

async function configured(
  settings: Partial<CreateRecordingConfigurationCommandInput> = {},
  client = ivs,
): Promise<string> {
  const { recordingConfiguration } = await client.send(
    new CreateRecordingConfigurationCommand({
      name: 'show',
      destinationConfiguration: { s3: { bucketName: bucket } },
      ...settings,
    }),
  )
  expect(recordingConfiguration?.state).toBe('CREATING')
  return recordingConfiguration?.arn ?? ''
}

const stateOf = async (arn: string, client = ivs) =>
  (await client.send(new GetRecordingConfigurationCommand({ arn }))).recordingConfiguration?.state

async function active(settings: Partial<CreateRecordingConfigurationCommandInput> = {}) {
  const arn = await configured(settings)
  aws.clock.advance(5_000)
  expect(await stateOf(arn)).toBe('ACTIVE')
  return arn
}

async function recordedChannel(recordingConfigurationArn: string) {
  const { channel, streamKey } = await ivs.send(
    new CreateChannelCommand({ name: 'show', recordingConfigurationArn }),
  )
  return { channelArn: channel?.arn ?? '', key: streamKey?.value ?? '' }
}

async function streamed(channelArn: string, key: string, forMs = 1_500): Promise<void> {
  const encoder = encodeTo(aws, { key, testCard, encoders })
  const isLive = () =>
    ivs.send(new GetStreamCommand({ channelArn })).then(
      () => true,
      () => false,
    )
  await expect.poll(isLive, soon).toBe(true)
  // The picture takes real time.
  await new Promise((done) => setTimeout(done, forMs))
  await encoder.stop()
  await expect.poll(isLive, soon).toBe(false)
}

const keys = async () =>
  ((await s3.send(new ListObjectsV2Command({ Bucket: bucket }))).Contents ?? []).map(
    ({ Key = '' }) => Key,
  )
const textOf = async (Key: string) =>
  (await s3.send(new GetObjectCommand({ Bucket: bucket, Key }))).Body?.transformToString() ?? ''
const eventsOf = async (channelArn: string) => {
  const { streamSession } = await ivs.send(new GetStreamSessionCommand({ channelArn }))
  return (streamSession?.truncatedEvents ?? []).map(({ name }) => name)
}

describe('recording configurations', () => {
  it('become ACTIVE, with the defaults of AWS, and are listed and deleted', async () => {
    const arn = await active()
    expect(arn).toMatch(
      /^arn:aws:ivs:eu-west-1:111122223333:recording-configuration\/[A-Za-z0-9]{12}$/,
    )
    const { recordingConfiguration } = await ivs.send(new GetRecordingConfigurationCommand({ arn }))
    expect(recordingConfiguration).toEqual({
      arn,
      name: 'show',
      destinationConfiguration: { s3: { bucketName: bucket } },
      state: 'ACTIVE',
      tags: {},
      thumbnailConfiguration: {
        recordingMode: 'INTERVAL',
        targetIntervalSeconds: 60,
        storage: ['SEQUENTIAL'],
      },
      recordingReconnectWindowSeconds: 0,
      renditionConfiguration: { renditionSelection: 'ALL', renditions: [] },
    })
    const { recordingConfigurations } = await ivs.send(new ListRecordingConfigurationsCommand({}))
    expect(recordingConfigurations?.map((each) => each.arn)).toEqual([arn])
    await ivs.send(new DeleteRecordingConfigurationCommand({ arn }))
    await expect(stateOf(arn)).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  })

  it('fail without a bucket, and are refused for one of another Region but in us-east-1', async () => {
    const missing = await configured({
      destinationConfiguration: { s3: { bucketName: 'nowhere' } },
    })
    const virginia = ivsIn('us-east-1')
    const foreign = await configured({}, virginia)
    aws.clock.advance(5_000)
    expect(await stateOf(missing)).toBe('CREATE_FAILED')
    expect(await stateOf(foreign, virginia)).toBe('CREATE_FAILED')
    const frankfurt = ivsIn('eu-central-1')
    await expect(configured({}, frankfurt)).rejects.toMatchObject({ name: 'ValidationException' })
    await expect(recordedChannel(missing)).rejects.toMatchObject({ name: 'ValidationException' })
    virginia.destroy()
    frankfurt.destroy()
  })

  it('refuse what is outside the model', async () => {
    for (const wrong of [
      { recordingReconnectWindowSeconds: 301 },
      { thumbnailConfiguration: { targetIntervalSeconds: 0 } },
      { renditionConfiguration: { renditionSelection: 'CUSTOM' } },
    ] as const) {
      await expect(configured(wrong)).rejects.toMatchObject({ name: 'ValidationException' })
      aws.clock.advance(1_000)
    }
  })

  it('are not deleted while a channel is recorded with them', async () => {
    const arn = await active()
    const { channelArn } = await recordedChannel(arn)
    const { channels } = await ivs.send(
      new ListChannelsCommand({ filterByRecordingConfigurationArn: arn }),
    )
    expect(channels?.map((channel) => channel.recordingConfigurationArn)).toEqual([arn])
    await expect(ivs.send(new DeleteRecordingConfigurationCommand({ arn }))).rejects.toMatchObject({
      name: 'ConflictException',
    })
    await ivs.send(new UpdateChannelCommand({ arn: channelArn, recordingConfigurationArn: '' }))
    aws.clock.advance(1_000)
    await expect(ivs.send(new DeleteRecordingConfigurationCommand({ arn }))).resolves.toBeDefined()
    await ivs.send(new DeleteChannelCommand({ arn: channelArn }))
  })
})

describe('what arrives on a recorded channel', () => {
  it("lies in the bucket as HLS under IVS's own names, with its metadata", async () => {
    const { channelArn, key } = await recordedChannel(await active())
    await streamed(channelArn, key)
    await expect.poll(() => eventsOf(channelArn), soon).toContain('Recording End')
    const found = await keys()
    const at = /^ivs\/v1\/111122223333\/\w{12}\/\d{4}\/\d+\/\d+\/\d+\/\d+\/\w{12}\//
    const prefix = at.exec(found[0] ?? '')?.[0] ?? 'none'
    const names = found.map((name) => name.replace(prefix, ''))
    const rendition = /media\/hls\/(\d+p30)\/0\.ts/.exec(names.join(' '))?.[1] ?? 'none'
    expect(names).toEqual([
      'events/recording-ended.json',
      'events/recording-started.json',
      `media/hls/${rendition}/0.ts`,
      `media/hls/${rendition}/byte-range-variant.m3u8`,
      `media/hls/${rendition}/playlist.m3u8`,
      'media/hls/byte-range-multivariant.m3u8',
      'media/hls/master.m3u8',
    ])
    expect(await textOf(`${prefix}media/hls/master.m3u8`)).toContain(`\n${rendition}/playlist.m3u8`)
    const media = parsePlaylist(await textOf(`${prefix}media/hls/${rendition}/playlist.m3u8`))
    expect(media).toMatchObject({ kind: 'VOD', ended: true, segments: [{ uri: '0.ts' }] })
    const ranges = await textOf(`${prefix}media/hls/${rendition}/byte-range-variant.m3u8`)
    expect(ranges).toMatch(/#EXT-X-VERSION:4[^]*#EXT-X-BYTERANGE:\d+@0\n0\.ts/)
    const ended: unknown = JSON.parse(await textOf(`${prefix}events/recording-ended.json`))
    expect(ended).toMatchObject({
      version: 'v1',
      channel_arn: channelArn,
      recording_status: 'RECORDING_ENDED',
      media: {
        hls: {
          duration_ms: expect.any(Number),
          path: 'media/hls',
          playlist: 'master.m3u8',
          renditions: [{ path: rendition, playlist: 'playlist.m3u8' }],
        },
      },
    })
    const { streamSession } = await ivs.send(new GetStreamSessionCommand({ channelArn }))
    expect(streamSession?.recordingConfiguration?.state).toBe('ACTIVE')
    expect(await eventsOf(channelArn)).toContain('Recording Start')
  })

  it.skipIf(!hasFfmpeg)('plays from either playlist', async () => {
    const { channelArn, key } = await recordedChannel(await active())
    await streamed(channelArn, key)
    await expect.poll(() => eventsOf(channelArn), soon).toContain('Recording End')
    const folder = await mkdtemp(join(tmpdir(), 'tallylight-recording-'))
    const found = (await keys()).filter((name) => name.includes('/media/hls/'))
    for (const name of found) {
      const file = join(folder, name.slice(name.indexOf('/media/hls/') + '/media/hls/'.length))
      await mkdir(dirname(file), { recursive: true })
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: name }))
      await writeFile(file, (await Body?.transformToByteArray()) ?? '')
    }
    const counting = '-v error -count_frames -select_streams v -show_entries stream=nb_read_frames'
    for (const playlist of ['master.m3u8', 'byte-range-multivariant.m3u8']) {
      const words = [...counting.split(' '), '-of', 'csv=p=0', playlist]
      const { stdout } = await promisify(execFile)('ffprobe', words, { cwd: folder })
      expect(Number(stdout.split(/[,\n]/)[0])).toBeGreaterThan(20)
    }
    await rm(folder, { recursive: true })
  })

  it('is merged into one recording when it comes back within the window', async () => {
    const { channelArn, key } = await recordedChannel(
      await active({ recordingReconnectWindowSeconds: 60 }),
    )
    await streamed(channelArn, key)
    aws.clock.advance(11_000)
    await streamed(channelArn, key)
    expect(await eventsOf(channelArn)).not.toContain('Recording End')
    aws.clock.advance(60_000)
    await expect.poll(() => eventsOf(channelArn), soon).toContain('Recording End')
    const found = await keys()
    expect(found.filter((name) => name.endsWith('recording-ended.json'))).toHaveLength(1)
    const playlist = found.find((name) => name.endsWith('/playlist.m3u8')) ?? ''
    const { segments } = parsePlaylist(await textOf(playlist))
    expect(segments.map(({ uri, discontinuity }) => [uri, discontinuity])).toEqual([
      ['0.ts', false],
      ['1.ts', true],
    ])
  })

  it('begins a recording of its own when it comes back at once', async () => {
    const { channelArn, key } = await recordedChannel(
      await active({ recordingReconnectWindowSeconds: 60 }),
    )
    await streamed(channelArn, key)
    await streamed(channelArn, key)
    aws.clock.advance(60_000)
    const ends = async () =>
      (await keys()).filter((name) => name.endsWith('recording-ended.json')).length
    await expect.poll(ends, soon).toBe(2)
  })
})
