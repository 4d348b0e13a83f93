import type { SimulatorContext } from '../kit/context'
import { type JsonRoute, param, reply, route } from '../kit/restJson'
import type { Broadcasts } from './broadcasts'
import { invalid, notBroadcasting, notFound } from './faults'
import { playbackUrlOf } from './hosts'
import { bodyOf, pageUnder } from './parse'
import { type IvsStream, nameInArn } from './records'
import { ListStreams, ListStreamSessions, OneStream, PutMetadata, TagResource } from './shapes'
import { channelView, sessionSummary, sessionTimes, streamSummary } from './views'
import type { IvsWorld } from './world'
import { z } from 'zod'

export interface StreamParts {
  readonly world: IvsWorld
  readonly broadcasts: Broadcasts
  readonly context: SimulatorContext
}

export const streamRoutes = (parts: StreamParts): readonly JsonRoute[] => {
  const { world, broadcasts } = parts
  return [
    route('GetStream', 'POST', '/GetStream', (call) => {
      const { channelArn } = bodyOf(call, OneStream)
      return reply(200, { stream: streamView(liveStream(parts, channelArn), parts) })
    }),
    route('ListStreams', 'POST', '/ListStreams', (call) => {
      const asked = bodyOf(call, ListStreams)
      const wanted = broadcasts
        .live()
        .filter(({ channelArn }) => world.channel(channelArn).region === call.region)
        .map((stream) => streamSummary(stream, broadcasts))
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
      if (Buffer.byteLength(metadata) > 1024) throw invalid('metadata is larger than 1 KB')
      liveStream(parts, channelArn)
      parts.context.events.append('ivs-metadata', { arn: channelArn, bytes: metadata.length })
      return reply(204)
    }),
    ...sessionRoutes(parts),
  ]
}

const sessionRoutes = ({ world, broadcasts, context }: StreamParts): readonly JsonRoute[] => [
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
    const channel = world.channel(channelArn)
    const found = broadcasts
      .sessionsOf(channelArn)
      .find((session) => streamId === undefined || session.streamId === streamId)
    if (!found) throw notFound(streamId ?? channelArn)
    return reply(200, {
      streamSession: {
        ...sessionTimes(found),
        channel: channelView(channel, context.account),
      },
    })
  }),
]

const OneSession = OneStream.extend({ streamId: z.string().optional() })

const farFuture = 9_999_999_999_999
const newestFirst = ({ startedAt, streamId }: IvsStream) => `${farFuture - startedAt}/${streamId}`

export const tagRoutes = (world: IvsWorld): readonly JsonRoute[] => [
  route('ListTagsForResource', 'GET', '/tags/:arn+', (call) =>
    reply(200, { tags: world.tagsOf(param(call, 'arn')) }),
  ),
  route('TagResource', 'POST', '/tags/:arn+', (call) => {
    const arn = param(call, 'arn')
    world.setTags(arn, { ...world.tagsOf(arn), ...bodyOf(call, TagResource).tags })
    return reply(200, {})
  }),
  route('UntagResource', 'DELETE', '/tags/:arn+', (call) => {
    const arn = param(call, 'arn')
    const gone = new Set(call.query.getAll('tagKeys'))
    const kept = Object.entries(world.tagsOf(arn)).filter(([name]) => !gone.has(name))
    world.setTags(arn, Object.fromEntries(kept))
    return reply(200, {})
  }),
]

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
