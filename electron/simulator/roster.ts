import { ivsService, type IvsService } from './ivs/service'
import type { Service } from './kit/aws'
import type { Calls } from './kit/calls'
import type { SimulatorContext } from './kit/context'
import { noPicture, type StartedPicture } from './medialive/picturePort'
import { mediaLiveService, type MediaLiveService } from './medialive/service'
import { startPicture } from './picture/plane'
import { s3Service, type S3Service } from './s3/service'
import { schedulerService } from './scheduler/service'
import { stsService } from './sts/service'

/** Every service of the simulated account; those that the picture passes through by name as well. */
export interface Roster {
  readonly all: readonly Service[]
  readonly mediaLive: MediaLiveService
  readonly ivs: IvsService
  readonly s3: S3Service
}

/** `calls` is how one of them calls another. */
export function servicesOf(context: SimulatorContext, calls: Calls): Roster {
  const mediaLive = mediaLiveService(context)
  const s3 = s3Service(context)
  const ivs = ivsService(context, s3)
  const scheduler = schedulerService(context, calls)
  return { all: [stsService(context), mediaLive, ivs, s3, scheduler], mediaLive, ivs, s3 }
}

/** RTMP's own port stands in input addresses when nothing listens. */
const rtmpDefaultPort = 1935

/** The picture behind the services; with the picture off nothing listens. */
export async function pictureOf(
  context: SimulatorContext,
  { mediaLive, ivs, s3 }: Roster,
  port: number,
): Promise<StartedPicture> {
  if (context.picture === 'off') return { plane: noPicture, rtmpPort: port || rtmpDefaultPort }
  return startPicture({ context, gate: mediaLive.gate, s3, ivs: ivs.ingest, port })
}
