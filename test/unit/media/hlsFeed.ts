import { isSequenceHeader } from '../../../electron/media/flv/payload'
import { HlsWriter } from '../../../electron/media/hls/hlsWriter'
import type { HlsWriterOptions } from '../../../electron/media/hls/hlsWriter'
import { parsePlaylist } from '../../../electron/media/hls/playlist'
import type { MediaPlaylist } from '../../../electron/media/hls/playlist'
import type { MediaTag } from '../../../electron/media/mediaTag'
import { loadSlate, loadTestCard } from '../../../electron/media/testCard/clips'

export const testCard = await loadTestCard()
export const slate = await loadSlate()

/** The sequence headers of a clip, which everything after them needs. */
export const headers = (clip: readonly MediaTag[], kind?: MediaTag['kind']): readonly MediaTag[] =>
  clip.filter((tag) => isSequenceHeader(tag) && (kind === undefined || tag.kind === kind))

/** A picture with a given time; what it shows does not matter to the writer. */
export function picture(timestampMs: number, kind: 'key' | 'delta', bytes = 40): MediaTag {
  const payload = new Uint8Array(9 + bytes)
  payload.set([kind === 'key' ? 0x17 : 0x27, 1, 0, 0, 0])
  new DataView(payload.buffer).setUint32(5, bytes)
  payload[9] = kind === 'key' ? 0x65 : 0x41
  return { kind: 'video', timestampMs: timestampMs >>> 0, payload }
}

export const sound = (timestampMs: number): MediaTag => ({
  kind: 'audio',
  timestampMs: timestampMs >>> 0,
  payload: Uint8Array.of(0xaf, 1, 0x21, 0x10, 0x04, 0x60, 0x8c, 0x1c),
})

/** Pictures at 25 per second from a time on, a keyframe at the start of every GOP. */
export function pictures(options: {
  readonly fromMs: number
  readonly seconds: number
  readonly gopSeconds: number
}): MediaTag[] {
  return Array.from({ length: options.seconds * 25 }, (_, i) =>
    picture(options.fromMs + i * 40, i % (options.gopSeconds * 25) === 0 ? 'key' : 'delta'),
  )
}

/** A whole feed of pictures with the header they need. */
export const videoFeed = (options: Parameters<typeof pictures>[0]): readonly MediaTag[] => [
  ...headers(testCard, 'video'),
  ...pictures(options),
]

interface Put {
  readonly name: string
  readonly text: string
  readonly bytes: Uint8Array
  readonly contentType: string
}

/** A store in memory that remembers every put in order and refuses what it is told to. */
export class MemoryStore {
  readonly puts: Put[] = []
  refuses: (name: string) => boolean = () => false

  async put(name: string, bytes: Uint8Array, contentType: string): Promise<void> {
    await Promise.resolve()
    if (this.refuses(name)) throw new Error('503 Slow Down')
    this.puts.push({ name, bytes, contentType, text: new TextDecoder().decode(bytes) })
  }

  last(name: string): Put {
    const put = this.puts.findLast((one) => one.name === name)
    if (!put) throw new Error(`Nothing called ${name} was put.`)
    return put
  }

  playlist(): MediaPlaylist {
    return parsePlaylist(this.last('show-1080p.m3u8').text)
  }
}

export const NOON = Date.UTC(2026, 10, 20, 12)

/** A writer on a store in memory; `wall.nowMs` is its clock. */
export function recording(overrides: Partial<HlsWriterOptions> = {}) {
  const store = new MemoryStore()
  const errors: Error[] = []
  const wall = { nowMs: NOON }
  const writer = new HlsWriter({
    store,
    baseName: 'show',
    nameModifier: '-1080p',
    segmentModifier: '-$t$-',
    segmentSeconds: 2,
    now: () => wall.nowMs,
    onError: (error) => errors.push(error),
    ...overrides,
  })
  const publish = (tags: readonly MediaTag[]): void => {
    const connection = writer.openConnection()
    for (const tag of tags) connection.write(tag)
    connection.close()
  }
  return { store, errors, wall, writer, publish }
}

export const totalSeconds = (playlist: MediaPlaylist): number =>
  playlist.segments.reduce((sum, segment) => sum + segment.seconds, 0)
