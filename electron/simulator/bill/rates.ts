import type {
  BitrateTier,
  Codec,
  FrameRateTier,
  IdleResource,
  InputLine,
  IvsChannelType,
  OutputLine,
  Resolution,
  S3RequestKind,
} from './meter'

/**
 * The simulator's own rate table as of 2026-09-18: micro-dollars, on demand, us-east-1 for every
 * Region. It is not the console's: the two are kept apart so that one can check the other.
 *
 * Read: MediaLive AVC SD and HD, input to 20 Mbit/s, output under 10 Mbit/s to 30 fps: AWS Price List
 * of 2026-09-18 and AWS's published cost example for Live Streaming on AWS. IVS: its pricing page,
 * 2026-07-27. S3 and data transfer: their pricing pages. Every other MediaLive row is extrapolated
 * by the factors below and marked so in docs/SIMULATOR.md.
 */

/** A standard channel's rows; a single pipeline costs 0.6 of them on every row that was read. */
const standardInputPerHour = { SD: 117_000, HD: 234_000, UHD: 468_000 } as const
const standardOutputPerHour = { SD: 354_000, HD: 702_000, UHD: 1_404_000 } as const

const codecFactor: Readonly<Record<Codec, number>> = { MPEG2: 1, AVC: 1, HEVC: 2, AV1: 2 }
const frameRateFactor: Readonly<Record<FrameRateTier, number>> = { 30: 1, 60: 1.5 }
/** 0.294 over 0.234 as read for HD inputs; the highest tier goes on in the same step. */
const bitrateFactor: Readonly<Record<BitrateTier, number>> = {
  10: 1,
  20: 294 / 234,
  50: (294 / 234) ** 2,
}
const audioOnlyOutputPerHour = 35_400

export type Pipelines = 'single' | 'standard'

const forPipelines = (standardPerHour: number, pipelines: Pipelines) =>
  Math.round(pipelines === 'single' ? standardPerHour * 0.6 : standardPerHour)

/** Micro-dollars per hour of one attached input. */
export function inputPerHour(
  { codec, resolution, bitrate }: InputLine,
  pipelines: Pipelines,
): number {
  const base: Readonly<Record<Resolution, number>> = standardInputPerHour
  return forPipelines(base[resolution] * codecFactor[codec] * bitrateFactor[bitrate], pipelines)
}

/** Micro-dollars per hour of one configured output. */
export function outputPerHour(output: OutputLine, pipelines: Pipelines): number {
  if (output.codec === 'audio-only') return forPipelines(audioOnlyOutputPerHour, pipelines)
  const { codec, resolution, bitrate, frameRate } = output
  const factor = codecFactor[codec] * bitrateFactor[bitrate] * frameRateFactor[frameRate]
  return forPipelines(standardOutputPerHour[resolution] * factor, pipelines)
}

export const idlePerHour: Readonly<Record<IdleResource, number>> = {
  channel: 10_000,
  'push-input': 10_000,
}

export const ivsInputPerHour: Readonly<Record<IvsChannelType, number>> = {
  BASIC: 200_000,
  STANDARD: 2_000_000,
  ADVANCED_SD: 500_000,
  ADVANCED_HD: 850_000,
}

export const s3PerThousandRequests: Readonly<Record<S3RequestKind, number>> = {
  put: 5_000,
  list: 5_000,
  get: 400,
}
export const s3PerGbMonth = 23_000
export const egressPerGb = 90_000

/** Every run is billed for at least so long (MediaLive pricing page). */
export const shortestBilledRunMinutes = 10
