import { z } from 'zod'
import { PresetId } from './show'

/** What MediaLive is told to make of the feed. Versioned data: a change is a new file, never an edit. */
export const EncodingPreset = z.object({
  width: z.int().multipleOf(2),
  height: z.int().multipleOf(2),
  framesPerSecond: z.int().positive(),
  videoBitrateBps: z.int().positive(),
  audioBitrateBps: z.int().positive(),
  level: z.enum(['H264_LEVEL_3_1', 'H264_LEVEL_4_1', 'H264_LEVEL_4_2']),
})
export type EncodingPreset = z.infer<typeof EncodingPreset>

export const PresetTable = z.object({
  version: z.int(),
  presets: z.record(PresetId, EncodingPreset),
})
export type PresetTable = z.infer<typeof PresetTable>
