import type { InputSpecification } from '@aws-sdk/client-medialive'
import type { DeclaredFeed } from '../../../src/shared/domain/show'
import type { MeasuredFeed } from '../witnesses'

const TEN = 10_000_000
const TWENTY = 20_000_000

/**
 * What MediaLive reserves its decoder by, and bills by (MediaLive user guide, "Input specification").
 * Too small a value is the first cause of lost frames, so the next tier begins at its very border.
 */
export function inputSpecification(feed: DeclaredFeed): InputSpecification {
  return { Codec: 'AVC', Resolution: 'HD', MaximumBitrate: bitrateTier(feed.bitrateBps) }
}

/** The tier a bitrate falls into, as the service names it. */
export function bitrateTier(bitrateBps: number): 'MAX_10_MBPS' | 'MAX_20_MBPS' | 'MAX_50_MBPS' {
  if (bitrateBps < TEN) return 'MAX_10_MBPS'
  return bitrateBps < TWENTY ? 'MAX_20_MBPS' : 'MAX_50_MBPS'
}

const LONGEST_KEYFRAME_MS = 2_500
const SLACK = 1.1

/** Plain sentences on a feed that is more than the show declared: MediaLive would drop frames. */
export function feedWarnings(declared: DeclaredFeed, measured: MeasuredFeed): readonly string[] {
  const warnings: string[] = []
  const { bitrateBps, framesPerSecond, height, keyframeIntervalMs } = measured
  if (bitrateBps !== null && bitrateBps > declared.bitrateBps * SLACK)
    warnings.push(
      `The feed is ${megabits(bitrateBps)}, more than the declared ${megabits(declared.bitrateBps)}: frames may be lost. Lower the encoder, or raise the show's feed before the next start.`,
    )
  if (height !== null && height > declared.height)
    warnings.push(
      `The feed is ${height} lines, more than the declared ${declared.height}: frames may be lost.`,
    )
  if (framesPerSecond !== null && framesPerSecond > declared.framesPerSecond * SLACK)
    warnings.push(
      `The feed has ${Math.round(framesPerSecond)} frames a second, more than the declared ${declared.framesPerSecond}.`,
    )
  if (keyframeIntervalMs !== null && keyframeIntervalMs > LONGEST_KEYFRAME_MS)
    warnings.push(
      `Keyframes are ${(keyframeIntervalMs / 1000).toFixed(1)} s apart. Set the encoder's keyframe interval to 2 s.`,
    )
  return warnings
}

const megabits = (bps: number): string => `${(bps / 1_000_000).toFixed(1)} Mb/s`
