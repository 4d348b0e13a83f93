import { type AvcConfig, nalUnits } from './avcConfig'

const SPS = 7
const PPS = 8
const DELIMITER = 9

/**
 * The data of a video frame (NAL units with their lengths) with the parameter sets of its sequence
 * header in front, as NAL units of the same form; sets the frame brings itself are not added again.
 * Unchanged where there is nothing to add, no NAL unit at all, or a set too long for such a length.
 *
 * A new sequence header alone tells a decoder, but not every parser before it: ffmpeg's goes on with
 * the sets it read first until it meets others in the frames.
 */
export function withParameterSets(frame: Uint8Array, config: AvcConfig): Uint8Array {
  const units = nalUnits(frame, config.nalLengthBytes)
  const lastSps = units.findLast((unit) => typeOf(unit) === SPS)
  const hasPps = units.some((unit) => typeOf(unit) === PPS)
  const missing = [...(lastSps ? [] : config.sps), ...(hasPps ? [] : config.pps)]
  const fits = missing.every(({ length }) => length < 256 ** config.nalLengthBytes)
  if (units.length === 0 || missing.length === 0 || !fits) return frame
  const [first] = units
  // A delimiter comes before all else (H.264, 7.4.1.2.3), and a PPS after the SPS it refers to.
  const before = lastSps ?? (first && typeOf(first) === DELIMITER ? first : undefined)
  const at = before ? before.byteOffset - frame.byteOffset + before.length : 0
  const sets = missing.flatMap((set) => [lengthOf(set, config.nalLengthBytes), set])
  return Buffer.concat([frame.subarray(0, at), ...sets, frame.subarray(at)])
}

const typeOf = (unit: Uint8Array) => (unit[0] ?? 0) & 0x1f

function lengthOf(set: Uint8Array, bytes: number): Uint8Array {
  const length = Buffer.alloc(bytes)
  length.writeUIntBE(set.length, 0, bytes)
  return length
}
