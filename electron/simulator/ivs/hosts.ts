import { createHash } from 'node:crypto'

/** One name for every account and Region, as AWS gives them. */
const prefixOf = (account: string, region: string) =>
  createHash('sha256').update(`${account}/${region}`).digest('hex').slice(0, 12)

/** The bare host of RTMP ingest: `rtmps://<host>:443/app/` with the stream key as the stream name. */
export const ingestHostOf = (account: string, region: string): string =>
  `${prefixOf(account, region)}.global-contribute.live-video.net`

export const srtEndpointOf = (account: string, region: string): string =>
  `srt://${prefixOf(account, region)}.srt.live-video.net:9000`

export const playbackUrlOf = (account: string, region: string, name: string): string =>
  `https://${prefixOf(account, region)}.${region}.playback.live-video.net/api/video/v1/${region}.${account}.channel.${name}.m3u8`

/** Whether a destination is an ingest host this simulator could have handed out. */
export const isIngestHost = (host: string): boolean =>
  host.endsWith('.global-contribute.live-video.net')
