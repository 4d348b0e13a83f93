import { propertiesOf } from './amf0'
import type { AmfList, AmfValue } from './amf0'
import { decodeAmf0 } from './amf0Decode'
import { encodeAmf0 } from './amf0Encode'
import { MESSAGE_TYPE, RtmpProtocolError } from './message'
import type { RtmpMessage } from './message'

/** A remote call or an answer to one. */
export interface Command {
  readonly name: string
  /** 0 when no answer is expected. */
  readonly transaction: number
  /** What follows: the command object (or null) first. */
  readonly args: AmfList
}

/** An onStatus or _error, in the peer's words. */
export interface StatusInfo {
  readonly level: string
  readonly code: string
  readonly description: string
}

/** Whether the message is a command of either AMF version. */
export function isCommand({ type }: RtmpMessage): boolean {
  return type === MESSAGE_TYPE.commandAmf0 || type === MESSAGE_TYPE.commandAmf3
}

/** Reads a command message; throws RtmpProtocolError when it holds none. */
export function readCommand({ type, payload }: RtmpMessage): Command {
  // An AMF3 command is an AMF0 one behind a zero byte, as long as no value switches to AMF3.
  const body = type === MESSAGE_TYPE.commandAmf3 ? payload.subarray(1) : payload
  const [name, transaction, ...args] = decodeAmf0(body)
  if (typeof name !== 'string') throw new RtmpProtocolError('a command without a name')
  return { name, transaction: typeof transaction === 'number' ? transaction : 0, args }
}

/** Builds a command message; `streamId` 0 speaks to the connection. */
export function commandMessage(
  streamId: number,
  name: string,
  transaction: number,
  ...args: AmfList
): RtmpMessage {
  const payload = encodeAmf0([name, transaction, ...args])
  return { type: MESSAGE_TYPE.commandAmf0, streamId, timestampMs: 0, payload }
}

/** Builds an onStatus. */
export function statusMessage(streamId: number, status: StatusInfo): RtmpMessage {
  return commandMessage(streamId, 'onStatus', 0, null, { ...status })
}

/** The status an onStatus or _error carries, with empty words for what it leaves out. */
export function statusOf({ args }: Command): StatusInfo {
  const properties = args.map(propertiesOf).findLast((found) => found !== undefined) ?? {}
  return {
    level: textOf(properties['level']),
    code: textOf(properties['code']),
    description: textOf(properties['description']),
  }
}

/** The text of a value, or nothing when it is none. */
export function textOf(value: AmfValue): string {
  return typeof value === 'string' ? value : ''
}
