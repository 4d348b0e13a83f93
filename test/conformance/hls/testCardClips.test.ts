import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { resourcesFolder } from '../../../electron/media/testCard/clips'
import { countOf, decodeComplaints, hasFfmpeg, probe } from './witness'

const clip = (name: string): string => join(resourcesFolder(), 'test-card', name)

const EIGHT_SECONDS_OF_PICTURES = 240
const EIGHT_SECONDS_OF_SOUND = 375
const GOP_FRAMES = 60

describe.skipIf(!hasFfmpeg())('the clips that come with the console, seen by ffmpeg', () => {
  it.each([
    ['test-card.flv', 1_500_000],
    ['slate.flv', 150_000],
    ['test-card.jpg', 40_000],
    ['slate.jpg', 40_000],
  ])('%s is no larger than promised', async (name, largestBytes) => {
    expect((await stat(clip(name))).size).toBeLessThanOrEqual(largestBytes)
  })

  it.each(['test-card.flv', 'slate.flv'])('%s is plain H.264 and AAC for looping', async (name) => {
    const { streams, packets } = await probe(clip(name))
    expect(streams).toMatchObject([
      {
        codec_name: 'h264',
        profile: 'High',
        width: 1280,
        height: 720,
        r_frame_rate: '30/1',
        has_b_frames: 0,
      },
      { codec_name: 'aac', sample_rate: '48000', channels: 2 },
    ])
    expect(countOf(packets, 'video')).toBe(EIGHT_SECONDS_OF_PICTURES)
    expect(countOf(packets, 'audio')).toBe(EIGHT_SECONDS_OF_SOUND)
    expect(await decodeComplaints(clip(name))).toBe('')
  })

  it.each(['test-card.flv', 'slate.flv'])('%s has a keyframe exactly every 2 s', async (name) => {
    const { packets } = await probe(clip(name))
    const video = packets.filter((packet) => packet.codec_type === 'video')
    const keyframes = video.flatMap((packet, i) => (packet.flags.includes('K') ? [i] : []))
    expect(keyframes).toEqual([0, 1, 2, 3].map((gop) => gop * GOP_FRAMES))
    expect(keyframes.map((i) => Number(video[i]?.pts_time))).toEqual([0, 2, 4, 6])
  })

  it.each(['test-card.jpg', 'slate.jpg'])('%s is a still of 640 × 360', async (name) => {
    const { streams } = await probe(clip(name))
    expect(streams).toMatchObject([{ codec_name: 'mjpeg', width: 640, height: 360 }])
  })
})
