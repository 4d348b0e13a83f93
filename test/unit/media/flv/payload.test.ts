import { describe, expect, it } from 'vitest'
import { parseAacConfig } from '../../../../electron/media/flv/aacConfig'
import {
  isKeyframe,
  isSequenceHeader,
  readAudio,
  readVideo,
} from '../../../../electron/media/flv/payload'
import type { MediaTag } from '../../../../electron/media/mediaTag'

const tag = (kind: MediaTag['kind'], ...bytes: number[]): MediaTag => ({
  kind,
  timestampMs: 0,
  payload: Uint8Array.from(bytes),
})
const fourCc = (name: string) => [...Buffer.from(name)]

describe('a video tag', () => {
  it('tells a sequence header from a keyframe, though both carry the keyframe flag', () => {
    const header = tag('video', 0x17, 0, 0, 0, 0, 1)
    const keyframe = tag('video', 0x17, 1, 0, 0, 0, 1)
    expect([isSequenceHeader(header), isKeyframe(header)]).toEqual([true, false])
    expect([isSequenceHeader(keyframe), isKeyframe(keyframe)]).toEqual([false, true])
  })

  it.each([
    { bytes: [0, 0, 40], ms: 40 },
    { bytes: [0xff, 0xff, 0xfe], ms: -2 },
    { bytes: [0x7f, 0xff, 0xff], ms: 0x7fffff },
  ])('has a composition time of $ms ms', ({ bytes, ms }) => {
    const video = readVideo(Uint8Array.from([0x27, 1, ...bytes, 9]))
    expect(video).toMatchObject({ compositionTimeMs: ms, isKeyframe: false, packetType: 'frame' })
    expect([...video.data]).toEqual([9])
  })

  it.each([
    { name: 'hvc1', codec: 'hevc' },
    { name: 'av01', codec: 'av1' },
    { name: 'avc1', codec: 'h264-enhanced' },
    { name: 'a\n<b', codec: 'enhanced-a??b' },
  ])('of enhanced RTMP is named $codec and not misread as H.264', ({ name, codec }) => {
    const video = readVideo(Uint8Array.from([0x97, ...fourCc(name), 1, 2, 3]))
    expect(video).toMatchObject({ codec, packetType: 'unsupported', isKeyframe: true })
    expect(video.data).toHaveLength(0)
  })

  it('of an old codec is named and not read', () => {
    expect(readVideo(Uint8Array.from([0x12, 1]))).toMatchObject({
      codec: 'h263',
      packetType: 'unsupported',
    })
  })

  it('too short to hold its header is unsupported', () => {
    for (const bytes of [[], [0x17], [0x17, 0, 0, 0]]) {
      expect(readVideo(Uint8Array.from(bytes)).packetType).toBe('unsupported')
    }
  })
})

describe('an audio tag', () => {
  it('carries an AAC configuration or a frame', () => {
    expect(readAudio(Uint8Array.from([0xaf, 0, 0x11, 0x90]))).toMatchObject({
      packetType: 'config',
    })
    expect([...readAudio(Uint8Array.from([0xaf, 1, 7])).data]).toEqual([7])
    expect(isSequenceHeader(tag('audio', 0xaf, 0, 0x11, 0x90))).toBe(true)
  })

  it('of another codec is named and not read', () => {
    expect(readAudio(Uint8Array.from([0x2f, 1]))).toMatchObject({ codec: 'mp3' })
    expect(readAudio(Uint8Array.from([0x91, ...fourCc('Opus')]))).toMatchObject({
      codec: 'opus',
      packetType: 'unsupported',
    })
    expect(readAudio(new Uint8Array(0)).packetType).toBe('unsupported')
  })
})

describe('an AAC configuration', () => {
  it.each([
    { bytes: [0x11, 0x90], config: { objectType: 2, sampleRate: 48_000, channels: 2 } },
    { bytes: [0x12, 0x08], config: { objectType: 2, sampleRate: 44_100, channels: 1 } },
    {
      bytes: [0x17, 0x80, 0x2b, 0x11, 0x10],
      config: { objectType: 2, sampleRate: 22_050, channels: 2 },
    },
  ])('says $config.sampleRate Hz, $config.channels channels', ({ bytes, config }) => {
    expect(parseAacConfig(Uint8Array.from(bytes))).toEqual(config)
  })

  it('is refused when cut off or reserved', () => {
    expect(parseAacConfig(Uint8Array.from([0x11]))).toBeUndefined()
    expect(parseAacConfig(Uint8Array.from([0x16, 0x90]))).toBeUndefined()
  })
})
