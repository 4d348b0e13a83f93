import type { AlertType } from './alerts'

/** A running channel, with all the picture needs to know of it; stream keys in the clear. */
export interface RunningChannel {
  readonly id: string
  readonly arn: string
  readonly region: string
  readonly name: string
  readonly channelClass: 'SINGLE_PIPELINE' | 'STANDARD'
  readonly inputs: readonly RunningInput[]
  readonly outputs: readonly RunningOutput[]
  /** Whether DescribeThumbnails is to have pictures. */
  readonly thumbnails: boolean
}

export interface RunningInput {
  readonly inputId: string
  /** `app/instance` under which a publisher reaches it; empty unless it is an RTMP push input. */
  readonly streamNames: readonly string[]
}

export type RunningOutput = RtmpOutput | HlsOutput

export interface RtmpOutput {
  readonly kind: 'rtmp'
  readonly groupName: string
  readonly outputName: string
  /** The channel destination it refers to. */
  readonly destinationId: string
  /** One per pipeline: `rtmp(s)://host[:port]/app`. */
  readonly addresses: readonly { readonly url: string; readonly streamName: string }[]
  readonly connectionRetryIntervalMs: number
  readonly numRetries: number
  /** 0: an output that has stopped is never tried again. */
  readonly restartDelayMs: number
  /** What the group does when the input is lost. */
  readonly onInputLoss: 'EMIT_OUTPUT' | 'PAUSE_OUTPUT'
}

export interface HlsOutput {
  readonly kind: 'hls'
  readonly groupName: string
  readonly outputName: string
  /** One per pipeline: `s3ssl://bucket/prefix/basename`. */
  readonly addresses: readonly { readonly url: string }[]
  readonly nameModifier: string
  readonly segmentModifier: string
  readonly mode: 'VOD' | 'LIVE'
  readonly segmentMs: number
  readonly indexSegments: number
  readonly keepSegments: number
  readonly programDateTime: boolean
}

/** What is known of the feed at an input. Times in simulator epoch ms. */
export interface FeedState {
  readonly publishing: boolean
  readonly remoteAddress: string | undefined
  readonly since: number | undefined
  readonly videoFrames: number
  readonly bytes: number
}

export interface Alert {
  readonly id: string
  readonly alertType: AlertType
  readonly message: string
  readonly pipelineId: '0' | '1'
  readonly state: 'SET' | 'CLEARED'
  readonly setAt: number
  readonly clearedAt: number | undefined
}

export interface Thumbnail {
  readonly jpeg: Uint8Array
  readonly takenAt: number
}

/** A plane and the port on 127.0.0.1 where its RTMP ingest listens. */
export interface StartedPicture {
  readonly plane: PicturePlane
  readonly rtmpPort: number
}

export type Admission =
  | { readonly ok: true; readonly inputId: string; readonly channelId: string }
  | { readonly ok: false; readonly why: string }

/** What the picture asks of MediaLive. */
export interface IngestGate {
  /**
   * Whether a publisher at this address may use this name now: the input exists, its security groups
   * allow the address, and its channel runs. The application is without, the instance without slash.
   */
  admitPublisher(publisher: {
    readonly app: string
    readonly instance: string
    readonly remoteAddress: string
  }): Admission
}

/** What carries the picture of running channels, and reports on it. MediaLive tells it, never asks it to wait. */
export interface PicturePlane {
  channelRunning(channel: RunningChannel): void
  /** Leaving RUNNING for whatever reason: publishers are cut off, outputs closed. */
  channelStopped(channelId: string): void
  alerts(channelId: string): readonly Alert[]
  thumbnail(channelId: string): Thumbnail | undefined
  feedOf(inputId: string): FeedState | undefined
  /** Counters of inputs, outputs and sinks, for `GET /_simulator/world`. */
  world(): unknown
  close(): Promise<void>
}

/** No picture at all: channels run, nothing arrives, nothing leaves. */
export const noPicture: PicturePlane = {
  channelRunning: () => {},
  channelStopped: () => {},
  alerts: () => [],
  thumbnail: () => undefined,
  feedOf: () => undefined,
  world: () => ({}),
  close: () => Promise.resolve(),
}
