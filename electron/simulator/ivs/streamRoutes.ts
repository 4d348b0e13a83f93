import type { SimulatorContext } from '../kit/context'
import { type JsonRoute, reply, route } from '../kit/restJson'
import type { Broadcasts } from './broadcasts'
import { invalid, notBroadcasting, notFound } from './faults'
import { playbackUrlOf } from './hosts'
import { isOfRegion, type ListedWorld } from './lists'
import { bodyOf, pageUnder } from './parse'
import type { RecordingConfigurations } from './recordingConfigurations'
import { type IvsStream, nameInArn, type RecordingConfiguration } from './records'
import { ListStreams, ListStreamSessions, OneSession, OneStream, PutMetadata } from './shapes'
import { sessionSummary, sessionView, streamSummary } from './views'

export interface StreamParts extends ListedWorld {
  readonly broadcasts: Broadcasts
  readonly recording: RecordingConfigurations
  readonly context: SimulatorContext
  /** PutMetadata is limited a channel and an account; throws when it is too much. */
  readonly admitMetadata: (channelArn: string, region: string) => void
}

export const streamRoutes = (parts: StreamParts): readonly JsonRoute[] => {
  const { broadcasts, lists } = parts
  return [
    route('GetStream', 'POST', '/GetStream', (call) => {
      const { channelArn } = bodyOf(call, OneStream)
      return reply(200, { stream: streamView(liveStream(parts, channelArn), parts) })
    }),
    route('ListStreams', 'POST', '/ListStreams', (call) => {
      const asked = bodyOf(call, ListStreams)
      const wanted = lists()
        .streams.filter(({ channelArn }) => isOfRegion(channelArn, call.region))
        .filter(({ health }) => !asked.filterBy?.health || health === asked.filterBy.health)
      const { page, reply: listed } = pageUnder('streams', wanted, {
        asked,
        usual: 100,
        keyOf: ({ channelArn }) => channelArn,
      })
      return reply(200, listed(page))
    }),
    route('StopStream', 'POST', '/StopStream', (call) => {
      const { channelArn } = bodyOf(call, OneStream)
      liveStream(parts, channelArn)
      broadcasts.stop(channelArn)
      return reply(200, {})
    }),
    route('PutMetadata', 'POST', '/PutMetadata', (call) => {
      const { channelArn, metadata } = bodyOf(call, PutMetadata)
      const bytes = Buffer.byteLength(metadata)
      if (bytes > 1024) throw invalid('metadata is larger than 1 KB')
      parts.admitMetadata(channelArn, call.region)
      const { streamId } = liveStream(parts, channelArn)
      // What it says is the show's own business: only how much of it there was is told.
      parts.context.events.append('ivs-metadata', { arn: channelArn, streamId, bytes })
      return reply(204)
    }),
    ...sessionRoutes(parts),
  ]
}

const sessionRoutes = ({
  world,
  broadcasts,
  recording,
  context,
}: StreamParts): readonly JsonRoute[] => [
  route('ListStreamSessions', 'POST', '/ListStreamSessions', (call) => {
    const asked = bodyOf(call, ListStreamSessions)
    world.channel(asked.channelArn)
    const { page, reply: listed } = pageUnder(
      'streamSessions',
      broadcasts.sessionsOf(asked.channelArn),
      { asked, usual: 100, keyOf: newestFirst },
    )
    return reply(200, listed(page.map(sessionSummary)))
  }),
  route('GetStreamSession', 'POST', '/GetStreamSession', (call) => {
    const { channelArn, streamId } = bodyOf(call, OneSession)
    world.channel(channelArn)
    const found = broadcasts
      .sessionsOf(channelArn)
      .find((session) => streamId === undefined || session.streamId === streamId)
    if (!found) throw notFound(streamId ?? channelArn)
    const stateOf = (each: RecordingConfiguration) => recording.stateOf(each)
    return reply(200, { streamSession: sessionView(found, context.account, stateOf) })
  }),
]

const farFuture = 9_999_999_999_999
const newestFirst = ({ startedAt, streamId }: IvsStream) => `${farFuture - startedAt}/${streamId}`

/** 404 whether the channel is silent or unknown, but by different names. */
function liveStream({ world, broadcasts }: StreamParts, channelArn: string): IvsStream {
  world.channel(channelArn)
  const stream = broadcasts.liveOn(channelArn)
  if (!stream) throw notBroadcasting()
  return stream
}

function streamView(stream: IvsStream, { world, broadcasts, context }: StreamParts) {
  const { region } = world.channel(stream.channelArn)
  const playbackUrl = playbackUrlOf(context.account, region, nameInArn(stream.channelArn))
  return { ...streamSummary(stream, broadcasts), playbackUrl }
}
