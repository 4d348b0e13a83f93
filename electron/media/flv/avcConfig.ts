import { parseSps } from './sps'
import type { SpsFacts } from './sps'

/** An AVCDecoderConfigurationRecord (ISO/IEC 14496-15): what an H.264 decoder needs beforehand. */
export interface AvcConfig {
  readonly profile: number
  readonly compatibility: number
  /** Ten times the level: 41 is level 4.1. */
  readonly level: number
  /** How many bytes give the length of each NAL unit in the frames that follow. */
  readonly nalLengthBytes: number
  readonly sps: readonly Uint8Array[]
  readonly pps: readonly Uint8Array[]
}

const HEADER_BYTES = 6

/** Reads the data of a video sequence header; undefined when it is malformed. */
export function parseAvcConfig(data: Uint8Array): AvcConfig | undefined {
  if (data.length < HEADER_BYTES || data[0] !== 1) return undefined
  const sps = takeSets(data, HEADER_BYTES, (data[5] ?? 0) & 0x1f)
  const ppsCount = sps && data[sps.end]
  if (!sps || ppsCount === undefined) return undefined
  const pps = takeSets(data, sps.end + 1, ppsCount)
  if (!pps) return undefined
  return {
    profile: data[1] ?? 0,
    compatibility: data[2] ?? 0,
    level: data[3] ?? 0,
    nalLengthBytes: ((data[4] ?? 0) & 3) + 1,
    sps: sps.sets,
    pps: pps.sets,
  }
}

/** Size, profile and level of the picture a configuration describes; undefined when malformed. */
export function pictureOf(config: AvcConfig): SpsFacts | undefined {
  const [first] = config.sps
  return first && parseSps(first)
}

/**
 * Splits the data of a video frame into its NAL units, without lengths. Stops at the first length
 * that does not fit, as a decoder would.
 */
export function nalUnits(data: Uint8Array, nalLengthBytes: number): readonly Uint8Array[] {
  const units: Uint8Array[] = []
  let offset = 0
  while (offset + nalLengthBytes <= data.length) {
    const start = offset + nalLengthBytes
    let length = 0
    for (const byte of data.subarray(offset, start)) length = length * 256 + byte
    if (length > data.length - start) break
    if (length > 0) units.push(data.subarray(start, start + length))
    offset = start + length
  }
  return units
}

interface ParameterSets {
  readonly sets: readonly Uint8Array[]
  readonly end: number
}

function takeSets(data: Uint8Array, from: number, count: number): ParameterSets | undefined {
  const sets: Uint8Array[] = []
  let offset = from
  for (let index = 0; index < count; index += 1) {
    const start = offset + 2
    const end = start + (data[offset] ?? 0) * 256 + (data[offset + 1] ?? 0)
    if (end > data.length || end === start) return undefined
    sets.push(data.subarray(start, end))
    offset = end
  }
  return { sets, end: offset }
}
