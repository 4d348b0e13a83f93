import { connect as connectTcp, isIP } from 'node:net'
import type { Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { MediaTag } from '../mediaTag'
import { OutgoingStream } from './outgoingStream'
import type { OutgoingCounts } from './outgoingStream'
import { PublishDialogue } from './publishDialogue'
import type { DialogueEnd } from './publishDialogue'
import { parsePublishUrl } from './publishUrl'
import type { PublishTarget } from './publishUrl'

export interface PublisherOptions {
  /** `rtmp(s)://host[:port]/app`, without the key. */
  readonly url: string
  /** The stream key: it goes to the server and nowhere else. */
  readonly streamName: string
  /** Without it the first failure is the last. Attempts are counted since the last success. */
  readonly reconnect?: { readonly intervalMs: number; readonly attempts: number }
  readonly now?: () => number
  /** Opens the connection; a rehearsal leads every host to a sink on this machine. */
  readonly connect?: (host: string, port: number, isSecure: boolean) => Socket
  /** How much may wait for a slow server before frames are dropped. Default 4 MiB. */
  readonly maxBufferedBytes?: number
  /** How long a server may take nothing, with the buffer full, before it is hung up on. Default 10 s. */
  readonly longestStallMs?: number
  /** Default `verify`. */
  readonly certificate?: 'verify' | 'self-signed'
  /** How long a server may take to accept the stream. Default 10 s. */
  readonly acceptTimeoutMs?: number
}

/** `waiting` and, while attempts are left, `refused` are followed by another `connecting`. */
export type PublisherKind =
  'connecting' | 'publishing' | 'waiting' | 'refused' | 'failed' | 'closed'

export interface PublisherState {
  readonly kind: PublisherKind
  /** 1 for the first; counted anew after each success. */
  readonly attempt: number
  /** Epoch ms at which this state began. */
  readonly sinceMs: number
  /** Whether another attempt follows by itself. */
  readonly willRetry: boolean
  readonly error?: string
}

export interface PublisherStats extends OutgoingCounts {
  /** How often the stream was taken up again after a loss. */
  readonly reconnects: number
}

export interface RtmpPublisher {
  /** Never blocks: what a slow or absent server cannot take is dropped up to the next keyframe. */
  send(tag: MediaTag): void
  state(): PublisherState
  /** Calls the listener with every new state; returns how to stop listening. */
  onChange(listener: (state: PublisherState) => void): () => void
  stats(): PublisherStats
  /** Takes leave of the server, lets what was sent arrive, and resolves when that is done. */
  close(): Promise<void>
}

const DEFAULT_MAX_BUFFERED_BYTES = 4 * 1024 * 1024
const DEFAULT_ACCEPT_TIMEOUT_MS = 10_000
const DEFAULT_STALL_MS = 10_000

/** Begins to publish at once; throws when the address is none. Failures are states, not throws. */
export function startPublisher(options: PublisherOptions): RtmpPublisher {
  const publisher = new Publisher(options, parsePublishUrl(options.url))
  publisher.connect()
  return publisher
}

class Publisher implements RtmpPublisher {
  private readonly now: () => number
  private readonly stream: OutgoingStream
  private readonly listeners = new Set<(state: PublisherState) => void>()
  private current: PublisherState
  private dialogue: PublishDialogue | undefined
  private timer: NodeJS.Timeout | undefined
  private closing: Promise<void> | undefined
  private attempt = 0
  private successes = 0

  constructor(
    private readonly options: PublisherOptions,
    private readonly target: PublishTarget,
  ) {
    this.now = options.now ?? Date.now
    this.stream = new OutgoingStream(
      options.maxBufferedBytes ?? DEFAULT_MAX_BUFFERED_BYTES,
      this.now,
    )
    this.current = { kind: 'connecting', attempt: 1, sinceMs: this.now(), willRetry: false }
  }

  send(tag: MediaTag): void {
    this.stream.send(tag)
    const longestStallMs = this.options.longestStallMs ?? DEFAULT_STALL_MS
    if (this.stream.stalledMs() > longestStallMs)
      this.dialogue?.abandon('the server stopped reading')
  }

  state(): PublisherState {
    return this.current
  }

  onChange(listener: (state: PublisherState) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  stats(): PublisherStats {
    return { ...this.stream.counts(), reconnects: Math.max(0, this.successes - 1) }
  }

  close(): Promise<void> {
    this.closing ??= this.takeLeave()
    return this.closing
  }

  connect(): void {
    this.attempt += 1
    this.enter('connecting')
    const timeoutMs = this.options.acceptTimeoutMs ?? DEFAULT_ACCEPT_TIMEOUT_MS
    this.setTimer(timeoutMs, () => this.dialogue?.abandon('the server did not answer in time'))
    try {
      this.dialogue = this.startDialogue(this.dial())
    } catch (thrown) {
      // What a dial throws must not escape from a timer, where nobody could catch it.
      this.end({ kind: 'lost', error: thrown instanceof Error ? thrown.message : String(thrown) })
    }
  }

  private startDialogue(socket: Socket): PublishDialogue {
    return new PublishDialogue({
      socket,
      target: this.target,
      streamName: this.options.streamName,
      onPublishing: () => this.begin(),
      onEnd: (end) => this.end(end),
    })
  }

  private async takeLeave(): Promise<void> {
    clearTimeout(this.timer)
    this.stream.detach()
    this.enter('closed')
    await this.dialogue?.finish()
  }

  private dial(): Socket {
    const { host, port, isSecure } = this.target
    if (this.options.connect) return this.options.connect(host, port, isSecure)
    if (!isSecure) return connectTcp(port, host)
    const rejectUnauthorized = this.options.certificate !== 'self-signed'
    // An address is no server name in TLS.
    const name = isIP(host) === 0 ? { servername: host } : {}
    return connectTls({ host, port, rejectUnauthorized, ...name })
  }

  private begin(): void {
    clearTimeout(this.timer)
    this.successes += 1
    if (this.dialogue) this.stream.attach(this.dialogue)
    this.enter('publishing')
    this.attempt = 1
  }

  private end({ kind, error }: DialogueEnd): void {
    clearTimeout(this.timer)
    this.stream.detach()
    this.dialogue = undefined
    const { reconnect } = this.options
    const willRetry = reconnect !== undefined && this.attempt <= reconnect.attempts
    if (willRetry) this.setTimer(reconnect.intervalMs, () => this.connect())
    const lost = willRetry ? 'waiting' : 'failed'
    this.enter(kind === 'refused' ? 'refused' : lost, { willRetry, error: this.redacted(error) })
  }

  private setTimer(timeoutMs: number, act: () => void): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(act, timeoutMs)
  }

  private enter(kind: PublisherKind, end?: { willRetry: boolean; error: string }): void {
    const { attempt } = this
    this.current = { kind, attempt, sinceMs: this.now(), willRetry: false, ...end }
    for (const listener of this.listeners) listener(this.current)
  }

  /** Servers like to repeat the key in their refusals. */
  private redacted(text: string): string {
    const { streamName } = this.options
    const [bare = ''] = streamName.split('?')
    const secrets = [streamName, encodeURIComponent(streamName), bare].filter((part) => part !== '')
    return secrets.reduce((clean, secret) => clean.replaceAll(secret, '••••'), text)
  }
}
