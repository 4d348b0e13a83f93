import type { AacConfig } from '../flv/aacConfig'
import { nalUnits } from '../flv/avcConfig'
import type { AvcConfig } from '../flv/avcConfig'

const START_CODE = Uint8Array.of(0, 0, 0, 1)
const ACCESS_UNIT_DELIMITER = Uint8Array.of(9, 0xf0)
const DELIMITER_TYPE = 9
const SPS_TYPE = 7

const typeOf = (unit: Uint8Array): number => (unit[0] ?? 0) & 0x1f

/**
 * One picture as a transport stream carries it (H.264 Annex B): a delimiter first, and the
 * parameter sets before every keyframe, so that each segment can be decoded alone.
 */
export function toAnnexB(frame: Uint8Array, config: AvcConfig, isKeyframe: boolean): Uint8Array {
  const units = nalUnits(frame, config.nalLengthBytes).filter(
    (unit) => typeOf(unit) !== DELIMITER_TYPE,
  )
  const carriesOwnSets = units.some((unit) => typeOf(unit) === SPS_TYPE)
  const sets = isKeyframe && !carriesOwnSets ? [...config.sps, ...config.pps] : []
  return withStartCodes([ACCESS_UNIT_DELIMITER, ...sets, ...units])
}

function withStartCodes(units: readonly Uint8Array[]): Uint8Array {
  const length = units.reduce((sum, unit) => sum + START_CODE.length + unit.length, 0)
  const joined = new Uint8Array(length)
  let offset = 0
  for (const unit of units) {
    joined.set(START_CODE, offset)
    joined.set(unit, offset + START_CODE.length)
    offset += START_CODE.length + unit.length
  }
  return joined
}

/** In the order ADTS numbers them (ISO/IEC 14496-3, table 1.18). */
const ADTS_RATES = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000,
  7_350,
]
const ADTS_HEADER_BYTES = 7
const EIGHT_CHANNELS = 7
const AAC_LC = 2
const LAST_ADTS_TYPE = 4

/** Whether ADTS has a number for this sound; a rare sample rate has none. */
export const fitsAdts = (config: AacConfig): boolean => ADTS_RATES.includes(config.sampleRate)

/** One AAC frame with its ADTS header; HE-AAC travels as the LC at its core, as ADTS wants it. */
export function toAdts(frame: Uint8Array, config: AacConfig): Uint8Array {
  const length = frame.length + ADTS_HEADER_BYTES
  const profile = (config.objectType <= LAST_ADTS_TYPE ? config.objectType : AAC_LC) - 1
  const rate = ADTS_RATES.indexOf(config.sampleRate)
  const channels = config.channels === 8 ? EIGHT_CHANNELS : config.channels
  const framed = new Uint8Array(length)
  framed.set([
    0xff,
    0xf1,
    (profile << 6) | (rate << 2) | (channels >> 2),
    ((channels & 3) << 6) | (length >> 11),
    (length >> 3) & 0xff,
    ((length & 7) << 5) | 0x1f,
    0xfc,
  ])
  framed.set(frame, ADTS_HEADER_BYTES)
  return framed
}

const hex = (byte: number): string => byte.toString(16).padStart(2, '0')

/** RFC 6381, for example `avc1.640029`. */
export const videoCodecName = (config: AvcConfig): string =>
  `avc1.${hex(config.profile)}${hex(config.compatibility)}${hex(config.level)}`

/** RFC 6381, for example `mp4a.40.2`. */
export const audioCodecName = (config: AacConfig): string => `mp4a.40.${config.objectType}`
