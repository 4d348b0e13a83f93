import type { IvsChannelType } from '../bill/meter'

export interface IvsChannel {
  readonly arn: string
  readonly region: string
  readonly name: string
  readonly latencyMode: 'NORMAL' | 'LOW'
  readonly type: IvsChannelType
  readonly authorized: boolean
  readonly insecureIngest: boolean
  readonly preset: string
  /** Empty: what is streamed is not recorded. */
  readonly recordingConfigurationArn: string
  readonly tags: Readonly<Record<string, string>>
  readonly srtPassphrase: string
}

export interface IvsStreamKey {
  readonly arn: string
  readonly channelArn: string
  readonly region: string
  /** The secret itself. */
  readonly value: string
  readonly tags: Readonly<Record<string, string>>
}

export interface RecordingConfiguration {
  readonly arn: string
  readonly region: string
  readonly name: string
  readonly bucketName: string
  /** What becomes of it at `settledAt`, simulator epoch ms; CREATING until then. */
  readonly outcome: 'ACTIVE' | 'CREATE_FAILED'
  readonly settledAt: number
  readonly recordingReconnectWindowSeconds: number
  readonly thumbnailConfiguration: ThumbnailConfiguration
  readonly renditionConfiguration: RenditionConfiguration
  readonly tags: Readonly<Record<string, string>>
}

export interface ThumbnailConfiguration {
  readonly recordingMode: 'INTERVAL' | 'DISABLED'
  readonly targetIntervalSeconds?: number | undefined
  readonly resolution?: string | undefined
  readonly storage?: readonly string[] | undefined
}

export interface RenditionConfiguration {
  readonly renditionSelection: 'ALL' | 'NONE' | 'CUSTOM'
  readonly renditions: readonly string[]
}

/** As AWS tells it through EventBridge and in a stream session (IVS user guide, "Using Amazon EventBridge"). */
export type IvsEventType =
  | 'IVS Stream State Change'
  | 'IVS Stream Health Change'
  | 'IVS Limit Breach'
  | 'IVS Recording State Change'

export interface IvsStreamEvent {
  readonly type: IvsEventType
  /** `Stream Start`, `Starvation End`, `Recording Start` … */
  readonly name: string
  readonly code?: string | undefined
  /** Simulator epoch ms. */
  readonly at: number
}

/** What arrives, as GetStreamSession shows it. */
export interface IngestConfiguration {
  readonly video?: IngestVideo | undefined
  readonly audio?: IngestAudio | undefined
}

export interface IngestVideo {
  /** RFC 6381, for example `avc1.640029`. */
  readonly codec: string
  readonly profile: string
  readonly level: string
  readonly encoder: string
  readonly targetBitrate: number
  readonly targetFramerate: number
  readonly videoWidth: number
  readonly videoHeight: number
}

export interface IngestAudio {
  readonly codec: string
  readonly targetBitrate: number
  readonly sampleRate: number
  readonly channels: number
}

/** A broadcast from the first picture to the last. Times in simulator epoch ms. */
export interface IvsStream {
  readonly channelArn: string
  readonly streamId: string
  readonly startedAt: number
  readonly endedAt: number | undefined
  /** As it was when the stream went live, and how it was recorded then. */
  readonly channel: IvsChannel
  readonly recording: RecordingConfiguration | undefined
  readonly ingest: IngestConfiguration
  /** The oldest first. */
  readonly events: readonly IvsStreamEvent[]
}

/** The last part of an ARN: `…:channel/AbCdEfGhIjKl`. */
export const nameInArn = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1)

export const isoTime = (ms: number): string => new Date(ms).toISOString()
