import { parseAacConfig } from '../../media/flv/aacConfig'
import { parseAvcConfig } from '../../media/flv/avcConfig'
import { isKeyframe, isSequenceHeader, readAudio, readVideo } from '../../media/flv/payload'
import type { TimedFrame } from '../../media/hls/openSegment'
import type { CutSegment } from '../../media/hls/segmentCutter'
import type { MediaTag } from '../../media/mediaTag'

/** One picture and one frame of sound of a clip: enough for a segment that plays, and no more. */
export interface Clip {
  readonly headers: readonly MediaTag[]
  readonly picture: MediaTag
  readonly sound: MediaTag | undefined
  /** All of a segment but its time. */
  readonly segment: Pick<CutSegment, 'frames' | 'video' | 'audio' | 'lead' | 'startMs'>
}

/** Throws when the clip has no picture. */
export function clipOf(tags: readonly MediaTag[]): Clip {
  const headers = tags.filter(isSequenceHeader)
  const header = headers.find(({ kind }) => kind === 'video')
  const soundHeader = headers.find(({ kind }) => kind === 'audio')
  const picture = tags.find(isKeyframe)
  if (!header || !picture) throw new Error('the clip has no picture')
  const sound = tags.find((tag) => tag.kind === 'audio' && !isSequenceHeader(tag))
  return {
    headers,
    picture,
    sound,
    segment: {
      video: parseAvcConfig(readVideo(header.payload).data),
      audio: soundHeader && parseAacConfig(readAudio(soundHeader.payload).data),
      lead: 'video',
      startMs: 0,
      frames: [
        frameOf('video', readVideo(picture.payload).data),
        ...(soundHeader && sound ? [frameOf('audio', readAudio(sound.payload).data)] : []),
      ],
    },
  }
}

const frameOf = (kind: TimedFrame['kind'], data: Uint8Array): TimedFrame => ({
  kind,
  data,
  timeMs: 0,
  compositionMs: 0,
  isKeyframe: true,
})
