import table from '../../../resources/presets/program-v1.json'
import { PresetTable, type EncodingPreset } from '../../../src/shared/domain/preset'
import type { PresetId } from '../../../src/shared/domain/show'

const { presets } = PresetTable.parse(table)

/** The encoding a show names. */
export const presetOf = (id: PresetId): EncodingPreset => presets[id]
