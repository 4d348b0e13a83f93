import { Destination, DestinationKind } from '../../../src/shared/domain/destination'
import { DestinationId, RECORDING_ADDRESS } from '../../../src/shared/domain/ids'
import { DeclaredFeed, PresetId, type ShowDraft } from '../../../src/shared/domain/show'
import type { ObservedChannel, Tags } from '../ports'
import { isOurs } from '../reconcile/observed'

export type FoundPlan = Pick<ShowDraft, 'preset' | 'feed' | 'destinations'>

/**
 * The plan of a channel, read back from its tags and the addresses it sends to. Undefined where the
 * tags do not say enough: they were written by an older console, or changed by somebody. Pure.
 */
export function planOf(
  tags: Tags,
  urls: Readonly<Record<string, string>> = {},
): FoundPlan | undefined {
  const preset = PresetId.safeParse(tags['preset'])
  const [height, framesPerSecond, bitrateBps] = (tags['feed'] ?? '').split('/').map(Number)
  const feed = DeclaredFeed.safeParse({ height, framesPerSecond, bitrateBps })
  if (!preset.success || !feed.success) return undefined
  return { preset: preset.data, feed: feed.data, destinations: [...destinationsOf(tags, urls)] }
}

const MARK = 'to.'

function destinationsOf(
  tags: Tags,
  urls: Readonly<Record<string, string>>,
): readonly Destination[] {
  return Object.entries(tags).flatMap(([key, value]) => {
    const id = DestinationId.safeParse(key.slice(MARK.length))
    const [word = '', ...name] = value.split(' ')
    const kind = DestinationKind.safeParse(word)
    if (!key.startsWith(MARK) || !id.success || !kind.success) return []
    const parsed = Destination.safeParse({
      kind: kind.data,
      id: id.data,
      name: name.join(' ') || id.data,
      ...(kind.data === 'ivs' ? {} : { url: urls[id.data] ?? UNKNOWN_URL }),
    })
    return parsed.success ? [parsed.data] : []
  })
}

/** Only for the price: what is adopted has its addresses. */
const UNKNOWN_URL = 'rtmp://unknown.invalid/unknown'

/** Where a channel of ours records to: buckets are one a region, and settings may have changed. Pure. */
export function recordingBucketOf(channel: ObservedChannel | undefined): string | undefined {
  const url = channel && isOurs(channel) ? channel.outputUrls?.[RECORDING_ADDRESS] : undefined
  return /^s3(?:ssl)?:\/\/([^/]+)\//.exec(url ?? '')?.[1]
}
