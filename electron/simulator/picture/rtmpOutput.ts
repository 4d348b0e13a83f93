import { type PublisherState, type RtmpPublisher, startPublisher } from '../../media/rtmp/publisher'
import { isSequenceHeader } from '../../media/flv/payload'
import type { MediaTag } from '../../media/mediaTag'
import type { Socket } from 'node:net'
import type { RtmpOutput } from '../medialive/picturePort'
import type { ProgramOutput, ProgramSource } from './program'

export interface RtmpOutputOptions {
  readonly output: RtmpOutput
  readonly pipeline: number
  /** Leads every host to this machine. rtmps, too, goes as plain rtmp: no certificate is of any use here. */
  readonly dial: () => Socket
  readonly onFailing: (failure: string | undefined) => void
  readonly onBytesSent: (bytes: number) => void
}

/**
 * One RTMP destination of one pipeline. It is tried NumRetries times, ConnectionRetryInterval apart;
 * then the output stops, and starts again after RestartDelay unless that is 0 (MediaLive API
 * reference, RtmpOutputSettings and RtmpGroupSettings).
 */
export class RtmpDestination implements ProgramOutput {
  #publisher: RtmpPublisher | undefined
  #restart: NodeJS.Timeout | undefined
  #isPaused = false
  #isClosed = false
  #bytesReported = 0
  #sentBefore = { framesSent: 0, bytesSent: 0, framesDropped: 0, reconnects: 0 }
  /** Headers of the source on now: a publisher that starts later has to hear them. */
  readonly #headers = new Map<MediaTag['kind'], MediaTag>()
  readonly #address: { readonly url: string; readonly streamName: string }

  constructor(private readonly options: RtmpOutputOptions) {
    this.#address = options.output.addresses[options.pipeline] ?? { url: '', streamName: '' }
    this.#start()
  }

  get url(): string {
    return this.#address.url
  }

  begin(source: ProgramSource): void {
    // PAUSE_OUTPUT keeps the connection and sends nothing (model text of InputLossActionForRtmpOut).
    this.#isPaused = source === 'slate' && this.options.output.onInputLoss === 'PAUSE_OUTPUT'
  }

  send(tag: MediaTag): void {
    if (tag.kind === 'data' || isSequenceHeader(tag)) this.#headers.set(tag.kind, tag)
    if (!this.#isPaused) this.#publisher?.send(tag)
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
    const { connectionRetryIntervalMs: intervalMs, numRetries: attempts } = output
    try {
      this.#publisher = startPublisher({
        ...this.#address,
        reconnect: { intervalMs, attempts },
        connect: dial,
      })
    } catch (failure) {
      // No address at all: it will not become one by trying again.
      this.options.onFailing(failure instanceof Error ? failure.message : String(failure))
      return
    }
    this.#publisher.onChange((state) => this.#onChange(state))
    for (const header of this.#headers.values()) this.#publisher.send(header)
  }

  #onChange({ kind, error, willRetry }: PublisherState): void {
    if (kind === 'publishing') this.options.onFailing(undefined)
    if (kind === 'refused' || kind === 'waiting' || kind === 'failed') {
      this.options.onFailing(error ?? 'the connection failed')
      if (!willRetry) this.#stopForNow()
    }
  }

  #stopForNow(): void {
    this.#sentBefore = this.stats()
    this.#publisher = undefined
    const { restartDelayMs } = this.options.output
    if (restartDelayMs === 0 || this.#isClosed) return
    this.#restart = setTimeout(() => this.#start(), restartDelayMs)
  }
}
