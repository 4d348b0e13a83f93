import type { SimulatorContext } from '../kit/context'
import type { IvsChannel, IvsStream } from './records'

/** Video that stops arriving while the encoder stays connected is starving after so long (the simulator's choice). */
const starvingAfterMs = 3_000
/** Stream sessions can be listed for 60 days; this many are plenty for a rehearsal. */
const mostSessionsKept = 100

interface Live {
  readonly stream: IvsStream
  lastMediaAt: number
}

/** Which channels are live and which were. A channel is live only while video really arrives. */
export class Broadcasts {
  readonly #live = new Map<string, Live>()
  readonly #ended = new Map<string, readonly IvsStream[]>()
  readonly #stopListeners = new Set<(channelArn: string) => void>()

  constructor(
    private readonly context: Pick<
      SimulatorContext,
      'clock' | 'meter' | 'ids' | 'events' | 'changed'
    >,
  ) {}

  /** The first picture arrived. */
  began(channel: IvsChannel): void {
    if (this.#live.has(channel.arn)) return
    const now = this.context.clock.now()
    const stream: IvsStream = {
      channelArn: channel.arn,
      streamId: `st-${this.context.ids.alphanumeric('ivs-stream', 23)}`,
      startedAt: now,
      endedAt: undefined,
    }
    this.#live.set(channel.arn, { stream, lastMediaAt: now })
    this.context.meter.ivsLiveBegan(channel.arn, channel.type)
    this.context.events.append('ivs-stream-start', { arn: channel.arn, streamId: stream.streamId })
    this.context.changed()
  }

  /** More video has arrived. */
  continues(channelArn: string): void {
    const live = this.#live.get(channelArn)
    if (live) live.lastMediaAt = this.context.clock.now()
  }

  /** The encoder is gone. */
  ended(channelArn: string): void {
    const live = this.#live.get(channelArn)
    if (!live) return
    this.#live.delete(channelArn)
    const stream = { ...live.stream, endedAt: this.context.clock.now() }
    const before = this.#ended.get(channelArn) ?? []
    this.#ended.set(channelArn, [stream, ...before].slice(0, mostSessionsKept))
    this.context.meter.ivsLiveEnded(channelArn)
    this.context.events.append('ivs-stream-end', { arn: channelArn, streamId: stream.streamId })
    this.context.changed()
  }

  /** StopStream: the encoder is cut off. It may come back, for its key still works. */
  stop(channelArn: string): void {
    for (const listener of this.#stopListeners) listener(channelArn)
    this.ended(channelArn)
  }

  /** Told when an encoder is to be cut off. Returns the way to stop listening. */
  onStop(listener: (channelArn: string) => void): () => void {
    this.#stopListeners.add(listener)
    return () => this.#stopListeners.delete(listener)
  }

  liveOn(channelArn: string): IvsStream | undefined {
    return this.#live.get(channelArn)?.stream
  }

  live(): readonly IvsStream[] {
    return [...this.#live.values()].map(({ stream }) => stream)
  }

  healthOf(channelArn: string): 'HEALTHY' | 'STARVING' | 'UNKNOWN' {
    const live = this.#live.get(channelArn)
    if (!live) return 'UNKNOWN'
    const silentMs = this.context.clock.now() - live.lastMediaAt
    return silentMs > starvingAfterMs ? 'STARVING' : 'HEALTHY'
  }

  /** Newest first. */
  sessionsOf(channelArn: string): readonly IvsStream[] {
    const live = this.liveOn(channelArn)
    return [...(live ? [live] : []), ...(this.#ended.get(channelArn) ?? [])]
  }

  forget(channelArn: string): void {
    this.#ended.delete(channelArn)
  }

  reset(): void {
    for (const { channelArn } of this.live()) this.stop(channelArn)
    this.#ended.clear()
  }
}
