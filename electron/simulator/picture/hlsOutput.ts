import type { HlsConnection, HlsReport } from '../../media/hls/hlsWriter'
import { HlsWriter } from '../../media/hls/hlsWriter'
import type { MediaTag } from '../../media/mediaTag'
import type { HlsOutput } from '../medialive/picturePort'
import { S3Fault } from '../s3/fault'
import type { OwnAccess, OwnWrite } from '../s3/service'
import type { ProgramOutput, ProgramSource } from './program'
import { s3AddressOf, type S3Address } from './s3Address'

/** What recordings need of S3. */
export interface RecordingStore {
  access(): Pick<OwnAccess, 'write' | 'remove'>
}

export interface HlsOutputOptions {
  readonly output: HlsOutput
  readonly pipeline: number
  readonly s3: ReturnType<RecordingStore['access']>
  readonly now: () => number
  /** Told whether the last write went well, and what was wrong if not. */
  readonly onWritten: (failure: HlsFailure | undefined) => void
  readonly onBytesSent: (bytes: number) => void
}

export interface HlsFailure {
  readonly message: string
  /** As HTTP; undefined when nothing was asked at all. */
  readonly status: number | undefined
}

const recentlyMs = 1_500

/** One HLS rendition of one pipeline, in the simulated S3. Addresses elsewhere get nothing: no byte leaves. */
export class HlsRecording implements ProgramOutput {
  readonly kind = 'hls'
  readonly #writer: HlsWriter | undefined
  #connection: HlsConnection | undefined
  #isFailing = false
  #sentAt = Number.NEGATIVE_INFINITY
  /** Program date time says when a picture belongs, not when it was made up for. */
  #behindMs = 0

  constructor(private readonly options: HlsOutputOptions) {
    const address = s3AddressOf(this.url)
    if (address) this.#writer = this.#writerTo(address)
    else this.#told({ message: 'the destination is no S3 address', status: undefined })
  }

  get url(): string {
    return this.options.output.addresses[this.options.pipeline]?.url ?? ''
  }

  /** Whether it is being written successfully now. */
  isActive(): boolean {
    return !this.#isFailing && performance.now() - this.#sentAt < recentlyMs
  }

  begin(_source: ProgramSource, behindMs: number): void {
    this.#behindMs = behindMs
    this.#connection = this.#writer?.openConnection()
  }

  send(tag: MediaTag): void {
    this.#sentAt = performance.now()
    this.#connection?.write(tag)
  }

  /** What there is becomes the last segment for now. */
  hold(): void {
    this.#connection?.close()
    this.#connection = undefined
  }

  /** Breaks off as a pipeline does that fails: no end of the playlist, no last segment. */
  abandon(): void {
    this.#connection = undefined
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
      this.options.onBytesSent(object.body.length)
      this.#told(undefined)
    } catch (failure) {
      this.#told(failureOf(failure))
      throw failure
    }
  }

  #told(failure: HlsFailure | undefined): void {
    this.#isFailing = failure !== undefined
    this.options.onWritten(failure)
  }

  /** Live mode keeps KeepSegments segments in the bucket (MediaLive API reference, HlsGroupSettings). */
  async #dropOldest(bucket: string, segments: string[]): Promise<void> {
    while (segments.length > this.options.output.keepSegments) {
      const key = segments.shift()
      if (key !== undefined) await this.options.s3.remove({ bucket, key })
    }
  }
}

/** What S3 has no answer for is its own fault, as everything but its refusals is. */
function failureOf(thrown: unknown): HlsFailure {
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return { message, status: thrown instanceof S3Fault ? thrown.status : 500 }
}
