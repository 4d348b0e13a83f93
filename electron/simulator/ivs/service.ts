import {
  AwsFault,
  type AwsAnswer,
  type AwsRequest,
  type InnerCall,
  type InnerReply,
  type Service,
} from '../kit/aws'
import type { SimulatorContext } from '../kit/context'
import { callRoute, findRoute, invokeRoute, type JsonRoute } from '../kit/restJson'
import { notSimulated } from '../kit/notSimulated'
import { quotaOf } from '../kit/quotas'
import { restJsonFault } from '../kit/restJsonFault'
import { Throttle } from '../kit/throttle'
import { Broadcasts } from './broadcasts'
import { callLimitOf, metadataOfChannel } from './callLimits'
import { channelRoutes, streamKeyRoutes } from './channelRoutes'
import type { IngestSource } from './ingestGauge'
import { LaggingLists } from './lists'
import { otherOperationOf } from './otherOperations'
import { RecordingConfigurations } from './recordingConfigurations'
import { recordingRoutes } from './recordingRoutes'
import { Recordings, type RecordingStore } from './recordings'
import type { IvsChannel, IvsStream, RecordingConfiguration } from './records'
import { streamRoutes } from './streamRoutes'
import { tagRoutes } from './tagRoutes'
import { channelView, streamSummary } from './views'
import { IvsWorld, type SavedChannels } from './world'

/** What the ingest asks of IVS and tells it. */
export interface IvsIngest {
  /** The channel a stream key belongs to; undefined: refused. */
  channelOfKey(streamKey: string): IvsChannel | undefined
  /** Whether the account may have one more channel live. */
  hasRoom(region: string): boolean
  /** An encoder was let in; no picture yet. */
  connected(channelArn: string): void
  began(channel: IvsChannel, source: IngestSource): void
  continues(channelArn: string): void
  /** Another encoder goes on with the stream. */
  takenOver(channelArn: string, source: IngestSource): void
  /** `code` as IVS calls the reason (API reference, StreamEvent). */
  takeoverRefused(channelArn: string, code: string): void
  limitBroken(channelArn: string, limit: string): void
  ended(channelArn: string): void
  onStop(listener: (channelArn: string) => void): () => void
}

export interface IvsService extends Service {
  readonly ingest: IvsIngest
  /** So many watch from now on, whenever the channel is live; shown when IVS would know of it. */
  setViewers(channelArn: string, count: number): void
  /** As GetStream shows them. */
  viewersShown(channelArn: string): number
}

interface SavedIvs extends SavedChannels {
  readonly recordingConfigurations?: readonly RecordingConfiguration[]
  readonly sessions?: readonly IvsStream[]
  readonly viewers?: Readonly<Record<string, number>>
}

/** Amazon IVS low-latency streaming: channels, keys, streams, recording. Nothing starts a channel but video. */
export function ivsService(context: SimulatorContext, s3: RecordingStore): IvsService {
  return new SimulatedIvs(context, s3)
}

class SimulatedIvs implements IvsService {
  readonly scope = 'ivs'
  readonly ingest: IvsIngest
  readonly #recordings: Recordings
  readonly #broadcasts: Broadcasts
  readonly #configurations: RecordingConfigurations
  readonly #world: IvsWorld
  readonly #routes: readonly JsonRoute[]
  readonly #throttle: Throttle

  readonly #lists: LaggingLists
  private readonly context: SimulatorContext

  constructor(outer: SimulatorContext, s3: RecordingStore) {
    const changed = () => {
      outer.changed()
      this.#lists.note()
    }
    const context = { ...outer, changed }
    this.context = context
    this.#throttle = new Throttle(context.clock.now)
    this.#recordings = new Recordings(context, s3, (stream, news) =>
      this.#broadcasts.recordingNews(stream, news),
    )
    this.#broadcasts = new Broadcasts(context, this.#recordings)
    this.#configurations = new RecordingConfigurations(context, s3)
    this.#world = new IvsWorld(context, this.#broadcasts, this.#configurations)
    this.#lists = new LaggingLists(context, {
      world: this.#world,
      broadcasts: this.#broadcasts,
      configurations: this.#configurations,
    })
    this.#routes = this.#allRoutes()
    this.ingest = this.#ingestOf()
  }

  #allRoutes(): readonly JsonRoute[] {
    const listed = { world: this.#world, lists: () => this.#lists.asked() }
    const broadcasts = this.#broadcasts
    const recording = this.#configurations
    const admitMetadata = (arn: string, region: string) => {
      if (!this.#throttle.admits(`metadata/${arn}`, region, metadataOfChannel)) {
        throw this.throttled()
      }
    }
    return [
      ...channelRoutes(listed, this.context),
      ...streamKeyRoutes(listed),
      ...streamRoutes({ ...listed, broadcasts, recording, context: this.context, admitMetadata }),
      ...recordingRoutes(recording, listed),
      ...tagRoutes(this.#world),
    ]
  }

  #ingestOf(): IvsIngest {
    const broadcasts = this.#broadcasts
    return {
      channelOfKey: (streamKey) => this.#world.channelOfKey(streamKey),
      hasRoom: (region) => {
        const live = broadcasts.live().filter(({ channel }) => channel.region === region)
        return live.length < quotaOf(this.context, 'ivs.concurrent-streams')
      },
      connected: (arn) => broadcasts.connected(arn),
      began: (channel, source) =>
        broadcasts.began(
          channel,
          source,
          this.#configurations.find(channel.recordingConfigurationArn),
        ),
      continues: (arn) => broadcasts.continues(arn),
      takenOver: (arn, source) => broadcasts.takenOver(arn, source),
      takeoverRefused: (arn, code) => broadcasts.takeoverRefused(arn, code),
      limitBroken: (arn, limit) => broadcasts.limitBroken(arn, limit),
      ended: (arn) => broadcasts.ended(arn),
      onStop: (listener) => broadcasts.onStop(listener),
    }
  }

  setViewers(channelArn: string, count: number): void {
    this.#world.channel(channelArn)
    this.#broadcasts.setViewers(channelArn, count)
    this.context.events.append('ivs-viewers', { arn: channelArn, count })
  }

  viewersShown(channelArn: string): number {
    return this.#broadcasts.viewersShown(channelArn)
  }

  operationOf(request: Pick<AwsRequest, 'method' | 'path'>): string | undefined {
    return findRoute(this.#routes, request)?.operation ?? otherOperationOf(request) ?? unknown
  }

  handle(request: AwsRequest): Promise<AwsAnswer> {
    this.#admit(request)
    return callRoute(this.#routes, request)
  }

  invoke(call: InnerCall): InnerReply {
    this.#admit(call)
    return invokeRoute(this.#routes, call)
  }

  #admit(call: Pick<AwsRequest, 'method' | 'path' | 'region'>): void {
    const operation = findRoute(this.#routes, call)?.operation
    if (operation === undefined) {
      const other = otherOperationOf(call)
      throw other === undefined ? unknownOperation() : notSimulated(`ivs:${other}`)
    }
    if (!this.#throttle.admits(operation, call.region, callLimitOf(operation))) {
      throw this.throttled()
    }
  }

  /** IVS carries the message as `exceptionMessage`, and calls a request it cannot read a validation error. */
  faultAnswer(fault: AwsFault, _request: AwsRequest): AwsAnswer {
    const type = spelling[fault.type] ?? fault.type
    const spoken = new AwsFault(fault.status, type, fault.message, fault.extra)
    return restJsonFault(spoken, 'exceptionMessage')
  }

  throttled = (): AwsFault => new AwsFault(429, 'ThrottlingException', 'Rate exceeded')

  world(): unknown {
    const { channels, streamKeys } = this.#world.snapshot()
    return {
      channels: channels.map((channel) => channelView(channel, this.context.account)),
      streamKeys,
      streams: this.#broadcasts.live().map((stream) => streamSummary(stream, this.#broadcasts)),
      recordingConfigurations: this.#configurations
        .snapshot()
        .map((each) => ({ ...each, state: this.#configurations.stateOf(each) })),
    }
  }

  busy(): boolean {
    return this.#broadcasts.live().length > 0
  }

  snapshot(): SavedIvs {
    return {
      ...this.#world.snapshot(),
      recordingConfigurations: this.#configurations.snapshot(),
      sessions: this.#broadcasts.snapshot(),
      viewers: this.#broadcasts.viewers(),
    }
  }

  restore(saved: unknown): void {
    // Only ever what snapshot() gave.
    const ivs = saved as SavedIvs
    const { channels, streamKeys, recordingConfigurations = [], sessions = [] } = ivs
    this.#configurations.restore(recordingConfigurations)
    this.#world.restore({ channels, streamKeys })
    this.#broadcasts.restore(sessions)
    this.#broadcasts.restoreViewers(ivs.viewers ?? {})
    // Of what was saved before sessions were, nothing is live any more either.
    for (const { arn } of channels) this.context.meter.ivsLiveEnded(arn)
  }

  reset(): void {
    this.#recordings.reset()
    this.#broadcasts.reset()
    this.#world.reset()
    this.#configurations.restore([])
    this.#throttle.clear()
  }

  /** What is being recorded gets its end: S3 is still there. */
  close(): Promise<void> {
    this.#broadcasts.stopAll()
    return this.#recordings.close()
  }
}

/** A path that IVS does not have; how AWS refuses it is not documented for IVS. */
const unknown = 'UnknownOperation'
const unknownOperation = () =>
  new AwsFault(404, 'UnknownOperationException', 'There is no such operation')

const spelling: Readonly<Record<string, string>> = {
  BadRequestException: 'ValidationException',
  SerializationException: 'ValidationException',
  InternalServerErrorException: 'InternalServerException',
}
