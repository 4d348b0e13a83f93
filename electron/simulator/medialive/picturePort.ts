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
  /** In which it writes to S3. */
  readonly roleArn: string | undefined
  /** Whether DescribeThumbnails is to have pictures. */
  readonly thumbnails: boolean
  /** The attachment on air from the start: the first, unless a schedule says otherwise. */
  readonly activeAttachment: string
  /** Pipelines whose outputs the schedule holds from the start. */
  readonly pausedPipelines: readonly PipelineId[]
}

export type PipelineId = '0' | '1'

export interface RunningInput {
  readonly inputId: string
  /** What schedule actions call it. */
  readonly attachmentName: string
  /** `app/instance` under which a publisher reaches it; empty unless it is an RTMP push input. */
  readonly streamNames: readonly string[]
  readonly failover: Failover | undefined
}

/** Automatic input failover from this input to another push input of the same channel. */
export interface Failover {
  readonly secondaryInputId: string
  readonly preference: 'EQUAL_INPUT_PREFERENCE' | 'PRIMARY_INPUT_PREFERRED'
  /** How long the primary has to be well before it is taken back. */
  readonly errorClearMs: number
  readonly conditions: readonly FailoverCondition[]
}

/** Thresholds in ms. */
export type FailoverCondition =
  | { readonly kind: 'input-loss'; readonly afterMs: number }
  | { readonly kind: 'audio-silence'; readonly afterMs: number }
  | { readonly kind: 'video-black'; readonly afterMs: number }

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
  /** How much may wait for a server that takes nothing, and what happens then. */
  readonly cache: {
    readonly lengthMs: number
    readonly whenFull: 'DISCONNECT_IMMEDIATELY' | 'WAIT_FOR_SERVER'
  }
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

/** The alerts of channels that run or have run, as they are saved. */
export type SavedAlerts = readonly {
  readonly channelId: string
  readonly alerts: readonly Alert[]
}[]

export interface Thumbnail {
  readonly jpeg: Uint8Array
  readonly takenAt: number
}

/**
 * What one pipeline has counted since its channel began to run: sums only grow, so that whoever looks
 * twice knows what happened in between. Bits and bytes as they cross the wire.
 */
export interface PipelineMeasures {
  readonly channelId: string
  readonly region: string
  readonly pipelineId: PipelineId
  readonly inputVideoFrames: number
  /** Whether a picture ever arrived since the start. */
  readonly hadInput: boolean
  readonly networkInBytes: number
  readonly networkOutBytes: number
  /** For how long the outputs have been filled with something else than the input; 0: they are not. */
  readonly fillMs: number
  readonly activeAlerts: number
  /** Whether the input of the attachment is on air and not its failover. */
  readonly primaryInputActive: boolean
  readonly outputGroups: readonly {
    readonly name: string
    readonly kind: 'rtmp' | 'hls'
    /** Outputs that are being written successfully now, of so many configured. */
    readonly active: number
    readonly configured: number
    /** Of HTTP outputs only. */
    readonly errors4xx: number
    readonly errors5xx: number
  }[]
}

/** Encoders that are data, where the picture is computed from the clock. */
export interface EncoderDesk {
  /** As `POST /_simulator/feeds` takes it; throws a ZodError for anything else. */
  set(command: unknown): void
  /** Those that are on. */
  list(): readonly object[]
}

/** A plane and the port on 127.0.0.1 where its RTMP ingest listens. */
export interface StartedPicture {
  readonly plane: PicturePlane
  readonly rtmpPort: number
  /** Undefined where real encoders are needed. */
  readonly encoders?: EncoderDesk
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
  /** The one output the channel has is an RTMP output whose retries are used up. */
  soleOutputLost(channelId: string): void
}

/** What carries the picture of running channels, and reports on it. MediaLive tells it, never asks it to wait. */
export interface PicturePlane {
  channelRunning(channel: RunningChannel): void
  /** Leaving RUNNING for whatever reason: publishers are cut off, outputs closed. */
  channelStopped(channelId: string): void
  alerts(channelId: string): readonly Alert[]
  /** Every channel's, to be saved with the world. */
  allAlerts(): SavedAlerts
  /** Before it hears of any channel: what was saved. Pipelines begin anew, so what was set is over. */
  takeUpAlerts(saved: SavedAlerts): void
  /** What that pipeline shows; each has a picture of its own. */
  thumbnail(channelId: string, pipelineId: PipelineId): Thumbnail | undefined
  feedOf(inputId: string): FeedState | undefined
  /** Another attached input goes on air, at once: the schedule's InputSwitch. */
  switchInput(channelId: string, attachmentName: string): void
  /** Outputs of exactly these pipelines are held from now on, connections and billing go on. */
  pausePipelines(channelId: string, paused: readonly PipelineId[]): void
  /** These pipelines of a running channel are down until `pipelinesUp`; the others go on. */
  pipelinesDown(channelId: string, pipelines: readonly PipelineId[]): void
  /** Down ones begin anew, with new playlists and connections, on the input and in the pause last told. */
  pipelinesUp(channelId: string, pipelines: readonly PipelineId[]): void
  /** The attachment that is on air in a pipeline, which failover decides; undefined: not running. */
  activeAttachment(channelId: string, pipelineId: PipelineId): string | undefined
  /** Of every pipeline that runs now. */
  measures(): readonly PipelineMeasures[]
  /**
   * The account was emptied, and no channel runs any more. Forgets what it counted; resolves when
   * nothing is written or sent on behalf of those that ran.
   */
  emptied(): Promise<void>
  /** Counters of inputs, outputs and sinks, for `GET /_simulator/world`. */
  world(): unknown
  close(): Promise<void>
}

/** No picture at all: channels run, nothing arrives, nothing leaves. */
export const noPicture: PicturePlane = {
  channelRunning: () => {},
  channelStopped: () => {},
  alerts: () => [],
  allAlerts: () => [],
  takeUpAlerts: () => {},
  thumbnail: () => undefined,
  feedOf: () => undefined,
  switchInput: () => {},
  pausePipelines: () => {},
  pipelinesDown: () => {},
  pipelinesUp: () => {},
  activeAttachment: () => undefined,
  measures: () => [],
  emptied: () => Promise.resolve(),
  world: () => ({}),
  close: () => Promise.resolve(),
}
