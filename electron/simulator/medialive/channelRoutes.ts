import { param, reply, route, type JsonRoute } from '../kit/restJson'
import { ChannelChange, ClassChange, NewChannel } from './channelShapes'
import { channelSummary, channelView } from './channelView'
import { listPage } from './paged'
import { parseBody } from './parse'
import type { ChannelRecord } from './records'
import type { MediaLiveWorld } from './world'

/** Wire shapes only. What a channel may do, and when, is the world's business. */
export function channelRoutes({ channels }: MediaLiveWorld, account: string): readonly JsonRoute[] {
  const one = '/prod/channels/:id'
  const view = (channel: ChannelRecord) => channelView(account, channel)
  return [
    route('CreateChannel', 'POST', '/prod/channels', ({ region, body }) => {
      const channel = channels.create(region, parseBody(NewChannel, body, 'unprocessable'))
      return reply(201, { channel: view(channel) })
    }),
    route('ListChannels', 'GET', '/prod/channels', ({ region, query }) => {
      const summary = (channel: ChannelRecord) => channelSummary(account, channel)
      return reply(200, listPage(query, 'channels', channels.stages.listing(region), summary))
    }),
    route('DescribeChannel', 'GET', one, (call) =>
      reply(200, view(channels.describe(call.region, param(call, 'id')))),
    ),
    route('UpdateChannel', 'PUT', one, (call) => {
      const change = parseBody(ChannelChange, call.body, 'unprocessable')
      return reply(200, { channel: view(channels.update(call.region, param(call, 'id'), change)) })
    }),
    route('UpdateChannelClass', 'PUT', `${one}/channelClass`, (call) => {
      const change = parseBody(ClassChange, call.body, 'unprocessable')
      const channel = channels.updateClass(call.region, param(call, 'id'), change)
      return reply(200, { channel: view(channel) })
    }),
    route('DeleteChannel', 'DELETE', one, (call) =>
      reply(200, view(channels.delete(call.region, param(call, 'id')))),
    ),
    route('StartChannel', 'POST', `${one}/start`, (call) =>
      reply(200, view(channels.start(call.region, param(call, 'id')))),
    ),
    route('StopChannel', 'POST', `${one}/stop`, (call) =>
      reply(200, view(channels.stop(call.region, param(call, 'id')))),
    ),
  ]
}
