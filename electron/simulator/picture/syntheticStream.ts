import type { IngestSource } from '../ivs/ingestGauge'
import type { MediaTag } from '../../media/mediaTag'
import type { Clip } from './syntheticClip'
import type { Carried } from './syntheticOutput'

/**
 * A stream as IVS reads it: a picture every half second, taken from a clip, which says of itself that
 * it has the size and rate of what is carried.
 */
export class SyntheticStream implements IngestSource {
  readonly request = { encoder: 'Lavf (synthetic)' }
  readonly #listeners = new Set<(tag: MediaTag) => void>()
  #carried: Carried | undefined

  constructor(
    private readonly clips: Readonly<Record<Carried['source'], Clip>>,
    private readonly now: () => number,
    private readonly startedAt = now(),
  ) {}

  onTag(listener: (tag: MediaTag) => void): () => void {
    this.#listeners.add(listener)
    for (const header of this.#clip()?.headers ?? []) listener(this.#at(header, 0))
    return () => this.#listeners.delete(listener)
  }

  stats(): ReturnType<IngestSource['stats']> {
    if (!this.#carried) return { declared: undefined }
    const { width, height, fps, bitrate } = this.#carried
    return { declared: { width, height, fps, videoBitrate: bitrate } }
  }

  carry(carried: Carried | undefined): void {
    this.#carried = carried
    for (const header of this.#clip()?.headers ?? []) this.#tell(this.#at(header, 0))
  }

  /** One second of it. */
  second(): void {
    const clip = this.#clip()
    if (!clip) return
    for (const offsetMs of [0, 500]) {
      this.#tell(this.#at(clip.picture, offsetMs))
      if (clip.sound) this.#tell(this.#at(clip.sound, offsetMs))
    }
  }

  #clip(): Clip | undefined {
    return this.#carried && this.clips[this.#carried.source]
  }

  #at(tag: MediaTag, offsetMs: number): MediaTag {
    return { ...tag, timestampMs: (this.now() - this.startedAt + offsetMs) >>> 0 }
  }

  #tell(tag: MediaTag): void {
    for (const listener of this.#listeners) listener(tag)
  }
}
