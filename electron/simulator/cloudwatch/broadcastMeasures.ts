/** What has arrived at a live IVS channel since its stream began. Sums only grow. */
export interface BroadcastMeasures {
  readonly channelArn: string
  readonly region: string
  readonly streamId: string
  readonly videoBytes: number
  readonly audioBytes: number
  readonly videoFrames: number
  /** Between the last two; undefined before the second. */
  readonly keyframeIntervalMs: number | undefined
  readonly viewers: number
}
