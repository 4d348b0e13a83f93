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
import { restJsonFault } from '../kit/restJsonFault'
import { Throttle } from '../kit/throttle'
import { Broadcasts } from './broadcasts'
import { channelRoutes, streamKeyRoutes } from './channelRoutes'
import type { IvsChannel } from './records'
import { streamRoutes, tagRoutes } from './streamRoutes'
import { channelView, streamSummary } from './views'
import { IvsWorld, type SavedIvs } from './world'

/** IVS service quotas: most calls allow 5 a second, each call by itself. The burst is not documented. */
const callLimit = { perSecond: 5, burst: 5 }

/** What the ingest asks of IVS and tells it. */
export interface IvsIngest {
  /** The channel a stream key belongs to; undefined: refused. */
  channelOfKey(streamKey: string): IvsChannel | undefined
  began(channel: IvsChannel): void
  continues(channelArn: string): void
  ended(channelArn: string): void
  onStop(listener: (channelArn: string) => void): () => void
}

export interface IvsService extends Service {
  readonly ingest: IvsIngest
}

/** Amazon IVS low-latency streaming: channels, stream keys, streams, tags. Nothing starts a channel but video. */
export function ivsService(context: SimulatorContext): IvsService {
  return new SimulatedIvs(context)
}

class SimulatedIvs implements IvsService {
  readonly scope = 'ivs'
  readonly ingest: IvsIngest
  readonly #broadcasts: Broadcasts
  readonly #world: IvsWorld
  readonly #routes: readonly JsonRoute[]
  readonly #throttle: Throttle

  constructor(private readonly context: SimulatorContext) {
    const broadcasts = new Broadcasts(context)
    const world = new IvsWorld(context, broadcasts)
    this.#broadcasts = broadcasts
    this.#world = world
    this.#throttle = new Throttle(context.clock.now)
    this.#routes = [
      ...channelRoutes(world, context),
      ...streamKeyRoutes(world),
      ...streamRoutes({ world, broadcasts, context }),
      ...tagRoutes(world),
    ]
    this.ingest = {
      channelOfKey: (streamKey) => world.channelOfKey(streamKey),
      began: (channel) => broadcasts.began(channel),
      continues: (channelArn) => broadcasts.continues(channelArn),
      ended: (channelArn) => broadcasts.ended(channelArn),
      onStop: (listener) => broadcasts.onStop(listener),
    }
  }

  operationOf(request: Pick<AwsRequest, 'method' | 'path'>): string | undefined {
    return findRoute(this.#routes, request)?.operation
  }

  handle(request: AwsRequest): Promise<AwsAnswer> {
    const operation = this.operationOf(request) ?? ''
    if (!this.#throttle.admits(operation, request.region, callLimit)) throw this.throttled()
    return callRoute(this.#routes, request)
  }

  invoke(call: InnerCall): InnerReply {
    const operation = findRoute(this.#routes, call)?.operation ?? ''
    if (!this.#throttle.admits(operation, call.region, callLimit)) throw this.throttled()
    return invokeRoute(this.#routes, call)
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
    }
  }

  busy(): boolean {
    return this.#broadcasts.live().length > 0
  }

  snapshot(): SavedIvs {
    return this.#world.snapshot()
  }

  restore(saved: unknown): void {
    // Only ever what snapshot() gave.
    const { channels, streamKeys } = saved as SavedIvs
    this.#world.restore({ channels, streamKeys })
    // A simulator that was killed takes its ingest with it: nothing is live any more.
    for (const { arn } of channels) this.context.meter.ivsLiveEnded(arn)
  }

  reset(): void {
    this.#broadcasts.reset()
    this.#world.reset()
    this.#throttle.clear()
  }

  close(): Promise<void> {
    this.#broadcasts.reset()
    return Promise.resolve()
  }
}

const spelling: Readonly<Record<string, string>> = {
  BadRequestException: 'ValidationException',
  SerializationException: 'ValidationException',
  InternalServerErrorException: 'InternalServerException',
}
