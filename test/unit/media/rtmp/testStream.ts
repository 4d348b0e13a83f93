import { AmfEcmaArray } from '../../../../electron/media/rtmp/amf0'
import { encodeAmf0 } from '../../../../electron/media/rtmp/amf0Encode'
import type { MediaTag } from '../../../../electron/media/mediaTag'

const SEQUENCE_HEADER_720P =
  '0142c01fffe100176742c01fda014016ec0440000003004000000f03c60ca801000468ce0fc8'

export const metadata: MediaTag = {
  kind: 'data',
  timestampMs: 0,
  payload: encodeAmf0([
    'onMetaData',
    new AmfEcmaArray({ width: 1280, height: 720, framerate: 25, videodatarate: 3000 }),
  ]),
}

export const videoHeader: MediaTag = {
  kind: 'video',
  timestampMs: 0,
  payload: Buffer.from(`1700000000${SEQUENCE_HEADER_720P}`, 'hex'),
}

export const audioHeader: MediaTag = {
  kind: 'audio',
  timestampMs: 0,
  payload: Buffer.from('af001190', 'hex'),
}

export function videoFrame(timestampMs: number, isKey: boolean, bytes = 200): MediaTag {
  const payload = Buffer.alloc(bytes, timestampMs % 251)
  payload.set([isKey ? 0x17 : 0x27, 1, 0, 0, 0])
  return { kind: 'video', timestampMs, payload }
}

export function audioFrame(timestampMs: number): MediaTag {
  return { kind: 'audio', timestampMs, payload: Buffer.from([0xaf, 1, timestampMs % 256]) }
}

/** Headers, then 25 frames a second with a keyframe every second and a sound beside each. */
export function testStream(frames: number, frameBytes = 200): readonly MediaTag[] {
  const tags = Array.from({ length: frames }, (_, index) => [
    videoFrame(index * 40, index % 25 === 0, frameBytes),
    audioFrame(index * 40 + 7),
  ])
  return [metadata, videoHeader, audioHeader, ...tags.flat()]
}
