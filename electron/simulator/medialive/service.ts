import { AwsFault, type Service } from '../kit/aws'
import type { SimulatorContext } from '../kit/context'
import { callRoute, findRoute, invokeRoute } from '../kit/restJson'
import { restJsonFault } from '../kit/restJsonFault'
import { channelRoutes } from './channelRoutes'
import { channelView } from './channelView'
import { healthRoutes } from './healthRoutes'
import { inputRoutes, securityGroupRoutes } from './inputRoutes'
import type { IngestGate, PicturePlane } from './picturePort'
import { tagRoutes } from './tagRoutes'
import { MediaLiveWorld } from './world'

export interface MediaLiveService extends Service {
  /** Whom the RTMP ingest asks. */
  readonly gate: IngestGate
  attachPicture(plane: PicturePlane): void
}

/** MediaLive: rest-json under `/prod`, 20 calls a second and 40 in a burst for the whole API. */
export function mediaLiveService(context: SimulatorContext): MediaLiveService {
  const world = new MediaLiveWorld(context)
  const routes = [
    ...channelRoutes(world, context.account),
    ...inputRoutes(world),
    ...securityGroupRoutes(world),
    ...tagRoutes(world),
    ...healthRoutes(world),
  ]
  return {
    scope: 'medialive',
    limit: { perSecond: 20, burst: 40 },
    operationOf: (request) => findRoute(routes, request)?.operation,
    handle: (request) => callRoute(routes, request),
    invoke: (call) => invokeRoute(routes, call),
    faultAnswer: (fault) => restJsonFault(fault),
    throttled: () => new AwsFault(429, 'TooManyRequestsException', 'Too Many Requests'),
    world: () => worldView(world, context.account),
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
const worldView = (world: MediaLiveWorld, account: string) => ({
  channels: world.channels.stages
    .all()
    .map((channel) => ({ region: channel.region, ...channelView(account, channel) })),
  inputs: world.inputs.stages.all().map((input) => ({
    region: input.region,
    ...world.inputs.view(input),
    feed: world.plane.feedOf(input.id) ?? null,
  })),
  inputSecurityGroups: world.securityGroups.stages
    .all()
    .map((group) => ({ region: group.region, ...world.securityGroups.view(group) })),
})
