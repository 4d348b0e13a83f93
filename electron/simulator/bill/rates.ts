import type {
  BitrateTier,
  Codec,
  IdleResource,
  InputLine,
  IvsChannelType,
  OutputLine,
  Resolution,
} from './meter'
import { factorTable, rateTable, type Factor, type Rate } from './rateTable'

type RateId = (typeof rateTable)[number]['id']
/** Every row of the table by its name, in micro-dollars. */
export type UnitRates = Readonly<Record<RateId, number>>

const rows: readonly Rate[] = rateTable
// The table's own ids, which Object.fromEntries cannot say.
export const rates = Object.fromEntries(rows.map(({ id, micros }) => [id, micros])) as UnitRates

const factors: readonly Factor[] = factorTable
type FactorId = (typeof factorTable)[number]['id']
const factor = (wanted: FactorId): number => factors.find(({ id }) => id === wanted)?.by ?? 1

export type Pipelines = 'single' | 'standard'

/** Micro-dollars per hour of one attached input; read where it was read, else extrapolated. */
export function inputPerHour(
  { codec, resolution, bitrate }: InputLine,
  pipelines: Pipelines,
): number {
  const read = rowOf(`medialive.input.${keyOf(codec, resolution, bitrate)}.${pipelines}`)
  if (read !== undefined) return read
  const size = { SD: factor('SD input'), HD: 1, UHD: factor('UHD') }[resolution]
  const standard = rates['medialive.input.avc.hd.10.standard'] * size
  return forPipelines(standard * codecFactor(codec) * bitrateFactor(bitrate), pipelines)
}

/** Micro-dollars per hour of one configured output; read where it was read, else extrapolated. */
export function outputPerHour(output: OutputLine, pipelines: Pipelines): number {
  if (output.codec === 'audio-only') {
    return forPipelines(rates['medialive.output.audio-only.standard'], pipelines)
  }
  const { codec, resolution, bitrate, frameRate } = output
  const key = `${keyOf(codec, resolution, bitrate)}.${frameRate}`
  const read = rowOf(`medialive.output.${key}.${pipelines}`)
  if (read !== undefined) return read
  const standard = {
    SD: rates['medialive.output.avc.sd.10.30.standard'],
    HD: rates['medialive.output.avc.hd.10.30.standard'],
    UHD: rates['medialive.output.avc.hd.10.30.standard'] * factor('UHD'),
  }[resolution]
  const frames = frameRate === 60 ? factor('30 to 60 frames') : 1
  return forPipelines(standard * codecFactor(codec) * bitrateFactor(bitrate) * frames, pipelines)
}

const rowOf = (id: string): number | undefined => rows.find((row) => row.id === id)?.micros

const keyOf = (codec: Codec, resolution: Resolution, bitrate: BitrateTier) =>
  `${codec}.${resolution}.${bitrate}`.toLowerCase()

const forPipelines = (standard: number, pipelines: Pipelines) =>
  Math.round(pipelines === 'single' ? standard * factor('single pipeline') : standard)

const codecFactor = (codec: Codec) =>
  codec === 'HEVC' || codec === 'AV1' ? factor('HEVC or AV1') : 1

const bitrateFactor = (bitrate: BitrateTier) =>
  factor('each bitrate tier') ** { 10: 0, 20: 1, 50: 2 }[bitrate]

export const idlePerHour: Readonly<Record<IdleResource, number>> = {
  channel: rates['medialive.channel.idle'],
  'push-input': rates['medialive.input.idle'],
}

export const ivsInputPerHour: Readonly<Record<IvsChannelType, number>> = {
  BASIC: rates['ivs.input.basic'],
  STANDARD: rates['ivs.input.standard'],
  ADVANCED_SD: rates['ivs.input.advanced_sd'],
  ADVANCED_HD: rates['ivs.input.advanced_hd'],
}

/** Invocations of schedules that cost nothing, a month. */
export const scheduledFreePerMonth = 14_000_000

/** Every run is billed for at least so long (MediaLive pricing page). */
export const shortestBilledRunMinutes = 10
