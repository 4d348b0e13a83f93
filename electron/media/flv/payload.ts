import type { MediaTag } from '../mediaTag'

/** `config` is the sequence header; `end` says that no frame follows; the rest is not for us. */
export type PacketType = 'config' | 'frame' | 'end' | 'unsupported'

/** The first bytes of a video tag, in words. */
export interface VideoPayload {
  /** `h264`, or the name of what we cannot carry: `hevc`, `av1`, `vp9`, `h263` … */
  readonly codec: string
  readonly isKeyframe: boolean
  readonly packetType: PacketType
  /** Presentation time less decode time. */
  readonly compositionTimeMs: number
  /** The configuration record or the NAL units with their lengths; empty when unsupported. */
  readonly data: Uint8Array
}

/** The first bytes of an audio tag, in words. */
export interface AudioPayload {
  /** `aac`, or the name of what we cannot carry. */
  readonly codec: string
  readonly packetType: PacketType
  /** The AudioSpecificConfig or one raw AAC frame; empty when unsupported. */
  readonly data: Uint8Array
}

const NOTHING = new Uint8Array(0)
const AVC = 7
const AAC = 10
const KEYFRAME = 1
/** Enhanced RTMP sets this bit and then names its codec by four characters instead of a number. */
const ENHANCED_VIDEO = 0x80
const ENHANCED_AUDIO = 9

const VIDEO_CODECS: Readonly<Record<number, string>> = {
  2: 'h263',
  3: 'screen',
  4: 'vp6',
  5: 'vp6-alpha',
  6: 'screen2',
}
const AUDIO_CODECS: Readonly<Record<number, string>> = {
  0: 'pcm',
  1: 'adpcm',
  2: 'mp3',
  3: 'pcm',
  4: 'nellymoser',
  5: 'nellymoser',
  6: 'nellymoser',
  7: 'g711-a',
  8: 'g711-mu',
  11: 'speex',
  14: 'mp3',
}
const FOUR_CC_CODECS: Readonly<Record<string, string>> = {
  hvc1: 'hevc',
  av01: 'av1',
  vp08: 'vp8',
  vp09: 'vp9',
  vvc1: 'vvc',
  avc1: 'h264-enhanced',
  mp4a: 'aac-enhanced',
  '.mp3': 'mp3',
  Opus: 'opus',
  'ac-3': 'ac3',
  'ec-3': 'eac3',
  fLaC: 'flac',
}

/** Reads the head of a video tag. Never throws: what it cannot read it calls unsupported. */
export function readVideo(payload: Uint8Array): VideoPayload {
  const [first = 0, packet, high = 0, middle = 0, low = 0] = payload
  if (first & ENHANCED_VIDEO) return unsupportedVideo(fourCcCodec(payload), (first >> 4) & 7)
  const codec = first & 0x0f
  if (codec !== AVC) return unsupportedVideo(VIDEO_CODECS[codec] ?? `video-${codec}`, first >> 4)
  if (payload.length < 5) return unsupportedVideo('h264', first >> 4)
  return {
    codec: 'h264',
    isKeyframe: first >> 4 === KEYFRAME,
    packetType: packetTypeOf(packet),
    compositionTimeMs: ((high << 24) | (middle << 16) | (low << 8)) >> 8,
    data: payload.subarray(5),
  }
}

/** Reads the head of an audio tag. Never throws: what it cannot read it calls unsupported. */
export function readAudio(payload: Uint8Array): AudioPayload {
  const format = (payload[0] ?? 0) >> 4
  if (format === AAC && payload.length >= 2) {
    const packetType = payload[1] === 0 ? 'config' : 'frame'
    return { codec: 'aac', packetType, data: payload.subarray(2) }
  }
  const codec = format === ENHANCED_AUDIO ? fourCcCodec(payload) : nameOfAudio(format)
  return { codec, packetType: 'unsupported', data: NOTHING }
}

/** Whether the tag is a sequence header, without which nothing after it can be decoded. */
export function isSequenceHeader(tag: MediaTag): boolean {
  if (tag.kind === 'video') return readVideo(tag.payload).packetType === 'config'
  return tag.kind === 'audio' && readAudio(tag.payload).packetType === 'config'
}

/** Whether a player can begin at this tag: a video frame that needs no other (no header is one). */
export function isKeyframe(tag: MediaTag): boolean {
  if (tag.kind !== 'video') return false
  const video = readVideo(tag.payload)
  return video.isKeyframe && video.packetType !== 'config' && video.packetType !== 'end'
}

function unsupportedVideo(codec: string, frameType: number): VideoPayload {
  const isKeyframe = frameType === KEYFRAME
  return { codec, isKeyframe, packetType: 'unsupported', compositionTimeMs: 0, data: NOTHING }
}

function packetTypeOf(byte: number | undefined): PacketType {
  if (byte === 0) return 'config'
  if (byte === 1) return 'frame'
  return byte === 2 ? 'end' : 'unsupported'
}

function nameOfAudio(format: number): string {
  if (format === AAC) return 'aac'
  return AUDIO_CODECS[format] ?? `audio-${format}`
}

/** The name goes onto screens and into logs, so only letters that do no harm there are kept. */
function fourCcCodec(payload: Uint8Array): string {
  const name = String.fromCharCode(...payload.subarray(1, 5))
  return FOUR_CC_CODECS[name] ?? `enhanced-${name.replace(/[^\w.-]/g, '?')}`
}
