import { audioCodecName, videoCodecName } from '../../media/hls/elementary'
import { type AacConfig, parseAacConfig } from '../../media/flv/aacConfig'
import { type AvcConfig, parseAvcConfig, pictureOf } from '../../media/flv/avcConfig'
import { readAudio, readVideo } from '../../media/flv/payload'
import type { MediaTag } from '../../media/mediaTag'
import type { DeclaredStream } from '../../media/rtmp/dataTags'
import type { IngestAudio, IngestConfiguration, IngestVideo } from './records'

/** A stream as it arrives, however it came. `IncomingStream` of the RTMP server is one. */
export interface IngestSource {
  readonly request: { readonly encoder?: string }
  onTag(listener: (tag: MediaTag) => void): () => void
  stats(): { readonly declared: DeclaredStream | undefined }
  /** What it is, where no byte of it exists. */
  readonly computed?: IngestConfiguration
}

/** A stream that is only computed: no tag of it ever comes. */
export const computedSource = (computed: IngestConfiguration): IngestSource => ({
  request: {},
  onTag: () => () => {},
  stats: () => ({ declared: undefined }),
  computed,
})

interface Track {
  bytes: number
  frames: number
  firstMs: number | undefined
  lastMs: number
}

const noTrack = (): Track => ({ bytes: 0, frames: 0, firstMs: undefined, lastMs: 0 })

/**
 * Reads off a stream what GetStreamSession shows of it. Bitrate and frame rate are what the encoder
 * says it is set to, where it says so, and otherwise measured by the stream's own timestamps.
 */
export class IngestGauge {
  readonly #video = noTrack()
  readonly #audio = noTrack()
  readonly #stop: () => void
  #avc: AvcConfig | undefined
  #aac: AacConfig | undefined

  constructor(private readonly source: IngestSource) {
    this.#stop = source.onTag((tag) => this.#read(tag))
  }

  configuration(): IngestConfiguration {
    return this.source.computed ?? { video: this.#videoFacts(), audio: this.#audioFacts() }
  }

  stop(): void {
    this.#stop()
  }

  #read(tag: MediaTag): void {
    if (tag.kind === 'video') {
      const { packetType, data } = readVideo(tag.payload)
      if (packetType === 'config') this.#avc = parseAvcConfig(data) ?? this.#avc
      else if (packetType === 'frame') count(this.#video, tag)
    } else if (tag.kind === 'audio') {
      const { packetType, data } = readAudio(tag.payload)
      if (packetType === 'config') this.#aac = parseAacConfig(data) ?? this.#aac
      else count(this.#audio, tag)
    }
  }

  #videoFacts(): IngestVideo | undefined {
    if (!this.#avc) return undefined
    const picture = pictureOf(this.#avc)
    const { declared } = this.source.stats()
    return {
      codec: videoCodecName(this.#avc),
      profile: profileNames[this.#avc.profile] ?? String(this.#avc.profile),
      level: `${Math.floor(this.#avc.level / 10)}.${this.#avc.level % 10}`,
      encoder: this.source.request.encoder ?? '',
      // Encoders that do not know say 0.
      targetBitrate: Math.round(declared?.videoBitrate || bitrateOf(this.#video)),
      targetFramerate: Math.round(declared?.fps || frameRateOf(this.#video)),
      videoWidth: picture?.width ?? 0,
      videoHeight: picture?.height ?? 0,
    }
  }

  #audioFacts(): IngestAudio | undefined {
    if (!this.#aac) return undefined
    const { sampleRate, channels } = this.#aac
    return {
      codec: audioCodecName(this.#aac),
      targetBitrate: Math.round(bitrateOf(this.#audio)),
      sampleRate,
      channels,
    }
  }
}

/** profile_idc in the words of ITU-T H.264, annex A. */
const profileNames: Readonly<Record<number, string>> = {
  66: 'Baseline',
  77: 'Main',
  88: 'Extended',
  100: 'High',
  110: 'High10',
  122: 'High422',
}

function count(track: Track, tag: MediaTag): void {
  track.bytes += tag.payload.length
  track.frames += 1
  track.firstMs ??= tag.timestampMs
  track.lastMs = Math.max(track.lastMs, tag.timestampMs)
}

const secondsOf = ({ firstMs, lastMs }: Track) => (lastMs - (firstMs ?? lastMs)) / 1000

function bitrateOf(track: Track): number {
  const seconds = secondsOf(track)
  return seconds > 0 ? (track.bytes * 8) / seconds : 0
}

function frameRateOf(track: Track): number {
  const seconds = secondsOf(track)
  return seconds > 0 ? (track.frames - 1) / seconds : 0
}
