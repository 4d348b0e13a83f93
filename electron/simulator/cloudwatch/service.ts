import { AwsFault, type AwsAnswer, type AwsRequest, type Service } from '../kit/aws'
import type { SimulatorContext } from '../kit/context'
import { notSimulated } from '../kit/notSimulated'
import type { IvsIngest } from '../ivs/service'
import type { PicturePlane } from '../medialive/picturePort'
import { Archive, type SavedArchive } from './archive'
import { BroadcastCounters } from './broadcastCounters'
import { invalidAction } from './faults'
import { IvsAudienceMetrics, IvsIngestMetrics } from './ivsMetrics'
import { listMetrics } from './listMetrics'
import { MediaLiveMetrics } from './mediaLiveMetrics'
import { getMetricData } from './metricData'
import { isKnown, isSimulated, type SimulatedOperation } from './operations'
import { actionOf, protocolOf, targetOf, type Protocol } from './protocol'
import { Sampler } from './sampler'

export interface CloudWatchService extends Service {
  /** The same plane, whose channels are measured from now on. */
  watched(plane: PicturePlane): PicturePlane
  /** The same ingest, whose streams are measured from now on. */
  watchedIngest(ingest: IvsIngest): IvsIngest
}

/** CloudWatch: the metrics that MediaLive and IVS publish, some time after they were measured. */
export function cloudWatchService(
  context: SimulatorContext,
  /** As IVS shows them by channel ARN. */
  viewersOf: (channelArn: string) => number,
): CloudWatchService {
  return new SimulatedCloudWatch(context, viewersOf)
}

/** The world is saved at every change of it; what has come since in metrics may wait so long. */
const savedEveryMs = 60_000

class SimulatedCloudWatch implements CloudWatchService {
  readonly scope = 'monitoring'
  readonly #archive = new Archive()
  readonly #channels: Sampler
  readonly #counters: BroadcastCounters
  readonly #broadcasts: readonly Sampler[]
  #plane: PicturePlane | undefined
  #saved: { readonly at: number; readonly archive: SavedArchive | undefined } | undefined

  constructor(
    private readonly context: SimulatorContext,
    viewersOf: (channelArn: string) => number,
  ) {
    const { now } = context.clock
    const { assumptions } = context
    const measures = () => this.#plane?.measures() ?? []
    const channels = new MediaLiveMetrics({ now, assumptions, measures })
    this.#channels = new Sampler(context, channels, this.#archive)
    this.#counters = new BroadcastCounters({ now, viewersOf })
    const broadcasts = () => this.#counters.measures()
    this.#broadcasts = [
      new IvsIngestMetrics({ now, measures: broadcasts }),
      new IvsAudienceMetrics(broadcasts),
    ].map((source) => new Sampler(context, source, this.#archive))
  }

  watched(plane: PicturePlane): PicturePlane {
    this.#plane = plane
    return watchedPlane(plane, () => this.#channels.wake())
  }

  watchedIngest(ingest: IvsIngest): IvsIngest {
    return this.#counters.watched(ingest, () => {
      for (const sampler of this.#broadcasts) sampler.wake()
    })
  }

  operationOf(request: Pick<AwsRequest, 'headers'>): string | undefined {
    return targetOf(request)
  }

  async operationInBody(request: AwsRequest): Promise<string | undefined> {
    return actionOf(request)
  }

  async handle(request: AwsRequest): Promise<AwsAnswer> {
    const protocol = protocolOf(request)
    const action = targetOf(request) ?? (await actionOf(request)) ?? ''
    if (!isKnown(action)) throw invalidAction(action)
    if (!isSimulated(action)) throw notSimulated(`CloudWatch's ${action}`)
    const result = await this.#resultOf(action, protocol, request)
    return protocol.reply({ action, requestId: request.requestId }, result)
  }

  faultAnswer(fault: AwsFault, request: AwsRequest): AwsAnswer {
    return protocolOf(request).fault(fault, request)
  }

  throttled = (): AwsFault => new AwsFault(400, 'Throttling', 'Rate exceeded')

  world(): unknown {
    return this.#archive.size()
  }

  busy(): boolean {
    return false
  }

  snapshot(): SavedArchive | undefined {
    const now = this.context.clock.now()
    if (this.#saved === undefined || now - this.#saved.at >= savedEveryMs) {
      this.#saved = { at: now, archive: this.#archive.snapshot(now) }
    }
    return this.#saved.archive
  }

  restore(saved: unknown): void {
    // Only ever what snapshot() gave.
    this.#archive.restore(saved as SavedArchive)
    this.#saved = undefined
  }

  reset(): void {
    this.#stop()
    this.#archive.reset()
  }

  close(): Promise<void> {
    this.#stop()
    return Promise.resolve()
  }

  async #resultOf(action: SimulatedOperation, protocol: Protocol, request: AwsRequest) {
    const { shapes } = protocol
    const asked = () => {
      const { region } = request
      return { archive: this.#archive, region, now: this.context.clock.now() }
    }
    switch (action) {
      case 'GetMetricData': {
        const parsed = await protocol.parse(shapes.GetMetricData, request)
        const answer = getMetricData(asked(), parsed)
        this.context.meter.metricsAsked(parsed.MetricDataQueries?.length ?? 0)
        return answer
      }
      case 'ListMetrics': {
        const parsed = await protocol.parse(shapes.ListMetrics, request)
        return listMetrics(asked(), parsed)
      }
    }
  }

  #stop(): void {
    this.#saved = undefined
    for (const sampler of [this.#channels, ...this.#broadcasts]) sampler.stop()
  }
}

/** Everything goes to the plane itself; that a channel has begun to run is noticed. */
function watchedPlane(plane: PicturePlane, began: () => void): PicturePlane {
  return {
    channelRunning: (channel) => {
      plane.channelRunning(channel)
      began()
    },
    channelStopped: (channelId) => plane.channelStopped(channelId),
    alerts: (channelId) => plane.alerts(channelId),
    allAlerts: () => plane.allAlerts(),
    takeUpAlerts: (saved) => plane.takeUpAlerts(saved),
    emptied: () => plane.emptied(),
    thumbnail: (channelId, pipelineId) => plane.thumbnail(channelId, pipelineId),
    feedOf: (inputId) => plane.feedOf(inputId),
    switchInput: (channelId, attachment) => plane.switchInput(channelId, attachment),
    pausePipelines: (channelId, paused) => plane.pausePipelines(channelId, paused),
    pipelinesDown: (channelId, pipelines) => plane.pipelinesDown(channelId, pipelines),
    pipelinesUp: (channelId, pipelines) => plane.pipelinesUp(channelId, pipelines),
    activeAttachment: (channelId, pipelineId) => plane.activeAttachment(channelId, pipelineId),
    measures: () => plane.measures(),
    world: () => plane.world(),
    close: () => plane.close(),
  }
}
