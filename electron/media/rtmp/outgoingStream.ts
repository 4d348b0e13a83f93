import { isKeyframe, readVideo } from '../flv/payload'
import type { MediaTag } from '../mediaTag'
import { StreamHeaders } from './streamHeaders'
import { Timeline } from './timeline'

/** Where tags go while a connection is up. */
export interface TagSink {
  /** Bytes that were sent and have not left this machine. */
  readonly unsentBytes: number
  /** Sends a tag at the given time and returns how many bytes that took. */
  send(tag: MediaTag, timestampMs: number): number
}

/** What was sent and what was not, since the beginning. Frames are video frames. */
export interface OutgoingCounts {
  readonly framesSent: number
  readonly bytesSent: number
  readonly framesDropped: number
}

/**
 * Decides which tags of a stream go out. Whatever happens, what a server sees begins with metadata
 * and sequence headers, then a keyframe, and its times never run backwards.
 */
export class OutgoingStream {
  private readonly headers = new StreamHeaders()
  private readonly timeline: Timeline
  private sink: TagSink | undefined
  private owesHeaders = true
  private isHolding = true
  private fullAt: number | undefined
  private counted = { framesSent: 0, bytesSent: 0, framesDropped: 0 }

  constructor(
    private readonly maxBufferedBytes: number,
    private readonly now: () => number,
  ) {
    this.timeline = new Timeline(now)
  }

  /** Goes on at the next keyframe, to a server that knows nothing of the stream yet. */
  attach(sink: TagSink): void {
    this.sink = sink
    this.owesHeaders = true
    this.isHolding = true
    this.fullAt = undefined
  }

  detach(): void {
    this.sink = undefined
  }

  counts(): OutgoingCounts {
    return this.counted
  }

  /** How long the server has taken nothing, in milliseconds; 0 while it keeps up. */
  stalledMs(): number {
    return this.fullAt === undefined ? 0 : this.now() - this.fullAt
  }

  send(tag: MediaTag): void {
    const isHeader = this.headers.remember(tag)
    const { sink } = this
    if (!sink) return this.drop(tag)
    if (sink.unsentBytes > this.maxBufferedBytes) this.hold()
    if (!this.isHolding) return this.write(sink, tag)
    if (isHeader) this.owesHeaders = true
    else if (this.canGoOn(sink, tag)) this.goOn(sink, tag)
    else this.drop(tag)
  }

  private hold(): void {
    this.isHolding = true
    this.fullAt ??= this.now()
  }

  /** With the buffer barely below the brim, the keyframe alone would fill it again. */
  private canGoOn(sink: TagSink, tag: MediaTag): boolean {
    if (sink.unsentBytes > this.maxBufferedBytes / 2) return false
    return this.headers.hasVideo ? isKeyframe(tag) : tag.kind !== 'data'
  }

  private goOn(sink: TagSink, tag: MediaTag): void {
    this.isHolding = false
    this.fullAt = undefined
    const headers = this.owesHeaders ? this.headers.all() : []
    this.owesHeaders = false
    for (const header of headers) this.write(sink, { ...header, timestampMs: tag.timestampMs })
    this.write(sink, tag)
  }

  private write(sink: TagSink, tag: MediaTag): void {
    const bytes = sink.send(tag, this.timeline.place(tag))
    const { framesSent, bytesSent } = this.counted
    const frames = framesSent + (isFrame(tag) ? 1 : 0)
    this.counted = { ...this.counted, framesSent: frames, bytesSent: bytesSent + bytes }
  }

  private drop(tag: MediaTag): void {
    if (!isFrame(tag)) return
    this.counted = { ...this.counted, framesDropped: this.counted.framesDropped + 1 }
  }
}

function isFrame(tag: MediaTag): boolean {
  if (tag.kind !== 'video') return false
  const { packetType } = readVideo(tag.payload)
  return packetType === 'frame' || packetType === 'unsupported'
}
