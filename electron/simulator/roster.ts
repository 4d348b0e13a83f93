import { cloudWatchService, type CloudWatchService } from './cloudwatch/service'
import { ivsService, type IvsService } from './ivs/service'
import type { Service } from './kit/aws'
import type { Calls } from './kit/calls'
import type { SimulatorContext } from './kit/context'
import { noPicture, type StartedPicture } from './medialive/picturePort'
import { mediaLiveService, type MediaLiveService } from './medialive/service'
import { startPicture } from './picture/plane'
import { startSyntheticPicture } from './picture/syntheticPlane'
import { s3Service, type S3Service } from './s3/service'
import { schedulerService } from './scheduler/service'
import { stsService } from './sts/service'
import type { RoleSessions } from './sts/sessions'

/** Every service of the simulated account; those that the picture passes through by name as well. */
export interface Roster {
  readonly all: readonly Service[]
  readonly mediaLive: MediaLiveService
  readonly ivs: IvsService
  readonly s3: S3Service
  readonly cloudWatch: CloudWatchService
  /** Whose temporary credentials are still good. */
  readonly sessions: RoleSessions
}

/** `calls` is how one of them calls another. */
export function servicesOf(context: SimulatorContext, calls: Calls): Roster {
  const mediaLive = mediaLiveService(context)
  const sts = stsService(context)
  const s3 = s3Service(context, sts.sessions)
  const ivs = ivsService(context, s3)
  const cloudWatch = cloudWatchService(context, (arn) => ivs.viewersShown(arn))
  return {
    all: [sts, mediaLive, ivs, s3, schedulerService(context, calls), cloudWatch],
    mediaLive,
    ivs,
    s3,
    cloudWatch,
    sessions: sts.sessions,
  }
}

/** RTMP's own port stands in input addresses when nothing listens. */
const rtmpDefaultPort = 1935

/** The picture behind the services; with the picture off nothing listens. */
export async function pictureOf(
  context: SimulatorContext,
  { mediaLive, ivs, s3, cloudWatch }: Roster,
  port: number,
): Promise<StartedPicture> {
  if (context.picture === 'off') return { plane: noPicture, rtmpPort: port || rtmpDefaultPort }
  const ingest = cloudWatch.watchedIngest(ivs.ingest)
  const options = { context, gate: mediaLive.gate, s3, ivs: ingest, port }
  const started = await (context.picture === 'synthetic'
    ? startSyntheticPicture(options)
    : startPicture(options))
  return { ...started, plane: cloudWatch.watched(started.plane) }
}
