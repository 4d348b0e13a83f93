import type { Service } from './kit/aws'
import type { SimulatorContext } from './kit/context'
import { noPicture, type StartedPicture } from './medialive/picturePort'
import { mediaLiveService, type MediaLiveService } from './medialive/service'
import { stsService } from './sts/service'

/** Every service of the simulated account, one line each. */
export interface Roster {
  readonly all: readonly Service[]
  readonly mediaLive: MediaLiveService
}

export async function servicesOf(context: SimulatorContext): Promise<Roster> {
  const mediaLive = mediaLiveService(context)
  return { all: [stsService(context), mediaLive], mediaLive }
}

/** RTMP's own port stands in input addresses when nothing listens. */
const rtmpDefaultPort = 1935

/** The picture behind the services; with the picture off nothing listens. */
export async function pictureOf(
  _context: SimulatorContext,
  _roster: Roster,
  port: number,
): Promise<StartedPicture> {
  return { plane: noPicture, rtmpPort: port || rtmpDefaultPort }
}
