import { readFlvTags } from '../flv/flvFile'
import type { MediaTag } from '../mediaTag'
import { fromDataFrame } from './dataTags'
import { MESSAGE_TYPE } from './message'
import type { RtmpMessage } from './message'

/** The tags a message carries: one, several in an aggregate, or none when it is no media. */
export function tagsOf({ type, timestampMs, payload }: RtmpMessage): readonly MediaTag[] {
  switch (type) {
    case MESSAGE_TYPE.audio:
      return payload.length > 0 ? [{ kind: 'audio', timestampMs, payload }] : []
    case MESSAGE_TYPE.video:
      return payload.length > 0 ? [{ kind: 'video', timestampMs, payload }] : []
    case MESSAGE_TYPE.dataAmf0:
      return [{ kind: 'data', timestampMs, payload: fromDataFrame(payload) }]
    case MESSAGE_TYPE.dataAmf3:
      return [{ kind: 'data', timestampMs, payload: fromDataFrame(payload.subarray(1)) }]
    case MESSAGE_TYPE.aggregate:
      return fromAggregate(timestampMs, payload)
    default:
      return []
  }
}

/** The tags inside count from the first of them; the message says when that one is. */
function fromAggregate(timestampMs: number, payload: Uint8Array): readonly MediaTag[] {
  const tags = readFlvTags(payload)
  const shift = timestampMs - (tags[0]?.timestampMs ?? 0)
  return tags.map((tag) => ({ ...tag, timestampMs: (tag.timestampMs + shift) >>> 0 }))
}
