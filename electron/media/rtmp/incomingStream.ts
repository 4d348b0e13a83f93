import type { MediaTag } from '../mediaTag'
import { StreamHeaders } from './streamHeaders'
import { StreamMeter } from './streamStats'
import type { StreamStats } from './streamStats'

/** What a publisher asks for. The stream name is its key: a secret, never to be logged. */
export interface PublishRequest {
  readonly app: string
  readonly streamName: string
  readonly tcUrl: string
  readonly remoteAddress: string
  /** What the encoder calls itself, if it said so. */
  readonly encoder?: string
}

/** An accepted stream, from its first tag to its end. */
export interface IncomingStream {
  readonly request: PublishRequest
  /**
   * Calls the listener with every tag from now on, sequence headers and onMetaData among them; a
   * listener that comes late is given the latest of those first. Returns how to stop listening.
   */
  onTag(listener: (tag: MediaTag) => void): () => void
  /** Calls the listener once when the stream has ended, at once if it already has. */
  onEnd(listener: (reason: string) => void): void
  stats(): StreamStats
  /** Ends the stream and disconnects its publisher. */
  close(reason: string): void
}

/** The session's side of an IncomingStream. */
export class StreamSource implements IncomingStream {
  private readonly headers = new StreamHeaders()
  private readonly meter: StreamMeter
  private readonly tagListeners = new Set<(tag: MediaTag) => void>()
  private readonly endListeners: Array<(reason: string) => void> = []
  private endReason: string | undefined

  constructor(
    readonly request: PublishRequest,
    now: () => number,
    private readonly disconnect: (reason: string) => void,
  ) {
    this.meter = new StreamMeter(now)
  }

  onTag(listener: (tag: MediaTag) => void): () => void {
    this.tagListeners.add(listener)
    this.headers.all().forEach(listener)
    return () => this.tagListeners.delete(listener)
  }

  onEnd(listener: (reason: string) => void): void {
    if (this.endReason === undefined) this.endListeners.push(listener)
    else listener(this.endReason)
  }

  stats(): StreamStats {
    return this.meter.stats()
  }

  close(reason: string): void {
    if (this.endReason === undefined) this.disconnect(reason)
  }

  /** Hands a tag to everyone; a listener's error is the caller's to deal with. */
  deliver(tag: MediaTag): void {
    if (this.endReason !== undefined) return
    this.meter.add(tag)
    this.headers.remember(tag)
    for (const listener of this.tagListeners) listener(tag)
  }

  end(reason: string): void {
    if (this.endReason !== undefined) return
    this.endReason = reason
    this.tagListeners.clear()
    for (const listener of this.endListeners.splice(0)) listener(reason)
  }
}
