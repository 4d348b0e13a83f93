import { MESSAGE_TYPE, RtmpProtocolError } from './message'
import type { RtmpMessage } from './message'

/** How many bytes a side may send before it must have heard an acknowledgement. */
export const WINDOW_BYTES = 2_500_000

/** User control events, from the RTMP specification 1.0, section 7.1.7. */
const USER_CONTROL = { streamBegin: 0, pingRequest: 6, pingResponse: 7 } as const
const PEER_BANDWIDTH_DYNAMIC = 2

/** Tells the peer how many bytes have arrived; the counter wraps at 2^32. */
export function acknowledgement(receivedBytes: number): RtmpMessage {
  return control(MESSAGE_TYPE.acknowledgement, uint32(receivedBytes >>> 0))
}

/** Asks the peer to acknowledge every window of bytes. */
export function windowAckSize(): RtmpMessage {
  return control(MESSAGE_TYPE.windowAckSize, uint32(WINDOW_BYTES))
}

/** Asks the peer to keep no more than a window on its way to us. */
export function setPeerBandwidth(): RtmpMessage {
  const payload = Buffer.concat([uint32(WINDOW_BYTES), Buffer.from([PEER_BANDWIDTH_DYNAMIC])])
  return control(MESSAGE_TYPE.setPeerBandwidth, payload)
}

/** Says that a stream may now be used. */
export function streamBegin(streamId: number): RtmpMessage {
  return userControl(USER_CONTROL.streamBegin, uint32(streamId))
}

/** The answer to a ping, or undefined when the message is none. */
export function pingReplyTo({ type, payload }: RtmpMessage): RtmpMessage | undefined {
  if (type !== MESSAGE_TYPE.userControl || payload.length < 6) return undefined
  const event = Buffer.from(payload).readUInt16BE()
  if (event !== USER_CONTROL.pingRequest) return undefined
  return userControl(USER_CONTROL.pingResponse, payload.subarray(2, 6))
}

/** The number a protocol control message carries. */
export function controlValue({ payload }: RtmpMessage): number {
  if (payload.length < 4) throw new RtmpProtocolError('a control message is too short')
  return Buffer.from(payload).readUInt32BE()
}

function userControl(event: number, rest: Uint8Array): RtmpMessage {
  return control(MESSAGE_TYPE.userControl, Buffer.concat([Buffer.from([0, event]), rest]))
}

function control(type: number, payload: Uint8Array): RtmpMessage {
  return { type, streamId: 0, timestampMs: 0, payload }
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
