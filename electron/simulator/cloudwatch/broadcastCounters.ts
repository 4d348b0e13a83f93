import { readVideo } from '../../media/flv/payload'
import type { MediaTag } from '../../media/mediaTag'
import type { IngestSource } from '../ivs/ingestGauge'
import type { IvsIngest } from '../ivs/service'

/** What has arrived at a live IVS channel since its stream began. Sums only grow. */
export interface BroadcastMeasures {
  readonly channelArn: string
  readonly region: string
  readonly streamId: string
  readonly videoBytes: number
  readonly audioBytes: number
  readonly videoFrames: number
  /** Between the last two; undefined before the second. */
  readonly keyframeIntervalMs: number | undefined
  readonly viewers: number
}

type Sums = Pick<BroadcastMeasures, 'videoBytes' | 'audioBytes' | 'videoFrames'>

interface Counting {
  readonly region: string
  readonly streamId: string
  sums: Sums
  keyframeAtMs: number | undefined
  keyframeIntervalMs: number | undefined
  source: IngestSource
  since: number
  stop: () => void
}

interface Parts {
  readonly now: () => number
  /** What IVS shows of a channel's viewers. */
  readonly viewersOf: (channelArn: string) => number
}

/** Counts what arrives at live IVS channels, beside the ingest that takes it. */
export class BroadcastCounters {
  readonly #live = new Map<string, Counting>()
  #begun = 0

  constructor(private readonly parts: Parts) {}

  measures(): readonly BroadcastMeasures[] {
    return [...this.#live].map(([channelArn, counting]) => ({
      channelArn,
      region: counting.region,
      streamId: counting.streamId,
      ...this.#sumsOf(counting),
      keyframeIntervalMs: counting.keyframeIntervalMs,
      viewers: this.parts.viewersOf(channelArn),
    }))
  }

  /** The same ingest, whose streams are counted and whose beginnings are told. */
  watched(ingest: IvsIngest, began: () => void): IvsIngest {
    return {
      ...ingest,
      began: (channel, source) => {
        ingest.began(channel, source)
        this.#begin(channel, source)
        began()
      },
      takenOver: (channelArn, source) => {
        ingest.takenOver(channelArn, source)
        const counting = this.#live.get(channelArn)
        if (counting) this.#follow(counting, source)
      },
      ended: (channelArn) => {
        ingest.ended(channelArn)
        this.#end(channelArn)
      },
    }
  }

  #begin(channel: { readonly arn: string; readonly region: string }, source: IngestSource): void {
    const { arn, region } = channel
    this.#end(arn)
    const counting: Counting = {
      region,
      streamId: `${arn} ${++this.#begun}`,
      sums: { videoBytes: 0, audioBytes: 0, videoFrames: 0 },
      keyframeAtMs: undefined,
      keyframeIntervalMs: undefined,
      source,
      since: this.parts.now(),
      stop: () => {},
    }
    this.#live.set(arn, counting)
    this.#follow(counting, source)
  }

  /** Another encoder goes on with the same stream: the sums go on too. */
  #follow(counting: Counting, source: IngestSource): void {
    counting.sums = this.#sumsOf(counting)
    counting.stop()
    counting.source = source
    counting.since = this.parts.now()
    counting.keyframeAtMs = undefined
    counting.stop = source.onTag((tag) => count(counting, tag))
  }

  #end(channelArn: string): void {
    this.#live.get(channelArn)?.stop()
    this.#live.delete(channelArn)
  }

  /** Of a stream that is only computed no tag ever comes: it is what it says it is. */
  #sumsOf({ sums, source, since }: Counting): Sums {
    const { video, audio } = source.computed ?? {}
    const seconds = (this.parts.now() - since) / 1000
    const bytes = (bitrate = 0) => (bitrate / 8) * seconds
    return {
      videoBytes: sums.videoBytes + bytes(video?.targetBitrate),
      audioBytes: sums.audioBytes + bytes(audio?.targetBitrate),
      videoFrames: sums.videoFrames + (video?.targetFramerate ?? 0) * seconds,
    }
  }
}

function count(counting: Counting, { kind, payload, timestampMs }: MediaTag): void {
  const { videoBytes, audioBytes, videoFrames } = counting.sums
  if (kind === 'audio') {
    counting.sums = { ...counting.sums, audioBytes: audioBytes + payload.length }
  }
  if (kind !== 'video') return
  const video = readVideo(payload)
  const frames = video.packetType === 'frame' ? 1 : 0
  counting.sums = {
    audioBytes,
    videoBytes: videoBytes + payload.length,
    videoFrames: videoFrames + frames,
  }
  if (frames === 0 || !video.isKeyframe) return
  const before = counting.keyframeAtMs
  if (before !== undefined) counting.keyframeIntervalMs = timestampMs - before
  counting.keyframeAtMs = timestampMs
}
