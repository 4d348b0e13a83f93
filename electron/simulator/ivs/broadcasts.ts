import type { SimulatorContext } from '../kit/context'
import type { Cancel } from '../kit/clock'
import { Audience } from './audience'
import { IngestGauge, type IngestSource } from './ingestGauge'
import type { RecordedStream, RecordingNews } from './recordings'
import type { IvsChannel, IvsStream, IvsStreamEvent, RecordingConfiguration } from './records'

/** Video that stops arriving while the encoder stays connected is starving after so long (the simulator's choice). */
const starvingAfterMs = 3_000
/** Monitoring guide: stream sessions can be listed for 60 days. */
const listableMs = 60 * 24 * 3_600_000
const mostSessionsKept = 1_000
/** API reference, StreamSession, `truncatedEvents`. */
const mostEventsKept = 500

interface Live {
  stream: IvsStream
  gauge: IngestGauge
  lastMediaAt: number
  isStarving: boolean
  cancelWatch: Cancel
}

/** Who keeps what is streamed. */
export interface StreamRecorder {
  began(recorded: RecordedStream): void
  takenOver(channelArn: string, source: IngestSource, gauge: IngestGauge): void
  ended(stream: IvsStream): void
}

type Context = Pick<SimulatorContext, 'clock' | 'meter' | 'ids' | 'events' | 'changed'>

/** Which channels are live and which were. A channel is live only while video really arrives. */
export class Broadcasts {
  readonly #audience: Audience
  readonly #live = new Map<string, Live>()
  readonly #ended = new Map<string, readonly IvsStream[]>()
  /** Encoders that are connected and have not shown a picture yet: when they came. */
  readonly #expected = new Map<string, number>()
  readonly #stopListeners = new Set<(channelArn: string) => void>()

  constructor(
    private readonly context: Context,
    private readonly recorder: StreamRecorder,
  ) {
    this.#audience = new Audience(context.clock.now)
  }

  /** A stream key was used: there is a session, and no picture yet. */
  connected(channelArn: string): void {
    if (!this.#live.has(channelArn)) this.#expected.set(channelArn, this.context.clock.now())
  }

  /** The first picture arrived. */
  began(
    channel: IvsChannel,
    source: IngestSource,
    recording: RecordingConfiguration | undefined,
  ): void {
    if (this.#live.has(channel.arn)) return
    const now = this.context.clock.now()
    const gauge = new IngestGauge(source)
    const stream: IvsStream = {
      channelArn: channel.arn,
      streamId: `st-${this.context.ids.alphanumeric('ivs-stream', 23)}`,
      startedAt: now,
      endedAt: undefined,
      channel,
      recording,
      ingest: {},
      events: [],
    }
    const live = { stream, gauge, lastMediaAt: now, isStarving: false, cancelWatch: () => {} }
    this.#live.set(channel.arn, live)
    this.#watch(live)
    const connectedAt = this.#expected.get(channel.arn) ?? now
    this.#expected.delete(channel.arn)
    this.context.meter.ivsLiveBegan(channel.arn, channel.type)
    this.#audience.opened(channel.arn)
    this.#meterViewers(live)
    this.note(stream, { type: 'IVS Stream State Change', name: 'Session Created', at: connectedAt })
    this.note(stream, { type: 'IVS Stream State Change', name: 'Stream Start', at: now })
    this.recorder.began({ stream, source, gauge })
    this.context.changed()
  }

  /** More video has arrived. */
  continues(channelArn: string): void {
    const live = this.#live.get(channelArn)
    if (!live) return
    live.lastMediaAt = this.context.clock.now()
    if (!live.isStarving) return
    live.isStarving = false
    this.#health(live, 'Starvation End')
    this.#watch(live)
  }

  /** Another encoder has taken the stream over, which goes on under its name. */
  takenOver(channelArn: string, source: IngestSource): void {
    const live = this.#live.get(channelArn)
    if (!live) return
    live.gauge.stop()
    live.gauge = new IngestGauge(source)
    this.recorder.takenOver(channelArn, source, live.gauge)
    this.#state(live.stream, 'Stream Takeover')
  }

  takeoverRefused(channelArn: string, code: string): void {
    const live = this.#live.get(channelArn)
    if (live) this.#state(live.stream, 'Stream Takeover Failure', code)
  }

  /** What arrives is more than the channel takes; it is cut off. */
  limitBroken(channelArn: string, name: string): void {
    const live = this.#live.get(channelArn)
    if (!live) return
    this.note(live.stream, { type: 'IVS Limit Breach', name, at: this.context.clock.now() })
  }

  /** The encoder is gone. */
  ended(channelArn: string): void {
    this.#expected.delete(channelArn)
    const live = this.#live.get(channelArn)
    if (!live) return
    live.cancelWatch()
    live.gauge.stop()
    const stream = endedAt(live, this.context.clock.now())
    this.#live.delete(channelArn)
    this.#keep(stream)
    this.#audience.closed(channelArn)
    this.#meterViewers(live, 0)
    this.context.meter.ivsLiveEnded(channelArn)
    this.#state(stream, 'Stream End')
    this.#state(stream, 'Session Ended')
    this.recorder.ended(stream)
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
    const live = this.#live.get(channelArn)
    return live && asItIs(live)
  }

  live(): readonly IvsStream[] {
    return [...this.#live.values()].map(asItIs)
  }

  healthOf(channelArn: string): 'HEALTHY' | 'STARVING' | 'UNKNOWN' {
    const live = this.#live.get(channelArn)
    if (!live) return 'UNKNOWN'
    const silentMs = this.context.clock.now() - live.lastMediaAt
    return silentMs > starvingAfterMs ? 'STARVING' : 'HEALTHY'
  }

  /** So many watch from now on, whenever the channel is live. */
  setViewers(channelArn: string, count: number): void {
    this.#audience.set(channelArn, count)
    const live = this.#live.get(channelArn)
    if (live) this.#meterViewers(live)
    this.context.changed()
  }

  /** As IVS knows of them. */
  viewersShown(channelArn: string): number {
    return this.#audience.shown(channelArn)
  }

  /** Newest first, of the last 60 days. */
  sessionsOf(channelArn: string): readonly IvsStream[] {
    const live = this.liveOn(channelArn)
    return [...(live ? [live] : []), ...this.#listable(this.#ended.get(channelArn) ?? [])]
  }

  forget(channelArn: string): void {
    this.#ended.delete(channelArn)
    this.#audience.forget(channelArn)
  }

  /** What the recorder tells of a stream, perhaps after its end. */
  recordingNews({ channelArn, streamId }: IvsStream, { name, detail }: RecordingNews): void {
    const at = this.context.clock.now()
    this.#add({ channelArn, streamId }, { type: 'IVS Recording State Change', name, at })
    const told = { arn: channelArn, streamId, type: 'IVS Recording State Change', name }
    this.context.events.append('ivs-event', { ...told, ...detail })
    this.context.changed()
  }

  /** Live streams are kept as if they had ended: a simulator that is killed takes its ingest with it. */
  snapshot(): readonly IvsStream[] {
    const live = [...this.#live.values()].map((each) => withEnd(endedAt(each, each.lastMediaAt)))
    return [...live, ...this.#listable([...this.#ended.values()].flat())]
  }

  restore(sessions: readonly IvsStream[]): void {
    this.reset()
    for (const session of sessions.toReversed()) this.#keep(session)
    // What was live when it was killed ended with its last picture, and so do viewing and the bill.
    for (const [arn, [last]] of this.#ended) this.context.meter.ivsLiveEnded(arn, last?.endedAt)
  }

  /** How many were told to watch, by the ARN of the channel. */
  viewers(): Readonly<Record<string, number>> {
    return this.#audience.snapshot()
  }

  restoreViewers(viewers: Readonly<Record<string, number>>): void {
    for (const [arn, count] of Object.entries(viewers)) this.#audience.set(arn, count)
  }

  /** Every encoder is cut off. */
  stopAll(): void {
    for (const channelArn of this.#live.keys()) this.stop(channelArn)
  }

  reset(): void {
    this.stopAll()
    this.#ended.clear()
    this.#expected.clear()
    this.#audience.reset()
  }

  note(stream: Pick<IvsStream, 'channelArn' | 'streamId'>, event: IvsStreamEvent): void {
    this.#add(stream, event)
    const { channelArn: arn, streamId } = stream
    const { at: _, ...told } = event
    this.context.events.append('ivs-event', { arn, streamId, ...told })
  }

  /** Viewing is billed from the moment it happens, not from when it shows. */
  #meterViewers(live: Live, count = this.#audience.watching(live.stream.channelArn)): void {
    const { channel } = live.stream
    this.context.meter.viewersChanged(channel.arn, count, renditionOf(channel, live.gauge))
  }

  #state(stream: IvsStream, name: string, code?: string): void {
    const at = this.context.clock.now()
    this.note(stream, { type: 'IVS Stream State Change', name, at, ...(code && { code }) })
  }

  #health(live: Live, name: string): void {
    const at = this.context.clock.now()
    this.note(live.stream, { type: 'IVS Stream Health Change', name, at })
  }

  /** One timer a stream, which looks again when the last picture it knew of is old. */
  #watch(live: Live): void {
    live.cancelWatch = this.context.clock.at(live.lastMediaAt + starvingAfterMs + 1, () => {
      if (this.context.clock.now() - live.lastMediaAt <= starvingAfterMs) return this.#watch(live)
      live.isStarving = true
      this.#health(live, 'Starvation Start')
    })
  }

  #add(
    { channelArn, streamId }: Pick<IvsStream, 'channelArn' | 'streamId'>,
    event: IvsStreamEvent,
  ) {
    const live = this.#live.get(channelArn)
    if (live?.stream.streamId === streamId) {
      live.stream = withEvent(live.stream, event)
      return
    }
    const ended = this.#ended.get(channelArn) ?? []
    const told = ended.map((each) => (each.streamId === streamId ? withEvent(each, event) : each))
    if (ended.length > 0) this.#ended.set(channelArn, told)
  }

  #listable(sessions: readonly IvsStream[]): readonly IvsStream[] {
    const since = this.context.clock.now() - listableMs
    return sessions.filter(({ endedAt: at = 0 }) => at > since)
  }

  /** Those that can no longer be listed, of any channel, go. */
  #keep(stream: IvsStream): void {
    for (const [arn, sessions] of this.#ended) {
      const left = this.#listable(sessions)
      if (left.length > 0) this.#ended.set(arn, left)
      else this.#ended.delete(arn)
    }
    const before = this.#ended.get(stream.channelArn) ?? []
    this.#ended.set(stream.channelArn, [stream, ...before].slice(0, mostSessionsKept))
  }
}

/** The best that viewers can get; up to 480 lines is SD (IVS pricing page). */
function renditionOf({ type }: IvsChannel, gauge: IngestGauge): 'SD' | 'HD' {
  const { videoWidth = 0, videoHeight = 0 } = gauge.configuration().video ?? {}
  return type === 'ADVANCED_SD' || Math.min(videoWidth, videoHeight) <= 480 ? 'SD' : 'HD'
}

const asItIs = ({ stream, gauge }: Live): IvsStream => ({
  ...stream,
  ingest: gauge.configuration(),
})

const endedAt = (live: Live, at: number): IvsStream => ({ ...asItIs(live), endedAt: at })

const withEvent = (stream: IvsStream, event: IvsStreamEvent): IvsStream => ({
  ...stream,
  events: [...stream.events, event].slice(-mostEventsKept),
})

function withEnd(stream: IvsStream): IvsStream {
  const at = stream.endedAt ?? stream.startedAt
  const end = (name: string): IvsStreamEvent => ({ type: 'IVS Stream State Change', name, at })
  return withEvent(withEvent(stream, end('Stream End')), end('Session Ended'))
}
