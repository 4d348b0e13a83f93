import { AwsFault, type AwsRequest, type Service } from '../kit/aws'
import type { SimulatorContext } from '../kit/context'
import { callRoute, findRoute, invokeRoute } from '../kit/restJson'
import { restJsonFault } from '../kit/restJsonFault'
import { operationAt, unansweredPath, unknownOperation } from './operations'
import type { IngestGate, PicturePlane } from './picturePort'
import { mediaLiveRoutes } from './routes'
import { MediaLiveWorld } from './world'

export interface MediaLiveService extends Service {
  /** Whom the RTMP ingest asks. */
  readonly gate: IngestGate
  attachPicture(plane: PicturePlane): void
}

type Called = Pick<AwsRequest, 'method' | 'path'>

/** MediaLive: rest-json under `/prod`, 20 calls a second and 40 in a burst for the whole API. */
export function mediaLiveService(context: SimulatorContext): MediaLiveService {
  const world = new MediaLiveWorld(context)
  const routes = mediaLiveRoutes(world, context.account)
  const operationOf = (call: Called) =>
    findRoute(routes, call)?.operation ?? operationAt(call) ?? unknownOperation
  const refuseForeign = (call: Called) => {
    if (findRoute(routes, call) === undefined) throw unansweredPath(call, context.assumptions)
  }
  return {
    scope: 'medialive',
    limit: { perSecond: 20, burst: 40 },
    operationOf,
    handle: (request) => {
      refuseForeign(request)
      return callRoute(routes, request)
    },
    invoke: (call) => {
      refuseForeign(call)
      return invokeRoute(routes, call)
    },
    faultAnswer: (fault) => restJsonFault(fault),
    throttled: () => new AwsFault(429, 'TooManyRequestsException', 'Too Many Requests'),
    world: () => worldView(world),
    busy: () => world.busy(),
    snapshot: () => world.snapshot(),
    // Our own snapshot, written by `snapshot` above.
    restore: (saved) => world.restore(saved as ReturnType<MediaLiveWorld['snapshot']>),
    reset: () => world.reset(),
    close: () => Promise.resolve(),
    gate: world,
    attachPicture: (plane) => world.attachPicture(plane),
  }
}

/** All Regions, deleted resources included, each with its Region. */
const worldView = (world: MediaLiveWorld) => ({
  channels: world.channels.stages
    .all()
    .map((channel) => ({ region: channel.region, ...world.view(channel) })),
  schedules: world.schedules.snapshot(),
  inputs: world.inputs.stages.all().map((input) => ({
    region: input.region,
    ...world.inputs.view(input),
    feed: world.plane.feedOf(input.id) ?? null,
  })),
  inputSecurityGroups: world.securityGroups.stages
    .all()
    .map((group) => ({ region: group.region, ...world.securityGroups.view(group) })),
})
