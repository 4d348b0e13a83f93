import { toAdts, toAnnexB } from './elementary'
import type { TimedFrame } from './openSegment'
import type { CutSegment } from './segmentCutter'
import type { StreamFrame, TransportStream } from './transportStream'

const TICKS_PER_MS = 90
/** The stream begins here, so that sound just before the first picture has a time above zero. */
const FIRST_TICKS = 90_000

/**
 * Puts a cut segment into MPEG-TS: the bytes of one `.ts` file. `playedMs` is how much was recorded
 * before it: stream times carry on even over a discontinuity, which players that overlook the tag,
 * and files simply joined together, are glad of.
 */
export function muxSegment(
  stream: TransportStream,
  segment: CutSegment,
  playedMs: number,
): Uint8Array {
  const frames = segment.frames.map((frame) => toStreamFrame(segment, frame, playedMs))
  const tracks = { video: segment.video !== undefined, audio: segment.audio !== undefined }
  return stream.segment(tracks, frames)
}

function toStreamFrame(segment: CutSegment, frame: TimedFrame, playedMs: number): StreamFrame {
  const decodeTicks = (playedMs + frame.timeMs - segment.startMs) * TICKS_PER_MS + FIRST_TICKS
  return {
    kind: frame.kind,
    decodeTicks,
    presentationTicks: decodeTicks + frame.compositionMs * TICKS_PER_MS,
    isKeyframe: frame.isKeyframe,
    bytes: bytesOf(segment, frame),
  }
}

function bytesOf({ video, audio }: CutSegment, frame: TimedFrame): Uint8Array {
  if (frame.kind === 'video' && video) return toAnnexB(frame.data, video, frame.isKeyframe)
  if (frame.kind === 'audio' && audio) return toAdts(frame.data, audio)
  throw new Error(`A segment holds ${frame.kind} without the header that says how to read it.`)
}
