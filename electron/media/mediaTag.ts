/**
 * One unit of media as RTMP carries it and FLV stores it: the payload is the tag body, its first
 * byte says the codec. Everything in this folder speaks in these.
 */
export interface MediaTag {
  readonly kind: 'audio' | 'video' | 'data'
  /** Milliseconds since the publisher began; may wrap at 2^32 or start again on a reconnect. */
  readonly timestampMs: number
  readonly payload: Uint8Array
}
