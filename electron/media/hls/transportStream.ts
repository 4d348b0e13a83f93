/** A picture (Annex B) or an audio frame (ADTS), with times in 90 kHz ticks. */
export interface StreamFrame {
  readonly kind: 'video' | 'audio'
  readonly presentationTicks: number
  readonly decodeTicks: number
  readonly isKeyframe: boolean
  readonly bytes: Uint8Array
}

/** Which tracks the segment announces, whether or not each has frames in it. */
export interface StreamTracks {
  readonly video: boolean
  readonly audio: boolean
}

const PACKET_BYTES = 188
const BODY_BYTES = PACKET_BYTES - 4
const PCR_BYTES = 6
const TICKS_MODULUS = 2 ** 33
/** The stream clock runs this far behind decoding, so that a picture is there before it is due. */
const CLOCK_LEAD_TICKS = 9_000

const PAT_PID = 0
/** The PIDs MediaLive uses when none are asked for (API reference, M3u8Settings). */
const PMT_PID = 480
const VIDEO_PID = 481
const AUDIO_PID = 492

const H264_STREAM_TYPE = 0x1b
const ADTS_STREAM_TYPE = 0x0f
const VIDEO_STREAM_ID = 0xe0
const AUDIO_STREAM_ID = 0xc0

const pidOf = (kind: 'video' | 'audio'): number => (kind === 'video' ? VIDEO_PID : AUDIO_PID)

/** The CRC that closes a program table (ISO/IEC 13818-1 Annex A). */
function tableChecksum(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte << 24
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1
  }
  return crc >>> 0
}

const split16 = (value: number): readonly [number, number] => [(value >> 8) & 0xff, value & 0xff]

function tableSection(tableId: number, id: number, body: readonly number[]): Uint8Array {
  const length = body.length + 9
  const head = [tableId, ...split16(0xb000 | length), ...split16(id), 0xc1, 0, 0, ...body]
  const section = new Uint8Array(head.length + 5)
  section.set(head, 1)
  new DataView(section.buffer).setUint32(head.length + 1, tableChecksum(Uint8Array.from(head)))
  return section
}

const programAssociation = (): Uint8Array =>
  tableSection(0, 1, [0, 1, ...split16(0xe000 | PMT_PID)])

function programMap(tracks: StreamTracks): Uint8Array {
  const entry = (type: number, pid: number): number[] => [type, ...split16(0xe000 | pid), 0xf0, 0]
  const clockPid = tracks.video ? VIDEO_PID : AUDIO_PID
  return tableSection(2, 1, [
    ...split16(0xe000 | clockPid),
    0xf0,
    0,
    ...(tracks.video ? entry(H264_STREAM_TYPE, VIDEO_PID) : []),
    ...(tracks.audio ? entry(ADTS_STREAM_TYPE, AUDIO_PID) : []),
  ])
}

const modulo = (ticks: number): number =>
  ((Math.round(ticks) % TICKS_MODULUS) + TICKS_MODULUS) % TICKS_MODULUS

/** A 33-bit time in the five bytes of a PES header, marker bits included. */
function timeBytes(prefix: number, ticks: number): number[] {
  const time = modulo(ticks)
  const high = Math.floor(time / 2 ** 30)
  const middle = Math.floor(time / 2 ** 15) & 0x7fff
  const low = time & 0x7fff
  return [
    (prefix << 4) | (high << 1) | 1,
    ...split16((middle << 1) | 1),
    ...split16((low << 1) | 1),
  ]
}

function pesHeader(frame: StreamFrame): number[] {
  const twoTimes = frame.presentationTicks !== frame.decodeTicks
  const times = twoTimes
    ? [...timeBytes(3, frame.presentationTicks), ...timeBytes(1, frame.decodeTicks)]
    : timeBytes(2, frame.presentationTicks)
  const length = frame.bytes.length + times.length + 3
  const streamId = frame.kind === 'video' ? VIDEO_STREAM_ID : AUDIO_STREAM_ID
  // Only video may leave the length open, and pictures are often longer than 16 bits can say.
  const announced = frame.kind === 'video' || length > 0xffff ? 0 : length
  const flags = twoTimes ? 0xc0 : 0x80
  return [0, 0, 1, streamId, ...split16(announced), 0x84, flags, times.length, ...times]
}

function clockBytes(ticks: number): number[] {
  const base = modulo(ticks)
  const upper = Math.floor(base / 2)
  return [
    upper >>> 24,
    (upper >>> 16) & 0xff,
    (upper >>> 8) & 0xff,
    upper & 0xff,
    ((base & 1) << 7) | 0x7e,
    0,
  ]
}

/** What precedes the payload in a packet: flags, the stream clock, stuffing up to `room`. */
function adaptationField(content: readonly number[], stuffing: number): number[] {
  if (content.length === 0 && stuffing === 0) return []
  if (content.length === 0 && stuffing === 1) return [0]
  const body = content.length > 0 ? [...content] : [0]
  const fill = content.length > 0 ? stuffing : stuffing - 2
  return [body.length + fill, ...body, ...Array<number>(fill).fill(0xff)]
}

const upperBound = (frames: readonly StreamFrame[]): number =>
  frames.reduce((sum, frame) => sum + Math.ceil((frame.bytes.length + 64) / BODY_BYTES) + 1, 2) *
  PACKET_BYTES

/**
 * Writes MPEG-TS segments (ISO/IEC 13818-1). Each begins with PAT and PMT; continuity counters run
 * on from one segment to the next, or a player would report lost packets at every seam.
 */
export class TransportStream {
  readonly #counters = new Map<number, number>()

  segment(tracks: StreamTracks, frames: readonly StreamFrame[]): Uint8Array {
    const out = new Uint8Array(upperBound(frames))
    let end = this.#writeUnit(out, 0, {
      pid: PAT_PID,
      unit: paddedSection(programAssociation()),
      first: [],
    })
    end = this.#writeUnit(out, end, {
      pid: PMT_PID,
      unit: paddedSection(programMap(tracks)),
      first: [],
    })
    const clockKind = tracks.video ? 'video' : 'audio'
    for (const frame of frames) {
      const clock = frame.kind === clockKind ? clockBytes(frame.decodeTicks - CLOCK_LEAD_TICKS) : []
      const flags = (frame.isKeyframe ? 0x40 : 0) | (clock.length === PCR_BYTES ? 0x10 : 0)
      const header = pesHeader(frame)
      const unit = new Uint8Array(header.length + frame.bytes.length)
      unit.set(header)
      unit.set(frame.bytes, header.length)
      end = this.#writeUnit(out, end, {
        pid: pidOf(frame.kind),
        unit,
        first: flags ? [flags, ...clock] : [],
      })
    }
    return out.slice(0, end)
  }

  /** Spreads one unit (a table or a PES packet) over transport packets; returns the new end. */
  #writeUnit(
    out: Uint8Array,
    start: number,
    part: { readonly pid: number; readonly unit: Uint8Array; readonly first: readonly number[] },
  ): number {
    let end = start
    for (let offset = 0; offset < part.unit.length;) {
      const content = offset === 0 ? part.first : []
      const room = BODY_BYTES - (content.length > 0 ? content.length + 1 : 0)
      const taken = Math.min(room, part.unit.length - offset)
      const adaptation = adaptationField(content, room - taken)
      out.set(this.#packetHeader(part.pid, offset === 0, adaptation.length > 0), end)
      out.set(adaptation, end + 4)
      out.set(part.unit.subarray(offset, offset + taken), end + 4 + adaptation.length)
      offset += taken
      end += PACKET_BYTES
    }
    return end
  }

  #packetHeader(pid: number, unitStart: boolean, adaptation: boolean): number[] {
    const counter = this.#counters.get(pid) ?? 0
    this.#counters.set(pid, (counter + 1) & 0x0f)
    return [
      0x47,
      (unitStart ? 0x40 : 0) | (pid >> 8),
      pid & 0xff,
      (adaptation ? 0x30 : 0x10) | counter,
    ]
  }
}

/** Tables fill their packet with 0xff themselves; an adaptation field before them confuses some players. */
function paddedSection(section: Uint8Array): Uint8Array {
  const padded = new Uint8Array(BODY_BYTES).fill(0xff)
  padded.set(section)
  return padded
}
