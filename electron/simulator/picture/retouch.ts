import { isKeyframe, isSequenceHeader, readVideo } from '../../media/flv/payload'
import type { MediaTag } from '../../media/mediaTag'

/** One picture that can stand alone, with the header it needs. */
export interface Still {
  readonly header: MediaTag
  readonly keyframe: MediaTag
}

/** What a drill makes of an input's picture. */
export type Retouching = 'none' | 'frozen' | 'black'

/** A keyframe repeated 30 times a second would outgrow what any destination takes. */
const mostBitsPerMs = 4_000
const longestStepMs = 500

/**
 * Puts a still in the place of an input's pictures and leaves its sound alone. Nothing is encoded: the
 * input's own last keyframe, or a bundled black one, is sent again each time a picture arrives.
 */
export class Retouch {
  #own: Partial<Still> = {}
  #still: Still | undefined
  #shown: Retouching = 'none'
  #headerSent: MediaTag | undefined
  #sentAtMs: number | undefined

  constructor(private readonly black: Still) {}

  /** Another publisher begins. */
  reset(): void {
    this.#own = {}
    this.#still = undefined
    this.#shown = 'none'
    this.#headerSent = undefined
  }

  /** What is to be seen instead of this tag. */
  treat(tag: MediaTag, wanted: Retouching): readonly MediaTag[] {
    if (tag.kind !== 'video') return [tag]
    if (isSequenceHeader(tag)) return this.#takeHeader(tag)
    if (readVideo(tag.payload).packetType !== 'frame') return this.#still ? [] : [tag]
    if (isKeyframe(tag)) this.#own = { ...this.#own, keyframe: tag }
    if (wanted !== this.#shown) this.#change(wanted, isKeyframe(tag))
    return this.#still
      ? this.#repeat(this.#still, tag.timestampMs)
      : this.#with(this.#own.header, tag)
  }

  #takeHeader(header: MediaTag): readonly MediaTag[] {
    this.#own = { header }
    if (this.#still) return []
    this.#headerSent = header
    return [header]
  }

  /** The picture itself comes back only at a keyframe, and stands still only once there was one. */
  #change(wanted: Retouching, atKeyframe: boolean): void {
    const { header, keyframe } = this.#own
    if (wanted === 'none' ? !atKeyframe : !header || !keyframe) return
    this.#shown = wanted
    this.#sentAtMs = undefined
    if (wanted === 'none') this.#still = undefined
    else if (wanted === 'black') this.#still = this.black
    else if (header && keyframe) this.#still = { header, keyframe }
  }

  #repeat({ header, keyframe }: Still, timestampMs: number): readonly MediaTag[] {
    const stepMs = Math.min(longestStepMs, (keyframe.payload.length * 8) / mostBitsPerMs)
    const sinceMs = this.#sentAtMs === undefined ? stepMs : (timestampMs - this.#sentAtMs) | 0
    if (sinceMs >= 0 && sinceMs < stepMs) return []
    this.#sentAtMs = timestampMs
    return this.#with(header, { ...keyframe, timestampMs })
  }

  #with(header: MediaTag | undefined, frame: MediaTag): readonly MediaTag[] {
    if (!header || header === this.#headerSent) return [frame]
    this.#headerSent = header
    return [{ ...header, timestampMs: frame.timestampMs }, frame]
  }
}

/** The first picture of a clip. Throws when there is none. */
export function stillOf(clip: readonly MediaTag[]): Still {
  const header = clip.find((tag) => tag.kind === 'video' && isSequenceHeader(tag))
  const keyframe = clip.find(isKeyframe)
  if (!header || !keyframe) throw new Error('The clip has no picture that can stand alone.')
  return { header, keyframe }
}
