import type { HlsConnection, HlsReport } from '../../media/hls/hlsWriter'
import { HlsWriter } from '../../media/hls/hlsWriter'
import type { MediaTag } from '../../media/mediaTag'
import type { HlsOutput } from '../medialive/picturePort'
import type { OwnAccess, OwnWrite } from '../s3/service'
import type { ProgramOutput, ProgramSource } from './program'
import { s3AddressOf, type S3Address } from './s3Address'

export interface HlsOutputOptions {
  readonly output: HlsOutput
  readonly pipeline: number
  readonly s3: OwnAccess
  readonly now: () => number
  /** Told whether the last write went well, and what was wrong if not. */
  readonly onWritten: (failure: string | undefined) => void
}

/** One HLS rendition of one pipeline, in the simulated S3. Addresses elsewhere get nothing: no byte leaves. */
export class HlsRecording implements ProgramOutput {
  readonly #writer: HlsWriter | undefined
  #connection: HlsConnection | undefined
  /** Program date time says when a picture belongs, not when it was made up for. */
  #behindMs = 0

  constructor(private readonly options: HlsOutputOptions) {
    const url = options.output.addresses[options.pipeline]?.url ?? ''
    const address = s3AddressOf(url)
    if (address) this.#writer = this.#writerTo(address)
    else options.onWritten('the destination is no S3 address')
  }

  begin(_source: ProgramSource, behindMs: number): void {
    this.#behindMs = behindMs
    this.#connection = this.#writer?.openConnection()
  }

  send(tag: MediaTag): void {
    this.#connection?.write(tag)
  }

  report(): HlsReport | undefined {
    return this.#writer?.report()
  }

  /** Resolves when the closing playlist lies in the bucket. */
  async close(): Promise<void> {
    await this.#writer?.close()
  }

  #writerTo({ bucket, folder, baseName }: S3Address): HlsWriter {
    const { output } = this.options
    const segments: string[] = []
    return new HlsWriter({
      store: {
        put: async (name, body, contentType) => {
          await this.#write({ bucket, key: folder + name, contentType, body })
          if (output.mode === 'VOD' || !name.endsWith('.ts')) return
          segments.push(folder + name)
          await this.#dropOldest(bucket, segments)
        },
      },
      baseName,
      nameModifier: output.nameModifier,
      segmentModifier: output.segmentModifier,
      segmentSeconds: output.segmentMs / 1000,
      now: () => this.options.now() - this.#behindMs,
      mode: output.mode === 'VOD' ? 'vod' : 'live',
      liveSegments: output.indexSegments,
      // Every failure was already told by the write itself, with its cause.
      onError: () => {},
    })
  }

  async #write(object: OwnWrite): Promise<void> {
    try {
      await this.options.s3.write(object)
      this.options.onWritten(undefined)
    } catch (failure) {
      this.options.onWritten(failure instanceof Error ? failure.message : String(failure))
      throw failure
    }
  }

  /** Live mode keeps KeepSegments segments in the bucket (MediaLive API reference, HlsGroupSettings). */
  async #dropOldest(bucket: string, segments: string[]): Promise<void> {
    while (segments.length > this.options.output.keepSegments) {
      const key = segments.shift()
      if (key !== undefined) await this.options.s3.remove({ bucket, key })
    }
  }
}
