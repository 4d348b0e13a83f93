import { z } from 'zod'
import { param, reply, route, type JsonCall, type JsonRoute } from '../kit/restJson'
import { ChannelChange, ClassChange, NewChannel } from './channelShapes'
import { channelSummary, plannedChannelView } from './channelView'
import { listPage } from './paged'
import { parseBody } from './parse'
import type { ChannelRecord } from './records'
import type { MediaLiveWorld } from './world'

const path = '/prod/channels'
const one = `${path}/:id`

/** Wire shapes only. What a channel may do, and when, is the world's business. */
export function channelRoutes(world: MediaLiveWorld, account: string): readonly JsonRoute[] {
  const { channels } = world
  const view = (channel: ChannelRecord) => world.view(channel)
  return [
    route('CreateChannel', 'POST', path, ({ region, body }) => {
      const asked = parseBody(NewChannel, body, 'unprocessable')
      if (asked.dryRun) return reply(201, planned(world, channels.plan(region, asked)))
      return reply(201, { channel: view(channels.create(region, asked)) })
    }),
    route('ListChannels', 'GET', path, ({ region, query }) => {
      const summary = (channel: ChannelRecord) => channelSummary(account, channel)
      return reply(200, listPage(query, 'channels', world.lists(region).channels, summary))
    }),
    route('DescribeChannel', 'GET', one, (call) =>
      reply(200, view(channels.describe(call.region, param(call, 'id')))),
    ),
    route('UpdateChannel', 'PUT', one, (call) => updated(world, call)),
    route('UpdateChannelClass', 'PUT', `${one}/channelClass`, (call) => {
      const change = parseBody(ClassChange, call.body, 'unprocessable')
      const channel = channels.updateClass(call.region, param(call, 'id'), change)
      return reply(200, { channel: view(channel) })
    }),
    route('DeleteChannel', 'DELETE', one, (call) =>
      reply(200, view(channels.delete(call.region, param(call, 'id')))),
    ),
    ...runRoutes(world),
  ]
}

const Restart = z.object({
  pipelineIds: z.array(z.enum(['PIPELINE_0', 'PIPELINE_1'])).optional(),
})

/** What makes a channel run or begin anew. */
function runRoutes(world: MediaLiveWorld): readonly JsonRoute[] {
  const { channels } = world
  return [
    route('StartChannel', 'POST', `${one}/start`, (call) =>
      reply(200, world.view(channels.start(call.region, param(call, 'id')))),
    ),
    route('StopChannel', 'POST', `${one}/stop`, (call) =>
      reply(200, world.view(channels.stop(call.region, param(call, 'id')))),
    ),
    route('RestartChannelPipelines', 'POST', `${one}/restartChannelPipelines`, (call) => {
      const { pipelineIds } = parseBody(Restart, call.body, 'bad-request')
      const ids = pipelineIds?.map((id) => (id === 'PIPELINE_0' ? '0' : '1'))
      const channel = channels.restartPipelines(call.region, param(call, 'id'), ids)
      return reply(200, world.view(channel))
    }),
  ]
}

function updated(world: MediaLiveWorld, call: JsonCall) {
  const { channels } = world
  const change = parseBody(ChannelChange, call.body, 'unprocessable')
  const id = param(call, 'id')
  if (!change.dryRun) {
    return reply(200, { channel: world.view(channels.update(call.region, id, change)) })
  }
  const channel = channels.planUpdate(call.region, id, change)
  return reply(200, planned(world, channel))
}

/** What a dry run shows is not documented: the channel as it would be, or nothing. */
function planned(world: MediaLiveWorld, channel: ChannelRecord): object {
  if (world.assumptions.of('dry-run-answer') === 'empty') return {}
  return { channel: channel.id === '' ? plannedChannelView(channel) : world.view(channel) }
}
