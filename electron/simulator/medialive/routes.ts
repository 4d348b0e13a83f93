import type { JsonRoute } from '../kit/restJson'
import { batchRoutes } from './batchRoutes'
import { channelRoutes } from './channelRoutes'
import { healthRoutes } from './healthRoutes'
import { inputRoutes, securityGroupRoutes } from './inputRoutes'
import { scheduleRoutes } from './schedule/scheduleRoutes'
import { tagRoutes } from './tagRoutes'
import type { MediaLiveWorld } from './world'

/** Every operation of MediaLive that is simulated. */
export const mediaLiveRoutes = (world: MediaLiveWorld, account: string): readonly JsonRoute[] => [
  ...channelRoutes(world, account),
  ...inputRoutes(world),
  ...securityGroupRoutes(world),
  ...tagRoutes(world),
  ...healthRoutes(world),
  ...scheduleRoutes(world),
  ...batchRoutes(world, account),
]
