import { BitReader } from './bitReader'

/** An AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1), as far as it describes the sound. */
export interface AacConfig {
  /** 2 is AAC-LC, 5 HE-AAC, 29 HE-AAC v2. */
  readonly objectType: number
  readonly sampleRate: number
  readonly channels: number
}

const SAMPLE_RATES = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000,
  7_350,
]
const EXPLICIT_RATE = 15
/** The eighth configuration, 7, is 7.1. */
const CHANNELS = [0, 1, 2, 3, 4, 5, 6, 8]

/** Reads the data of an AAC sequence header; undefined when it is malformed or reserved. */
export function parseAacConfig(data: Uint8Array): AacConfig | undefined {
  const reader = new BitReader(data)
  const shortType = reader.bits(5)
  const objectType = shortType === 31 ? 32 + reader.bits(6) : shortType
  const rateIndex = reader.bits(4)
  const sampleRate = rateIndex === EXPLICIT_RATE ? reader.bits(24) : SAMPLE_RATES[rateIndex]
  const channels = CHANNELS[reader.bits(4)]
  if (reader.isOverrun || !sampleRate || channels === undefined) return undefined
  return { objectType, sampleRate, channels }
}
