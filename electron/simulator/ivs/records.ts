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

/** A broadcast from the first picture to the last. Times in simulator epoch ms. */
export interface IvsStream {
  readonly channelArn: string
  readonly streamId: string
  readonly startedAt: number
  readonly endedAt: number | undefined
}

/** The last part of an ARN: `…:channel/AbCdEfGhIjKl`. */
export const nameInArn = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1)

export const isoTime = (ms: number): string => new Date(ms).toISOString()
