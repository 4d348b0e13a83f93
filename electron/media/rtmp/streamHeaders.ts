import { isSequenceHeader } from '../flv/payload'
import type { MediaTag } from '../mediaTag'

/**
 * Keeps the latest metadata and sequence headers of a stream: whoever joins later needs them before
 * the first frame.
 */
export class StreamHeaders {
  private readonly latest = new Map<MediaTag['kind'], MediaTag>()

  /** Keeps the tag if it is a header, and says whether it was. */
  remember(tag: MediaTag): boolean {
    const isHeader = tag.kind === 'data' ? isMetadata(tag) : isSequenceHeader(tag)
    if (isHeader) this.latest.set(tag.kind, tag)
    return isHeader
  }

  get hasVideo(): boolean {
    return this.latest.has('video')
  }

  /** Metadata first, then video, then audio, as encoders send them. */
  all(): readonly MediaTag[] {
    const kinds = ['data', 'video', 'audio'] as const
    return kinds.flatMap((kind) => this.latest.get(kind) ?? [])
  }
}

const METADATA_START = Buffer.from([2, 0, 10, ...Buffer.from('onMetaData')])

/** Whether a data tag is the onMetaData of an FLV file (other data tags are cue points and text). */
export function isMetadata({ payload }: MediaTag): boolean {
  return METADATA_START.equals(payload.subarray(0, METADATA_START.length))
}
