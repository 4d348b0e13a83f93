/** What a pipeline sends out from a moment on: nothing is transcoded, so it is as the source has it. */
export interface Carried {
  readonly source: 'feed' | 'slate'
  readonly width: number
  readonly height: number
  readonly fps: number
  /** Bits a second. */
  readonly bitrate: number
  readonly audio: boolean
}

/** One output of one pipeline. */
export interface SyntheticOutput {
  /** From now on this; undefined: the pipeline is held. */
  carry(carried: Carried | undefined): void
  /** A drill has begun or ended. */
  recheck(): void
  /** Whether it is being written successfully. */
  isActive(): boolean
  readonly errors4xx: number
  readonly errors5xx: number
  /** Bytes that went out. */
  bytesSent(): number
  world(): object
  /** It is not tried any more, for now or for good. */
  readonly hasStopped: boolean
  close(): void
  /** The pipeline has failed: nothing is brought to an end. */
  abandon(): void
}
