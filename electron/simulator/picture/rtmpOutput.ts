import { type PublisherState, type RtmpPublisher, startPublisher } from '../../media/rtmp/publisher'
import { type AvcConfig, parseAvcConfig } from '../../media/flv/avcConfig'
import { withParameterSets } from '../../media/flv/parameterSets'
import { isKeyframe, isSequenceHeader, readVideo } from '../../media/flv/payload'
import type { MediaTag } from '../../media/mediaTag'
import type { Socket } from 'node:net'
import type { RtmpOutput } from '../medialive/picturePort'
import type { ProgramOutput, ProgramSource } from './program'

export interface RtmpOutputOptions {
  readonly output: RtmpOutput
  readonly pipeline: number
  /** Leads every host to this machine. rtmps, too, goes as plain rtmp: no certificate is of any use here. */
  readonly dial: (url: string) => Socket
  /** What is wrong with the connection now; undefined: it is up. */
  readonly onFailing: (failure: RtmpFailure | undefined) => void
  /** The retries are used up. */
  readonly onStopped: () => void
  /** Whether an output whose retries are used up comes back after RestartDelay. */
  readonly restarts: () => boolean
  readonly onBytesSent: (bytes: number) => void
}

export interface RtmpFailure {
  /** `key`: the server was there and would not have this stream. */
  readonly kind: 'key' | 'connection'
  readonly message: string
}

/** Taken for granted where a cache is measured in time and a socket in bytes. */
const cachedBytesPerMs = 625
/** MediaLive waits so long for a server that takes nothing (model text of RtmpCacheFullBehavior). */
const longestWaitMs = 5 * 60_000
const recentlyMs = 1_500
const none = { framesSent: 0, bytesSent: 0, framesDropped: 0, reconnects: 0 }

/**
 * One RTMP destination of one pipeline. It is tried NumRetries times, ConnectionRetryInterval apart;
 * then the output stops, and starts again after RestartDelay unless that is 0 (MediaLive API
 * reference, RtmpOutputSettings and RtmpGroupSettings).
 */
export class RtmpDestination implements ProgramOutput {
  readonly kind = 'rtmp'
  #publisher: RtmpPublisher | undefined
  #restart: NodeJS.Timeout | undefined
  #isPaused = false
  #isClosed = false
  #hasStopped = false
  #sentAt = Number.NEGATIVE_INFINITY
  #bytesReported = 0
  #sentBefore = none
  /** Headers of the source on now: a publisher that starts later has to hear them. */
  readonly #headers = new Map<MediaTag['kind'], MediaTag>()
  #avcConfig: AvcConfig | undefined
  readonly #address: { readonly url: string; readonly streamName: string }

  constructor(private readonly options: RtmpOutputOptions) {
    this.#address = options.output.addresses[options.pipeline] ?? { url: '', streamName: '' }
    this.#start()
  }

  get url(): string {
    return this.#address.url
  }

  /** The retries were used up, and it has not been started again since. */
  get hasStopped(): boolean {
    return this.#hasStopped
  }

  /** Whether it is being written successfully now. */
  isActive(): boolean {
    return this.state() === 'publishing' && performance.now() - this.#sentAt < recentlyMs
  }

  begin(source: ProgramSource): void {
    // PAUSE_OUTPUT keeps the connection and sends nothing (model text of InputLossActionForRtmpOut).
    this.#isPaused = source === 'slate' && this.options.output.onInputLoss === 'PAUSE_OUTPUT'
  }

  /** The connection stays: AWS says of neither pause that it hangs up. */
  hold(): void {}

  send(tag: MediaTag): void {
    if (tag.kind === 'data' || isSequenceHeader(tag)) this.#keepHeader(tag)
    if (this.#isPaused) return
    this.#sentAt = performance.now()
    this.#publisher?.send(this.#avcConfig && isKeyframe(tag) ? withSets(tag, this.#avcConfig) : tag)
  }

  #keepHeader(tag: MediaTag): void {
    this.#headers.set(tag.kind, tag)
    if (tag.kind === 'video') this.#avcConfig = parseAvcConfig(readVideo(tag.payload).data)
  }

  state(): PublisherState['kind'] | 'stopped' {
    return this.#publisher?.state().kind ?? 'stopped'
  }

  stats() {
    const now = this.#publisher?.stats()
    const before = this.#sentBefore
    return {
      framesSent: before.framesSent + (now?.framesSent ?? 0),
      bytesSent: before.bytesSent + (now?.bytesSent ?? 0),
      framesDropped: before.framesDropped + (now?.framesDropped ?? 0),
      reconnects: before.reconnects + (now?.reconnects ?? 0),
    }
  }

  /** Reports what was sent since the last time. */
  tick(): void {
    const { bytesSent } = this.stats()
    if (bytesSent > this.#bytesReported) this.options.onBytesSent(bytesSent - this.#bytesReported)
    this.#bytesReported = bytesSent
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#restart)
    await this.#publisher?.close()
    this.tick()
  }

  #start(): void {
    const { output, dial } = this.options
    const { connectionRetryIntervalMs: intervalMs, numRetries: attempts, cache } = output
    this.#hasStopped = false
    try {
      this.#publisher = startPublisher({
        ...this.#address,
        reconnect: { intervalMs, attempts },
        connect: () => dial(this.#address.url),
        maxBufferedBytes: cache.lengthMs * cachedBytesPerMs,
        longestStallMs: cache.whenFull === 'DISCONNECT_IMMEDIATELY' ? 0 : longestWaitMs,
      })
    } catch (failure) {
      // No address at all: it will not become one by trying again.
      const message = failure instanceof Error ? failure.message : String(failure)
      this.options.onFailing({ kind: 'connection', message })
      return
    }
    this.#publisher.onChange((state) => this.#onChange(state))
    for (const header of this.#headers.values()) this.#publisher.send(header)
  }

  #onChange({ kind, error, willRetry }: PublisherState): void {
    if (this.#isClosed) return
    if (kind === 'publishing') this.options.onFailing(undefined)
    if (kind === 'refused' || kind === 'waiting' || kind === 'failed') {
      const message = error ?? 'the connection failed'
      this.options.onFailing({ kind: kind === 'refused' ? 'key' : 'connection', message })
      if (!willRetry) this.#stopForNow()
    }
  }

  #stopForNow(): void {
    this.#sentBefore = this.stats()
    this.#publisher = undefined
    this.#hasStopped = true
    const { restartDelayMs } = this.options.output
    if (restartDelayMs > 0 && this.options.restarts()) {
      this.#restart = setTimeout(() => this.#start(), restartDelayMs)
    }
    this.options.onStopped()
  }
}

/** Every keyframe can be read by itself, so that no player goes on with what another source announced. */
function withSets(keyframe: MediaTag, config: AvcConfig): MediaTag {
  const { data } = readVideo(keyframe.payload)
  const frame = withParameterSets(data, config)
  if (frame === data) return keyframe
  const head = keyframe.payload.subarray(0, keyframe.payload.length - data.length)
  return { ...keyframe, payload: Buffer.concat([head, frame]) }
}
