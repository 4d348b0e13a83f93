import { describe, expect, it } from 'vitest'
import type { MediaTag } from '../../../../electron/media/mediaTag'
import { StreamMeter } from '../../../../electron/media/rtmp/streamStats'
import { testStream, videoFrame } from './testStream'

/** Measures tags that arrive at the times they bear. */
function measured(tags: readonly MediaTag[], readAtMs?: number) {
  const startedAt = 1_000_000_130
  let nowMs = startedAt
  const meter = new StreamMeter(() => nowMs)
  for (const tag of tags) {
    nowMs = startedAt + tag.timestampMs
    meter.add(tag)
  }
  if (readAtMs !== undefined) nowMs = startedAt + readAtMs
  return { stats: meter.stats(), startedAt }
}

describe('stream statistics', () => {
  const fourSeconds = testStream(100, 1_000)

  it('count frames without their headers, and read size and codecs from the stream itself', () => {
    const { stats, startedAt } = measured(fourSeconds)
    expect(stats).toMatchObject({
      startedAt,
      lastTagAt: startedAt + 3_967,
      frames: 100,
      audioFrames: 100,
      videoCodec: 'h264',
      audioCodec: 'aac',
      width: 1280,
      height: 720,
      keyframeIntervalMs: 1_000,
      lastTimestampMs: 3_967,
      declared: { width: 1280, height: 720, fps: 25, videoBitrate: 3_000_000 },
    })
    expect(stats.bytes).toBe(fourSeconds.reduce((sum, { payload }) => sum + payload.length, 0))
  })

  it('give rates over the last three seconds', () => {
    const { stats } = measured(fourSeconds)
    expect(stats.fps).toBeGreaterThan(24.5)
    expect(stats.fps).toBeLessThan(25.8)
    expect(stats.bitrateBps / (25 * 1_003 * 8)).toBeCloseTo(1, 1)
  })

  it('fall to nought when nothing comes any more', () => {
    const { stats } = measured(fourSeconds, 7_100)
    expect([stats.fps, stats.bitrateBps, stats.frames]).toEqual([0, 0, 100])
  })

  it('name a codec that is only passed through', () => {
    const payload = Buffer.from([0x90, ...Buffer.from('hvc1'), 0, 0])
    const { stats } = measured([{ kind: 'video', timestampMs: 0, payload }])
    expect(stats).toMatchObject({ videoCodec: 'hevc', width: undefined, frames: 1 })
  })

  it('survive a sequence header that makes no sense', () => {
    const payload = Buffer.from([0x17, 0, 0, 0, 0, 1, 2, 3])
    const { stats } = measured([{ kind: 'video', timestampMs: 0, payload }, videoFrame(40, true)])
    expect(stats).toMatchObject({ width: undefined, height: undefined, frames: 1 })
  })
})
