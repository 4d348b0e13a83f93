/** How much one peer may ask of this machine before it is disconnected. */
export interface RtmpLimits {
  readonly maxConnections: number
  /** The largest audio or video message. */
  readonly maxMessageBytes: number
  /** The largest message of any other kind: commands, metadata, protocol control. */
  readonly maxCommandBytes: number
  readonly maxChunkStreams: number
  /** Memory held for messages that have begun and not ended, over all chunk streams. */
  readonly maxBufferedBytes: number
  /** Memory held for what the peer has not read yet. */
  readonly maxUnsentBytes: number
  readonly handshakeTimeoutMs: number
  /** From the end of the handshake, or of the last stream, to an accepted publish. */
  readonly publishTimeoutMs: number
  /** Between two media messages of a stream. */
  readonly idleTimeoutMs: number
  /** How long a peer that was told to go may take to close its side. */
  readonly lingerMs: number
}

const MEBIBYTE = 1024 * 1024

export const DEFAULT_LIMITS: RtmpLimits = {
  maxConnections: 64,
  maxMessageBytes: 8 * MEBIBYTE,
  maxCommandBytes: 64 * 1024,
  maxChunkStreams: 32,
  maxBufferedBytes: 16 * MEBIBYTE,
  maxUnsentBytes: MEBIBYTE,
  handshakeTimeoutMs: 5_000,
  publishTimeoutMs: 10_000,
  idleTimeoutMs: 30_000,
  lingerMs: 1_000,
}
