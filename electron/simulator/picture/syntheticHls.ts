import { muxSegment } from '../../media/hls/muxSegment'
import { RecordedPlaylists } from '../../media/hls/recordedPlaylists'
import { segmentName } from '../../media/hls/segmentName'
import { TransportStream } from '../../media/hls/transportStream'
import type { Cancel } from '../kit/clock'
import type { SimulatorContext } from '../kit/context'
import type { HlsOutput } from '../medialive/picturePort'
import { S3Fault } from '../s3/fault'
import type { OwnAccess } from '../s3/service'
import { s3AddressOf, type S3Address } from './s3Address'
import type { Clip } from './syntheticClip'
import type { Carried, SyntheticOutput } from './syntheticOutput'

export interface SyntheticHlsOptions {
  readonly context: SimulatorContext
  readonly s3: OwnAccess
  readonly clips: Readonly<Record<Carried['source'], Clip>>
  readonly output: HlsOutput
  readonly url: string
  /** Told whether the last write went well, and what was wrong if not. */
  readonly onWritten: (failure: string | undefined) => void
}

interface OpenSegment {
  readonly startsAt: number
  readonly source: Carried['source']
  readonly discontinuity: boolean
}

const segmentType = 'video/MP2T'
const playlistType = 'application/vnd.apple.mpegurl'

/**
 * One HLS rendition of one pipeline in the simulated S3: a segment every SegmentLength of the clock,
 * and the playlists after it. Of playlists that replace each other within one leap of the clock only
 * the last is written; all of them are billed.
 */
export class SyntheticHls implements SyntheticOutput {
  errors4xx = 0
  errors5xx = 0
  readonly hasStopped = false
  readonly #address: S3Address | undefined
  readonly #playlists: RecordedPlaylists
  readonly #stream = new TransportStream()
  readonly #kept: string[] = []
  #open: OpenSegment | undefined
  #due: Cancel | undefined
  #counter = 0
  #lost = 0
  #bytes = 0
  #playedMs = 0
  #isBroken = false
  #isPlaylistDue = false
  #isFailing = false
  #masterWritten = ''

  constructor(private readonly options: SyntheticHlsOptions) {
    const { output, url } = options
    this.#address = s3AddressOf(url)
    this.#playlists = new RecordedPlaylists({
      mediaUri: `${this.#address?.baseName ?? ''}${output.nameModifier}.m3u8`,
      segmentSeconds: output.segmentMs / 1000,
      window: output.mode === 'LIVE' ? output.indexSegments : undefined,
      targetBandwidth: undefined,
    })
    if (!this.#address) this.#told('the destination is no S3 address')
  }

  carry(carried: Carried | undefined): void {
    this.#cut()
    this.#isBroken = true
    if (carried) this.#begin(carried.source)
  }

  recheck(): void {}

  isActive(): boolean {
    return this.#open !== undefined && !this.#isFailing
  }

  bytesSent(): number {
    return this.#bytes
  }

  world(): object {
    return { kind: 'hls', report: { ...this.#playlists.facts, lostSegments: this.#lost } }
  }

  close(): void {
    this.#cut()
    if (this.#playlists.facts.segments === 0) return
    this.#playlists.end()
    this.#isPlaylistDue = false
    this.#writePlaylists()
  }

  abandon(): void {
    this.#due?.()
    this.#open = undefined
  }

  #begin(source: Carried['source']): void {
    const { clock } = this.options.context
    const { segmentMs } = this.options.output
    if (!this.#address) return
    this.#open = { startsAt: clock.now(), source, discontinuity: this.#isBroken }
    this.#isBroken = false
    this.#due = clock.at(clock.now() + segmentMs, () => {
      this.#cut()
      this.#begin(source)
    })
  }

  /** Ends the segment that is open, at whatever length it has. */
  #cut(): void {
    const open = this.#open
    this.#due?.()
    this.#open = undefined
    const durationMs = open ? this.options.context.clock.now() - open.startsAt : 0
    if (open && durationMs > 0) this.#record(open, durationMs)
  }

  #record(open: OpenSegment, durationMs: number): void {
    const { clips, output } = this.options
    const { startsAt, discontinuity } = open
    const cut = {
      ...clips[open.source].segment,
      seconds: durationMs / 1000,
      startsAtMs: startsAt,
      discontinuity,
    }
    this.#counter += 1
    const bytes = muxSegment(this.#stream, cut, this.#playedMs)
    this.#playedMs += durationMs
    const name = segmentName({
      baseName: this.#address?.baseName ?? '',
      nameModifier: output.nameModifier,
      segmentModifier: output.segmentModifier,
      counter: this.#counter,
      atMs: startsAt,
    })
    if (!this.#write(name, bytes, segmentType)) {
      this.#lost += 1
      this.#isBroken = true
      return
    }
    this.#playlists.add(cut, name, bytes.length)
    this.#dropOldest(name)
    this.#playlistsLater()
  }

  #playlistsLater(): void {
    if (this.#isPlaylistDue) return this.options.s3.writeInPassing()
    this.#isPlaylistDue = true
    this.options.context.clock.afterwards(() => {
      if (!this.#isPlaylistDue) return
      this.#isPlaylistDue = false
      this.#writePlaylists()
    })
  }

  #writePlaylists(): void {
    const { baseName = '' } = this.#address ?? {}
    const { nameModifier } = this.options.output
    const encoder = new TextEncoder()
    const media = encoder.encode(this.#playlists.media())
    this.#write(`${baseName}${nameModifier}.m3u8`, media, playlistType)
    const master = this.#playlists.master()
    if (master === this.#masterWritten) return
    const isWritten = this.#write(`${baseName}.m3u8`, encoder.encode(master), playlistType)
    if (isWritten) this.#masterWritten = master
  }

  /** Live mode keeps KeepSegments segments in the bucket (MediaLive API reference, HlsGroupSettings). */
  #dropOldest(name: string): void {
    const { output, s3, context } = this.options
    const { bucket = '', folder = '' } = this.#address ?? {}
    if (output.mode === 'VOD') return
    this.#kept.push(name)
    while (this.#kept.length > output.keepSegments) {
      const key = `${folder}${this.#kept.shift() ?? ''}`
      s3.remove({ bucket, key }).catch((failure: unknown) => context.log(`hls: ${String(failure)}`))
    }
  }

  #write(name: string, body: Uint8Array, contentType: string): boolean {
    const { bucket = '', folder = '' } = this.#address ?? {}
    try {
      this.options.s3.writeNow({ bucket, key: `${folder}${name}`, contentType, body })
      this.#bytes += body.length
      this.#told(undefined)
      return true
    } catch (failure) {
      if (failure instanceof S3Fault && failure.status < 500) this.errors4xx += 1
      else this.errors5xx += 1
      this.#told(failure instanceof Error ? failure.message : String(failure))
      return false
    }
  }

  #told(failure: string | undefined): void {
    this.#isFailing = failure !== undefined
    this.options.onWritten(failure)
  }
}
