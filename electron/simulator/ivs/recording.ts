import { type HlsConnection, HlsWriter } from '../../media/hls/hlsWriter'
import type { OwnAccess } from '../s3/service'
import type { IngestGauge, IngestSource } from './ingestGauge'
import {
  byteRangeMaster,
  byteRangePlaylist,
  hlsFolder,
  masterPlaylist,
  mediaPlaylist,
} from './recordedFiles'
import { recordedFiles, segmentNameOf, writerBase, writerModifier } from './recordedFiles'
import type { IngestConfiguration, RecordingConfiguration } from './records'

/** IVS user guide, "Byte-Range Playlists": a standard media file lasts 10 s. */
const segmentSeconds = 10

export interface RecordingParts {
  readonly channelArn: string
  readonly configuration: RecordingConfiguration
  /** `ivs/v1/…/<recording id>`, without a slash at either end. */
  readonly prefix: string
  readonly startedAt: number
  readonly s3: OwnAccess
  readonly now: () => number
}

export interface RecordingResult {
  readonly ok: boolean
  readonly durationMs: number
}

/** What one or several streams that were merged leave in the bucket. */
export class Recording {
  readonly streamIds: string[] = []
  readonly #writer: HlsWriter | undefined
  readonly #sizes = new Map<string, number>()
  #gauge: IngestGauge | undefined
  #connection: HlsConnection | undefined
  #stopFeeding: () => void = () => {}
  #rendition: Rendition | undefined
  /** What the first stream looked like; others are merged only if they look alike. */
  #looks: IngestConfiguration | undefined
  #failure: string | undefined

  constructor(readonly parts: RecordingParts) {
    const { renditionSelection } = parts.configuration.renditionConfiguration
    if (renditionSelection !== 'NONE') this.#writer = this.#newWriter()
  }

  get looks(): IngestConfiguration | undefined {
    return this.#looks
  }

  /** A stream begins, or another one takes over; the one before it ends here. */
  feed(source: IngestSource, gauge: IngestGauge): void {
    this.pause()
    this.#gauge = gauge
    this.#looks ??= gauge.configuration()
    const connection = this.#writer?.openConnection()
    this.#connection = connection
    this.#stopFeeding = source.onTag((tag) => connection?.write(tag))
  }

  pause(): void {
    this.#stopFeeding()
    this.#connection?.close()
  }

  /** Resolves when everything that can be written is written. */
  async finish(): Promise<RecordingResult> {
    this.pause()
    await this.#writer?.close()
    const seconds = this.#writer?.report().seconds ?? 0
    const durationMs = Math.round(seconds * 1000)
    await this.#tell('ended', durationMs)
    return { ok: this.#failure === undefined, durationMs }
  }

  #newWriter(): HlsWriter {
    return new HlsWriter({
      store: { put: (name, body, type) => this.#put(name, body, type) },
      baseName: writerBase,
      nameModifier: writerModifier,
      segmentSeconds,
      now: this.parts.now,
      onError: (error) => {
        this.#failure ??= error.message
      },
    })
  }

  async #put(name: string, body: Uint8Array, contentType: string): Promise<void> {
    const segment = segmentNameOf(name)
    if (segment !== undefined) this.#sizes.set(segment, body.length)
    if (this.#rendition === undefined) {
      this.#rendition = renditionOf(this.#gauge?.configuration())
      await this.#tell('started')
    }
    for (const each of recordedFiles({ name, body }, this.#rendition.path, this.#sizes)) {
      await this.#write(each.name, each.body, contentType)
    }
  }

  #write(name: string, body: Uint8Array, contentType: string): Promise<void> {
    const { configuration, prefix, s3 } = this.parts
    return s3.write({
      bucket: configuration.bucketName,
      key: `${prefix}/${name}`,
      contentType,
      body,
    })
  }

  /** The JSON metadata files of the guide. */
  async #tell(which: 'started' | 'ended', durationMs?: number): Promise<void> {
    const ok = this.#failure === undefined
    const { channelArn, startedAt, now } = this.parts
    const metadata = {
      version: 'v1',
      channel_arn: channelArn,
      recording_started_at: wholeSeconds(startedAt),
      ...(which === 'ended' && { recording_ended_at: wholeSeconds(now()) }),
      recording_status: which === 'started' ? 'RECORDING_STARTED' : endStatus(ok),
      ...(!ok && { recording_status_message: 'InternalServerException' }),
      media: this.#media(durationMs),
    }
    const name = which === 'ended' && !ok ? 'failed' : which
    try {
      const body = Buffer.from(JSON.stringify(metadata, undefined, 3))
      await this.#write(`events/recording-${name}.json`, body, 'application/json')
    } catch (failure) {
      // The bucket is gone: there is nowhere left to say so but in the event of the end.
      this.#failure ??= String(failure)
    }
  }

  #media(durationMs: number | undefined): object {
    const rendition = this.#rendition ?? renditionOf(this.#gauge?.configuration())
    if (!this.#writer) return {}
    return {
      hls: {
        ...(durationMs !== undefined && { duration_ms: durationMs }),
        path: hlsFolder,
        playlist: masterPlaylist,
        byte_range_playlist: byteRangeMaster,
        renditions: [
          {
            path: rendition.path,
            playlist: mediaPlaylist,
            byte_range_playlist: byteRangePlaylist,
            resolution_height: rendition.height,
            resolution_width: rendition.width,
          },
        ],
      },
    }
  }
}

interface Rendition {
  readonly path: string
  readonly width: number
  readonly height: number
}

/** Named by the first segment, as IVS does: `1080p30`. */
function renditionOf(ingest: IngestConfiguration | undefined): Rendition {
  const { videoWidth = 0, videoHeight = 0, targetFramerate = 0 } = ingest?.video ?? {}
  const lines = Math.min(videoWidth, videoHeight)
  return { path: `${lines}p${targetFramerate}`, width: videoWidth, height: videoHeight }
}

const endStatus = (ok: boolean) => (ok ? 'RECORDING_ENDED' : 'RECORDING_ENDED_WITH_FAILURE')

/** RFC 3339 without fractions, as in the guide's samples. */
const wholeSeconds = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z')
