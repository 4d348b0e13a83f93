import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { MediaTag } from '../../media/mediaTag'
import type { Thumbnail } from '../medialive/picturePort'
import { KeyframeDecoder } from './keyframeDecoder'
import type { ProgramSource } from './program'

export interface Stills {
  readonly slate: Uint8Array
  readonly testCard: Uint8Array
}

/** MediaLive makes a thumbnail about every two seconds. */
const thumbnailEveryMs = 2_000

/**
 * What DescribeThumbnails shows of one pipeline: the slate while that is on, else the feed's last
 * keyframe. Decoded only when asked for; without ffmpeg the bundled test card stands in for any feed.
 */
export class Thumbnails {
  readonly #decoder = new KeyframeDecoder()
  #source: ProgramSource = 'slate'
  #latest: Thumbnail | undefined
  #askedAt = Number.NEGATIVE_INFINITY

  constructor(
    private readonly stills: Stills,
    private readonly now: () => number,
  ) {}

  show(source: ProgramSource): void {
    this.#source = source
    this.#latest = undefined
    this.#askedAt = Number.NEGATIVE_INFINITY
  }

  remember(tag: MediaTag): void {
    this.#decoder.remember(tag)
  }

  /** Undefined while the first picture of a feed is being made. */
  latest(): Thumbnail | undefined {
    if (this.#source === 'slate') return { jpeg: this.stills.slate, takenAt: this.now() }
    if (!hasFfmpeg()) return { jpeg: this.stills.testCard, takenAt: this.now() }
    if (this.now() - this.#askedAt >= thumbnailEveryMs) void this.#refresh()
    return this.#latest
  }

  close(): void {
    this.#decoder.close()
  }

  async #refresh(): Promise<void> {
    const takenAt = this.now()
    this.#askedAt = takenAt
    const jpeg = await this.#decoder.decode()
    if (jpeg && this.#source === 'feed') this.#latest = { jpeg, takenAt }
  }
}

let ffmpegFound: boolean | undefined

function hasFfmpeg(): boolean {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const names = process.platform === 'win32' ? ['ffmpeg.exe'] : ['ffmpeg']
  ffmpegFound ??= folders.some((folder) => names.some((name) => existsSync(join(folder, name))))
  return ffmpegFound
}
