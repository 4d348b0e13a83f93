import { AwsFault } from '../kit/aws'
import type { SimulatorContext } from '../kit/context'
import { type JsonRoute, reply, route } from '../kit/restJson'
import { invalid } from './faults'
import { bodyOf, knownIn, pageUnder } from './parse'
import {
  BatchOfChannels,
  BatchOfStreamKeys,
  CreateChannel,
  CreateStreamKey,
  ListChannels,
  ListStreamKeys,
  OneChannel,
  OneStreamKey,
  UpdateChannel,
} from './shapes'
import type { ListedWorld } from './lists'
import { channelSummary, channelView, streamKeySummary, streamKeyView } from './views'

export const channelRoutes = (
  { world, lists }: ListedWorld,
  { account }: SimulatorContext,
): readonly JsonRoute[] => [
  route('CreateChannel', 'POST', '/CreateChannel', (call) => {
    const { channel, streamKey } = world.createChannel(call.region, bodyOf(call, CreateChannel))
    return reply(200, {
      channel: channelView(channel, account),
      streamKey: streamKeyView(streamKey),
    })
  }),
  route('GetChannel', 'POST', '/GetChannel', (call) => {
    const channel = world.channel(bodyOf(call, OneChannel).arn)
    return reply(200, { channel: channelView(channel, account) })
  }),
  route('BatchGetChannel', 'POST', '/BatchGetChannel', (call) => {
    const { arns } = bodyOf(call, BatchOfChannels)
    const { found, errors } = batch(arns, (arn) =>
      channelView(world.channel(knownIn(call.region, arn)), account),
    )
    return reply(200, { channels: found, errors })
  }),
  listChannels(lists),
  route('UpdateChannel', 'POST', '/UpdateChannel', (call) => {
    const channel = world.updateChannel(bodyOf(call, UpdateChannel))
    return reply(200, { channel: channelView(channel, account) })
  }),
  route('DeleteChannel', 'POST', '/DeleteChannel', (call) => {
    world.deleteChannel(bodyOf(call, OneChannel).arn)
    return reply(204)
  }),
]

const listChannels = (lists: ListedWorld['lists']): JsonRoute =>
  route('ListChannels', 'POST', '/ListChannels', (call) => {
    const asked = bodyOf(call, ListChannels)
    if (asked.filterByName && asked.filterByRecordingConfigurationArn) {
      throw invalid('filterByName and filterByRecordingConfigurationArn exclude each other')
    }
    const wanted = lists()
      .channels.filter(({ region }) => region === call.region)
      .filter(({ name }) => !asked.filterByName || name === asked.filterByName)
      .filter(
        ({ recordingConfigurationArn }) =>
          !asked.filterByRecordingConfigurationArn ||
          recordingConfigurationArn === asked.filterByRecordingConfigurationArn,
      )
    const { page, reply: listed } = pageUnder('channels', wanted, {
      asked,
      usual: 100,
      keyOf: ({ arn }) => arn,
    })
    return reply(200, listed(page.map(channelSummary)))
  })

export const streamKeyRoutes = ({ world, lists }: ListedWorld): readonly JsonRoute[] => [
  route('CreateStreamKey', 'POST', '/CreateStreamKey', (call) => {
    const { channelArn, tags } = bodyOf(call, CreateStreamKey)
    return reply(200, { streamKey: streamKeyView(world.createStreamKey(channelArn, tags ?? {})) })
  }),
  route('GetStreamKey', 'POST', '/GetStreamKey', (call) =>
    reply(200, { streamKey: streamKeyView(world.streamKey(bodyOf(call, OneStreamKey).arn)) }),
  ),
  route('BatchGetStreamKey', 'POST', '/BatchGetStreamKey', (call) => {
    const { arns } = bodyOf(call, BatchOfStreamKeys)
    const { found, errors } = batch(arns, (arn) =>
      streamKeyView(world.streamKey(knownIn(call.region, arn))),
    )
    return reply(200, { streamKeys: found, errors })
  }),
  route('ListStreamKeys', 'POST', '/ListStreamKeys', (call) => {
    const asked = bodyOf(call, ListStreamKeys)
    world.channel(asked.channelArn)
    const keys = lists().streamKeys.filter(({ channelArn }) => channelArn === asked.channelArn)
    const { page, reply: listed } = pageUnder('streamKeys', keys, {
      asked,
      usual: 50,
      keyOf: ({ arn }) => arn,
    })
    return reply(200, listed(page.map(streamKeySummary)))
  }),
  route('DeleteStreamKey', 'POST', '/DeleteStreamKey', (call) => {
    world.deleteStreamKey(bodyOf(call, OneStreamKey).arn)
    return reply(204)
  }),
]

interface BatchError {
  readonly arn: string
  readonly code: string
  readonly message: string
}

/** What can be had is given; the rest is named, each with its own error. */
function batch<View>(arns: readonly string[], viewOf: (arn: string) => View) {
  const found: View[] = []
  const errors: BatchError[] = []
  for (const arn of arns) {
    try {
      found.push(viewOf(arn))
    } catch (thrown) {
      if (!(thrown instanceof AwsFault)) throw thrown
      errors.push({ arn, code: thrown.type, message: thrown.message })
    }
  }
  return { found, errors }
}
