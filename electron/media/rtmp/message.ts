/** One whole RTMP message, put together from its chunks. */
export interface RtmpMessage {
  readonly type: number
  /** 0 is the connection itself; what createStream returned is the stream. */
  readonly streamId: number
  /** Milliseconds, modulo 2^32. */
  readonly timestampMs: number
  readonly payload: Uint8Array
}

/** Message types, from Adobe's RTMP specification 1.0, sections 5.4 and 7.1. */
export const MESSAGE_TYPE = {
  setChunkSize: 1,
  abort: 2,
  acknowledgement: 3,
  userControl: 4,
  windowAckSize: 5,
  setPeerBandwidth: 6,
  audio: 8,
  video: 9,
  dataAmf3: 15,
  commandAmf3: 17,
  dataAmf0: 18,
  commandAmf0: 20,
  aggregate: 22,
} as const

/** The peer broke the protocol or a limit; the connection cannot be read any further. */
export class RtmpProtocolError extends Error {
  override readonly name = 'RtmpProtocolError'
}
