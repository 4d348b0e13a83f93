import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readFlv } from '../../../electron/media/flv/flvFile'
import { isSequenceHeader } from '../../../electron/media/flv/payload'
import { HlsWriter } from '../../../electron/media/hls/hlsWriter'
import { parsePlaylist } from '../../../electron/media/hls/playlist'
import type { MediaTag } from '../../../electron/media/mediaTag'
import { countOf, decodeComplaints, ffmpeg, hasFfmpeg, probe } from './witness'

let folder = ''
let feed: readonly MediaTag[] = []
let errors: Error[] = []

const PICTURE = ['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=30']
const SOUND = ['-f', 'lavfi', '-i', 'sine=frequency=1000:sample_rate=48000']
/** B-frames on purpose: most encoders send them, and they part decode from presentation time. */
const H264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-bf', '2', '-g', '60', '-keyint_min', '60']

async function encode(name: string, ...args: readonly string[]): Promise<readonly MediaTag[]> {
  const file = join(folder, name)
  await ffmpeg(...args, '-sc_threshold', '0', '-f', 'flv', file)
  return readFlv(await readFile(file))
}

const frames = (tags: readonly MediaTag[], kind: 'video' | 'audio'): number =>
  tags.filter((tag) => tag.kind === kind && !isSequenceHeader(tag) && tag.payload[1] !== 2).length

function recorder(baseName: string): HlsWriter {
  errors = []
  return new HlsWriter({
    store: { put: (name, body) => writeFile(join(folder, name), body) },
    baseName,
    nameModifier: '-1080p',
    segmentModifier: '-$dt$-',
    segmentSeconds: 2,
    now: () => Date.UTC(2026, 10, 20, 12),
    onError: (error) => errors.push(error),
  })
}

async function record(
  baseName: string,
  ...connections: readonly (readonly MediaTag[])[]
): Promise<{ readonly writer: HlsWriter; readonly playlist: string; readonly media: string }> {
  const writer = recorder(baseName)
  for (const tags of connections) {
    const connection = writer.openConnection()
    for (const tag of tags) connection.write(tag)
  }
  await writer.close()
  const media = join(folder, `${baseName}-1080p.m3u8`)
  return { writer, playlist: join(folder, `${baseName}.m3u8`), media }
}

describe.skipIf(!hasFfmpeg())('what the HLS writer writes, seen by ffmpeg', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tallylight-hls-'))
    const output = ['-t', '9', ...H264, '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-ac', '2']
    feed = await encode('feed.flv', ...PICTURE, ...SOUND, ...output)
  })

  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('decodes without a complaint and holds every packet that went in', async () => {
    const { playlist, media } = await record('whole', feed)
    expect(await decodeComplaints(playlist)).toBe('')
    const { packets, format, streams } = await probe(media)
    expect(countOf(packets, 'video')).toBe(270)
    expect(countOf(packets, 'video')).toBe(frames(feed, 'video'))
    expect(countOf(packets, 'audio')).toBe(frames(feed, 'audio'))
    expect(Number(format['duration'])).toBeCloseTo(9, 1)
    expect(streams.map((stream) => stream['codec_name']).sort()).toEqual(['aac', 'h264'])
    expect(errors).toEqual([])
  })

  it('keeps decode times in order and never after presentation, across every seam', async () => {
    const { media } = await record('times', feed)
    const { packets } = await probe(media)
    const video = packets.filter((packet) => packet.codec_type === 'video')
    const decodeTimes = video.map((packet) => Number(packet.dts_time))
    expect(decodeTimes).toEqual(decodeTimes.toSorted((a, b) => a - b))
    expect(new Set(decodeTimes).size).toBe(decodeTimes.length)
    expect(video.every((packet) => Number(packet.pts_time) >= Number(packet.dts_time))).toBe(true)
    expect(video.some((packet) => Number(packet.pts_time) > Number(packet.dts_time))).toBe(true)
  })

  it('is copied into an MP4 without a complaint', async () => {
    const { media } = await record('copied', feed)
    const copy = join(folder, 'copy.mp4')
    expect(await ffmpeg('-i', media, '-c', 'copy', '-bsf:a', 'aac_adtstoasc', copy)).toBe('')
    expect(countOf((await probe(copy)).packets, 'video')).toBe(270)
  })

  it('begins each segment with a keyframe, so that each plays alone', async () => {
    const { media } = await record('alone', feed)
    const { segments } = parsePlaylist(await readFile(media, 'utf8'))
    expect(segments.length).toBe(5)
    for (const segment of segments) {
      const file = join(folder, segment.uri)
      const { packets } = await probe(file)
      const video = packets.filter((packet) => packet.codec_type === 'video')
      expect(video[0]?.flags).toContain('K')
      expect(video.length / 30).toBeCloseTo(segment.seconds, 1)
      expect(await decodeComplaints(file)).toBe('')
    }
  })

  it('plays on over a publisher that was killed and came back with new timestamps', async () => {
    const killed = feed.slice(0, Math.floor(feed.length * 0.55))
    const { playlist, media, writer } = await record('twice', killed, feed)
    const { segments } = parsePlaylist(await readFile(media, 'utf8'))
    expect(segments.filter((segment) => segment.discontinuity)).toHaveLength(1)
    expect(writer.report().discontinuities).toBe(1)
    expect(await decodeComplaints(playlist)).toBe('')
    const { packets } = await probe(media)
    const shown = frames(killed, 'video') + frames(feed, 'video')
    expect(countOf(packets, 'video')).toBe(shown)
    expect(countOf(packets, 'audio')).toBe(frames(killed, 'audio') + frames(feed, 'audio'))
    const listed = segments.reduce((sum, segment) => sum + segment.seconds, 0)
    expect(listed).toBeCloseTo(shown / 30, 1)
  })

  it('carries a picture without sound', async () => {
    const silent = await encode('silent.flv', ...PICTURE, '-t', '5', ...H264, '-an')
    const { media } = await record('silent', silent)
    expect(await decodeComplaints(media)).toBe('')
    expect(countOf((await probe(media)).packets, 'video')).toBe(150)
  })

  it('carries sound without a picture', async () => {
    const sound = await encode('sound.flv', ...SOUND, '-t', '13', '-c:a', 'aac')
    const { media } = await record('sound', sound)
    expect(await decodeComplaints(media)).toBe('')
    const { packets, format } = await probe(media)
    expect(countOf(packets, 'audio')).toBe(frames(sound, 'audio'))
    expect(Number(format['duration'])).toBeCloseTo(13, 0)
  })
})
