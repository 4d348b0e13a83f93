import { BitReader } from './bitReader'

/** What a decoder would show, read from an H.264 sequence parameter set. */
export interface SpsFacts {
  readonly profile: number
  /** Ten times the level: 41 is level 4.1. */
  readonly level: number
  /** Pixels after cropping. */
  readonly width: number
  readonly height: number
}

/** The profiles whose parameter sets carry the chroma and scaling fields (H.264, 7.3.2.1.1). */
const HIGH_PROFILES: ReadonlySet<number> = new Set([
  100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135,
])
/** num_ref_frames_in_pic_order_cnt_cycle may not be larger. */
const MAX_ORDER_CYCLE = 255

/** Reads a sequence parameter set (with its NAL header byte); undefined when it is malformed. */
export function parseSps(nal: Uint8Array): SpsFacts | undefined {
  const reader = new BitReader(withoutEmulationBytes(nal.subarray(1)))
  const profile = reader.bits(8)
  reader.bits(8)
  const level = reader.bits(8)
  reader.unsigned()
  const chroma = HIGH_PROFILES.has(profile) ? readChroma(reader) : { format: 1, isSeparate: false }
  skipPictureOrder(reader)
  const size = readSize(reader, chroma)
  if (reader.isOverrun || size.width <= 0 || size.height <= 0) return undefined
  return { profile, level, ...size }
}

interface Chroma {
  readonly format: number
  readonly isSeparate: boolean
}

function readChroma(reader: BitReader): Chroma {
  const format = reader.unsigned()
  const isSeparate = format === 3 && reader.bit() === 1
  reader.unsigned()
  reader.unsigned()
  reader.bit()
  if (reader.bit() === 1) skipScalingLists(reader, format === 3 ? 12 : 8)
  return { format, isSeparate }
}

function skipScalingLists(reader: BitReader, lists: number): void {
  for (let list = 0; list < lists; list += 1) {
    if (reader.bit() === 1) skipScalingList(reader, list < 6 ? 16 : 64)
  }
}

function skipScalingList(reader: BitReader, entries: number): void {
  let last = 8
  for (let entry = 0; entry < entries && !reader.isOverrun; entry += 1) {
    const next = (last + reader.signed() + 256) % 256
    if (next === 0) return
    last = next
  }
}

function skipPictureOrder(reader: BitReader): void {
  reader.unsigned()
  const kind = reader.unsigned()
  if (kind === 0) reader.unsigned()
  if (kind === 1) {
    reader.bit()
    reader.signed()
    reader.signed()
    const cycle = Math.min(reader.unsigned(), MAX_ORDER_CYCLE)
    for (let frame = 0; frame < cycle; frame += 1) reader.signed()
  }
  reader.unsigned()
  reader.bit()
}

function readSize(reader: BitReader, chroma: Chroma): { width: number; height: number } {
  const widthInBlocks = reader.unsigned() + 1
  const heightInUnits = reader.unsigned() + 1
  const fieldFactor = reader.bit() === 1 ? 1 : 2
  if (fieldFactor === 2) reader.bit()
  reader.bit()
  const crop = reader.bit() === 1 ? readCrop(reader) : { across: 0, down: 0 }
  const isSubsampled = !chroma.isSeparate && chroma.format !== 0
  const cropX = isSubsampled && chroma.format !== 3 ? 2 : 1
  const cropY = (isSubsampled && chroma.format === 1 ? 2 : 1) * fieldFactor
  return {
    width: widthInBlocks * 16 - crop.across * cropX,
    height: heightInUnits * 16 * fieldFactor - crop.down * cropY,
  }
}

function readCrop(reader: BitReader): { across: number; down: number } {
  const left = reader.unsigned()
  const right = reader.unsigned()
  const top = reader.unsigned()
  const bottom = reader.unsigned()
  return { across: left + right, down: top + bottom }
}

/** H.264 puts a 3 after two zero bytes so that no start code can appear inside; it is not data. */
function withoutEmulationBytes(bytes: Uint8Array): Uint8Array {
  const kept: number[] = []
  let zeroes = 0
  for (const byte of bytes) {
    if (zeroes >= 2 && byte === 3) {
      zeroes = 0
      continue
    }
    zeroes = byte === 0 ? zeroes + 1 : 0
    kept.push(byte)
  }
  return Uint8Array.from(kept)
}
