import type { IvsChannelType } from '../bill/meter'

export interface MeasuredStream {
  readonly width: number | undefined
  readonly height: number | undefined
  readonly bitrateBps: number
}

/** Encoders do not keep their bitrate to the last bit; how far AWS lets them stray is not documented. */
const leeway = 1.1
const megabit = 1_000_000

export interface Excess {
  /** As IVS calls the limit that is broken. */
  readonly limit: 'Ingest Resolution' | 'Ingest Bitrate'
  readonly words: string
}

/**
 * What is too much for a channel of this type; undefined: nothing is (IVS API reference,
 * Channel, `type`: exceeding resolution or bitrate will probably disconnect the stream at once).
 */
export function excessOf(type: IvsChannelType, measured: MeasuredStream): Excess | undefined {
  const { width = 0, height = 0, bitrateBps } = measured
  const lines = Math.min(width, height)
  if (lines > 1080) {
    return { limit: 'Ingest Resolution', words: `${width}x${height} is larger than 1080p` }
  }
  const most = mostBitsPerSecond(type, lines)
  if (bitrateBps <= most * leeway) return undefined
  const words = `${(bitrateBps / megabit).toFixed(1)} Mbit/s is more than ${most / megabit} for ${type}`
  return { limit: 'Ingest Bitrate', words }
}

function mostBitsPerSecond(type: IvsChannelType, lines: number): number {
  if (type !== 'BASIC') return 8.5 * megabit
  return (lines <= 480 ? 1.5 : 3.5) * megabit
}
