import type { MediaTag } from '../mediaTag'

const FILE_HEADER_BYTES = 9
const TAG_HEADER_BYTES = 11
const PREVIOUS_SIZE_BYTES = 4
const KINDS: Readonly<Record<number, MediaTag['kind']>> = { 8: 'audio', 9: 'video', 18: 'data' }

/** Reads a whole FLV file. A last tag that is cut off is left out, as in a file still written. */
export function readFlv(file: Uint8Array): readonly MediaTag[] {
  if (String.fromCharCode(...file.subarray(0, 3)) !== 'FLV') throw new Error('This is no FLV file.')
  const start = new DataView(file.buffer, file.byteOffset, file.length)
  if (file.length < FILE_HEADER_BYTES) throw new Error('This FLV file ends inside its header.')
  return readFlvTags(file.subarray(start.getUint32(5) + PREVIOUS_SIZE_BYTES))
}

/** Reads tags as they stand in an FLV file's body or in an RTMP aggregate message. */
export function readFlvTags(body: Uint8Array): readonly MediaTag[] {
  const tags: MediaTag[] = []
  let offset = 0
  while (offset + TAG_HEADER_BYTES <= body.length) {
    const view = new DataView(body.buffer, body.byteOffset + offset, TAG_HEADER_BYTES)
    const start = offset + TAG_HEADER_BYTES
    const end = start + (view.getUint32(0) % 0x1000000)
    if (end > body.length) break
    const kind = KINDS[view.getUint8(0) & 0x1f]
    if (kind)
      tags.push({ kind, timestampMs: timestampOf(view), payload: body.subarray(start, end) })
    offset = end + PREVIOUS_SIZE_BYTES
  }
  return tags
}

/** Three bytes, and then a fourth that stands above them. */
function timestampOf(view: DataView): number {
  return view.getUint8(7) * 0x1000000 + (view.getUint32(3) % 0x1000000)
}
