import type { Cancel } from '../kit/clock'
import type { SimulatorContext } from '../kit/context'
import type { OwnAccess } from '../s3/service'
import type { IngestGauge, IngestSource } from './ingestGauge'
import { Recording } from './recording'
import { type IngestConfiguration, type IvsChannel, nameInArn } from './records'
import type { IvsStream, RecordingConfiguration } from './records'

/** What IVS asks of S3. */
export interface RecordingStore {
  /** The Region of a bucket; undefined: there is none of that name. */
  regionOf(bucket: string): string | undefined
  access(): OwnAccess
}

export interface RecordingNews {
  readonly name:
    'Recording Start' | 'Recording End' | 'Recording Start Failure' | 'Recording End Failure'
  /** For the event log: bucket, prefix, duration, in the names of the EventBridge event. */
  readonly detail: Readonly<Record<string, unknown>>
}

/** A live stream as the recorder sees it. */
export interface RecordedStream {
  readonly stream: IvsStream
  readonly source: IngestSource
  readonly gauge: IngestGauge
}

/** Limits of merging (IVS user guide, "Merge Fragmented Streams"). */
const mostMergedStreams = 20
const longestMergedMs = 48 * 3_600_000
/** "Usually, writing to S3 completes within 10 seconds": who comes back sooner is not merged. */
const writingMs = 10_000

interface Open {
  readonly recording: Recording
  /** The last one it took in. */
  stream: IvsStream
  /** When its last stream ended; undefined while one goes on. */
  endedAt: number | undefined
  cancelEnd: Cancel
}

type Parts = Pick<SimulatorContext, 'account' | 'clock' | 'ids' | 'log'>

/** Auto-record to S3: what arrives on a channel with a recording configuration is kept as HLS. */
export class Recordings {
  readonly #open = new Map<string, Open>()
  readonly #finishing = new Set<Promise<void>>()

  constructor(
    private readonly context: Parts,
    private readonly store: RecordingStore,
    private readonly tell: (stream: IvsStream, news: RecordingNews) => void,
  ) {}

  began(recorded: RecordedStream): void {
    const { stream, gauge } = recorded
    const { recording: configuration, channel } = stream
    if (!configuration) return
    const waiting = this.#open.get(channel.arn)
    if (waiting && this.#isMergeable(waiting, gauge.configuration(), configuration)) {
      waiting.cancelEnd()
      waiting.endedAt = undefined
      this.#feed(waiting, recorded)
      return
    }
    if (waiting) this.#end(channel.arn, waiting)
    if (this.store.regionOf(configuration.bucketName) !== configuration.region) {
      this.tell(stream, {
        name: 'Recording Start Failure',
        detail: this.#detail(configuration, '', 0),
      })
      return
    }
    const recording = this.#newRecording(channel, configuration)
    const open = { recording, stream, endedAt: undefined, cancelEnd: () => {} }
    this.#open.set(channel.arn, open)
    this.#feed(open, recorded)
  }

  /** Another encoder goes on with the same stream. */
  takenOver(channelArn: string, source: IngestSource, gauge: IngestGauge): void {
    this.#open.get(channelArn)?.recording.feed(source, gauge)
  }

  ended(stream: IvsStream): void {
    const open = this.#open.get(stream.channelArn)
    if (!open || open.endedAt !== undefined) return
    open.recording.pause()
    open.endedAt = this.context.clock.now()
    const seconds = open.recording.parts.configuration.recordingReconnectWindowSeconds
    if (seconds === 0) return this.#end(stream.channelArn, open)
    open.cancelEnd = this.context.clock.at(open.endedAt + seconds * 1000, () =>
      this.#end(stream.channelArn, open),
    )
  }

  /** Ends whatever is open; resolves when it lies in the bucket. */
  async close(): Promise<void> {
    for (const [arn, open] of this.#open) this.#end(arn, open)
    await Promise.all(this.#finishing)
  }

  /** Nothing is written any more: the account is empty. */
  reset(): void {
    for (const { recording, cancelEnd } of this.#open.values()) {
      cancelEnd()
      recording.pause()
    }
    this.#open.clear()
  }

  #feed(open: Open, { stream, source, gauge }: RecordedStream): void {
    open.stream = stream
    open.recording.streamIds.push(stream.streamId)
    open.recording.feed(source, gauge)
    const { configuration, prefix } = open.recording.parts
    this.tell(stream, { name: 'Recording Start', detail: this.#detail(configuration, prefix, 0) })
  }

  #newRecording(channel: IvsChannel, configuration: RecordingConfiguration): Recording {
    const startedAt = this.context.clock.now()
    const at = new Date(startedAt)
    const minute = [
      at.getUTCFullYear(),
      at.getUTCMonth() + 1,
      at.getUTCDate(),
      at.getUTCHours(),
      at.getUTCMinutes(),
    ]
    const id = this.context.ids.alphanumeric('ivs-recording', 12)
    const prefix = `ivs/v1/${this.context.account}/${nameInArn(channel.arn)}/${minute.join('/')}/${id}`
    const { now } = this.context.clock
    const s3 = this.store.access()
    return new Recording({ channelArn: channel.arn, configuration, prefix, startedAt, s3, now })
  }

  #isMergeable(
    { recording, endedAt }: Open,
    looks: IngestConfiguration,
    configuration: RecordingConfiguration,
  ): boolean {
    const now = this.context.clock.now()
    return (
      endedAt !== undefined &&
      now - endedAt >= writingMs &&
      now - recording.parts.startedAt < longestMergedMs &&
      recording.streamIds.length < mostMergedStreams &&
      recording.parts.configuration.arn === configuration.arn &&
      looksAlike(recording.looks, looks)
    )
  }

  #end(channelArn: string, open: Open): void {
    open.cancelEnd()
    this.#open.delete(channelArn)
    const { configuration, prefix } = open.recording.parts
    const finishing = open.recording
      .finish()
      .then(({ ok, durationMs }) => {
        const detail = {
          ...this.#detail(configuration, prefix, durationMs),
          recording_session_stream_ids: open.recording.streamIds,
        }
        this.tell(open.stream, { name: ok ? 'Recording End' : 'Recording End Failure', detail })
      })
      .catch((failure: unknown) => this.context.log(`ivs recording: ${String(failure)}`))
      .finally(() => this.#finishing.delete(finishing))
    this.#finishing.add(finishing)
  }

  #detail({ bucketName }: RecordingConfiguration, prefix: string, durationMs: number) {
    return {
      recording_s3_bucket_name: bucketName,
      recording_s3_key_prefix: prefix,
      recording_duration_ms: durationMs,
    }
  }
}

/** Size, rate and codecs the same, the bitrate within half of the first one's. */
function looksAlike(first: IngestConfiguration | undefined, next: IngestConfiguration): boolean {
  const [one, other] = [first?.video, next.video]
  if (!one || !other || first?.audio?.codec !== next.audio?.codec) return false
  return (
    one.codec === other.codec &&
    one.videoWidth === other.videoWidth &&
    one.videoHeight === other.videoHeight &&
    one.targetFramerate === other.targetFramerate &&
    Math.abs(one.targetBitrate - other.targetBitrate) <= one.targetBitrate / 2
  )
}
