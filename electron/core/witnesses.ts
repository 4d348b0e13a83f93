/** Counters of whoever receives the picture, where somebody tells (in rehearsal the local sinks do). */
export interface Witness {
  /** By destination id of one channel; an empty map where nobody tells. */
  deliveries(channelId: string): Promise<ReadonlyMap<string, Delivery>>
  /** What arrives at an input; undefined where nobody measures. */
  feed(inputId: string): Promise<MeasuredFeed | undefined>
}
export interface Delivery {
  readonly frames: number
  readonly bytes: number
  readonly lastFrameAt: number | null
}
export interface MeasuredFeed {
  readonly arriving: boolean
  readonly bitrateBps: number | null
  readonly framesPerSecond: number | null
  readonly width: number | null
  readonly height: number | null
  readonly keyframeIntervalMs: number | null
}

/**
 * MediaLive's metrics at CloudWatch. They are of windows of ten seconds and come a minute or two late,
 * so every value says of when it is. 0.01 $ per 1,000 metrics asked for: a channel has two and one
 * for each output.
 */
export interface Metrics {
  /** One call for all of these channels; a channel of which nothing is known yet is left out. */
  ofChannels(
    channels: readonly { readonly id: string; readonly outputIds: readonly string[] }[],
  ): Promise<ReadonlyMap<string, ChannelMetrics>>
}
export interface ChannelMetrics {
  /** Frames a second that arrive at the input; null before the first. */
  readonly framesIn: MetricWindow | null
  /** For how long the outputs have been filled with something else than the input, in ms. */
  readonly fillMs: MetricWindow | null
  /** Null where AWS does not publish it by channel. */
  readonly droppedFrames: MetricWindow | null
  /** By output id, newest window first: how many outputs were written successfully all the while. */
  readonly activeOutputs: ReadonlyMap<string, readonly MetricWindow[]>
}
/** A value and the window it is of, on this machine's clock. */
export interface MetricWindow {
  readonly from: number
  readonly to: number
  readonly value: number
}
