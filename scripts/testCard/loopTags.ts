export const FRAME_RATE = 30
export const SAMPLE_RATE = 48_000
/** A whole number of pictures, of GOPs and of AAC frames (375), so that no track drifts at the seam. */
export const CLIP_SECONDS = 8
const AAC_FRAME_SAMPLES = 1024
/** The encoder needs some frames to settle; what lies after them repeats without a click. */
const SETTLING_AUDIO_FRAMES = 48

interface Tag {
  readonly type: number
  readonly timestampMs: number
  readonly body: Buffer
}

const AUDIO = 8
const VIDEO = 9
const HEADER_BYTES = 13
const TAG_HEAD_BYTES = 11
const END_OF_SEQUENCE = 2

function readTags(flv: Buffer): Tag[] {
  const tags: Tag[] = []
  for (let at = HEADER_BYTES; at + TAG_HEAD_BYTES < flv.length;) {
    const start = at + TAG_HEAD_BYTES
    const end = start + flv.readUIntBE(at + 1, 3)
    const timestampMs = flv.readUIntBE(at + 4, 3)
    tags.push({ type: flv.readUInt8(at), timestampMs, body: flv.subarray(start, end) })
    at = end + 4
  }
  return tags
}

function writeTags(tags: readonly Tag[]): Buffer {
  const parts: Buffer[] = [Buffer.from([0x46, 0x4c, 0x56, 1, 5, 0, 0, 0, 9, 0, 0, 0, 0])]
  for (const { type, timestampMs, body } of tags) {
    const head = Buffer.alloc(TAG_HEAD_BYTES)
    head.writeUInt8(type, 0)
    head.writeUIntBE(body.length, 1, 3)
    head.writeUIntBE(timestampMs, 4, 3)
    const size = Buffer.alloc(4)
    size.writeUInt32BE(TAG_HEAD_BYTES + body.length)
    parts.push(head, body, size)
  }
  return Buffer.concat(parts)
}

const isFrame = ({ type, body }: Tag): boolean =>
  (type === VIDEO || type === AUDIO) && body[1] === 1

const restamp = (frames: readonly Tag[], stepMs: number): Tag[] =>
  frames.map((tag, i) => ({ ...tag, timestampMs: Math.round(i * stepMs) }))

function trimTags(tags: readonly Tag[]): Tag[] {
  const headers = tags.filter((tag) => !isFrame(tag) && tag.body[1] !== END_OF_SEQUENCE)
  const pictures = tags.filter((tag) => tag.type === VIDEO && isFrame(tag))
  const audioFrames = (CLIP_SECONDS * SAMPLE_RATE) / AAC_FRAME_SAMPLES
  const sounds = tags
    .filter((tag) => tag.type === AUDIO && isFrame(tag))
    .slice(SETTLING_AUDIO_FRAMES, SETTLING_AUDIO_FRAMES + audioFrames)
  if (pictures.length !== CLIP_SECONDS * FRAME_RATE || sounds.length !== audioFrames) {
    throw new Error(`ffmpeg made ${pictures.length} pictures and ${sounds.length} sounds.`)
  }
  const merged = [
    ...restamp(pictures, 1000 / FRAME_RATE),
    ...restamp(sounds, (1000 * AAC_FRAME_SAMPLES) / SAMPLE_RATE),
  ].toSorted((one, other) => one.timestampMs - other.timestampMs)
  return [...headers.map((tag) => ({ ...tag, timestampMs: 0 })), ...merged]
}

/** Keeps exactly one loop's worth of both tracks of an FLV file, every frame at its true time. */
export const trimToLoop = (flv: Buffer): Buffer => writeTags(trimTags(readTags(flv)))
