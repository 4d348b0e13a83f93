import { parseAvcConfig, pictureOf } from '../flv/avcConfig'
import { isKeyframe, readAudio, readVideo } from '../flv/payload'
import type { VideoPayload } from '../flv/payload'
import type { MediaTag } from '../mediaTag'
import { readDeclared } from './dataTags'
import type { DeclaredStream } from './dataTags'
import { RollingRate } from './rollingRate'
import { isMetadata } from './streamHeaders'

/** What was measured on a stream. Times at are epoch ms; rates are over the last three seconds. */
export interface StreamStats {
  readonly startedAt: number
  readonly lastTagAt: number | undefined
  readonly bytes: number
  /** Video frames, sequence headers not counted. */
  readonly frames: number
  readonly audioFrames: number
  readonly bitrateBps: number
  readonly fps: number
  /** `h264`, or the name of what only looks like a picture to us (`hevc`, `av1` …). */
  readonly videoCodec: string | undefined
  readonly audioCodec: string | undefined
  /** Read from the video itself. */
  readonly width: number | undefined
  readonly height: number | undefined
  /** Between the last two keyframes, by their timestamps. */
  readonly keyframeIntervalMs: number | undefined
  readonly lastTimestampMs: number | undefined
  /** What onMetaData said, if it came. */
  readonly declared: DeclaredStream | undefined
}

/** Measures a stream from its tags. */
export class StreamMeter {
  private readonly startedAt: number
  private readonly rate: RollingRate
  private seen: Omit<StreamStats, 'startedAt' | 'bitrateBps' | 'fps'> = {
    lastTagAt: undefined,
    bytes: 0,
    frames: 0,
    audioFrames: 0,
    videoCodec: undefined,
    audioCodec: undefined,
    width: undefined,
    height: undefined,
    keyframeIntervalMs: undefined,
    lastTimestampMs: undefined,
    declared: undefined,
  }
  private lastKeyframeMs: number | undefined

  constructor(private readonly now: () => number) {
    this.startedAt = now()
    this.rate = new RollingRate(this.startedAt)
  }

  stats(): StreamStats {
    const nowMs = this.now()
    const bitrateBps = this.rate.bitsPerSecond(nowMs)
    return {
      startedAt: this.startedAt,
      bitrateBps,
      fps: this.rate.framesPerSecond(nowMs),
      ...this.seen,
    }
  }

  add(tag: MediaTag): void {
    const framesBefore = this.seen.frames
    this.seen = {
      ...this.seen,
      lastTagAt: this.now(),
      lastTimestampMs: tag.timestampMs,
      bytes: this.seen.bytes + tag.payload.length,
    }
    if (tag.kind === 'video') this.addVideo(tag)
    if (tag.kind === 'audio') this.addAudio(tag)
    if (isMetadata(tag)) this.seen = { ...this.seen, declared: readDeclared(tag.payload) }
    this.rate.add(this.now(), tag.payload.length, this.seen.frames - framesBefore)
  }

  private addVideo(tag: MediaTag): void {
    const video = readVideo(tag.payload)
    const isFrame = video.packetType === 'frame' || video.packetType === 'unsupported'
    const frames = this.seen.frames + (isFrame ? 1 : 0)
    const size = video.packetType === 'config' ? sizeOf(video) : {}
    this.seen = { ...this.seen, ...size, videoCodec: video.codec, frames }
    if (isKeyframe(tag)) this.noteKeyframe(tag.timestampMs)
  }

  private addAudio(tag: MediaTag): void {
    const audio = readAudio(tag.payload)
    const audioFrames = this.seen.audioFrames + (audio.packetType === 'config' ? 0 : 1)
    this.seen = { ...this.seen, audioCodec: audio.codec, audioFrames }
  }

  private noteKeyframe(timestampMs: number): void {
    const since = this.lastKeyframeMs === undefined ? 0 : timestampMs - this.lastKeyframeMs
    if (since > 0) this.seen = { ...this.seen, keyframeIntervalMs: since }
    this.lastKeyframeMs = timestampMs
  }
}

function sizeOf(video: VideoPayload): { width: number | undefined; height: number | undefined } {
  const config = parseAvcConfig(video.data)
  const picture = config && pictureOf(config)
  return { width: picture?.width, height: picture?.height }
}
