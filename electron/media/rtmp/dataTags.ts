import { propertiesOf } from './amf0'
import type { AmfObject } from './amf0'
import { decodeAmf0 } from './amf0Decode'
import { encodeAmf0 } from './amf0Encode'

/** What a publisher claims about its stream in onMetaData; a claim, not a measurement. */
export interface DeclaredStream {
  readonly width: number | undefined
  readonly height: number | undefined
  readonly fps: number | undefined
  /** Bits per second. */
  readonly videoBitrate: number | undefined
}

const SET_DATA_FRAME = encodeAmf0(['@setDataFrame'])

/** Takes away what only tells an RTMP server to keep the metadata; FLV and listeners have none. */
export function fromDataFrame(payload: Uint8Array): Uint8Array {
  const start = payload.subarray(0, SET_DATA_FRAME.length)
  return SET_DATA_FRAME.equals(start) ? payload.subarray(SET_DATA_FRAME.length) : payload
}

/** Puts it back for a server that we publish to. */
export function toDataFrame(payload: Uint8Array): Uint8Array {
  return Buffer.concat([SET_DATA_FRAME, payload])
}

/** Reads the payload of an onMetaData tag; throws RtmpProtocolError when it is no AMF0. */
export function readDeclared(payload: Uint8Array): DeclaredStream | undefined {
  const [, value] = decodeAmf0(payload)
  const properties = propertiesOf(value)
  if (!properties) return undefined
  const kilobits = numberIn(properties, 'videodatarate')
  return {
    width: numberIn(properties, 'width'),
    height: numberIn(properties, 'height'),
    fps: numberIn(properties, 'framerate'),
    videoBitrate: kilobits === undefined ? undefined : kilobits * 1000,
  }
}

function numberIn(properties: AmfObject, key: string): number | undefined {
  const value = properties[key]
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}
