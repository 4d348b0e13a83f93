import { arnOf } from './arns'
import type { PipelineDetail } from './onAir'
import { pipelinesOf, pipelinesUp } from './pipelines'
import type { ChannelRecord } from './records'

/** ListChannels: everything but the encoder settings and the pipelines' details; stream keys included. */
export function channelSummary(account: string, channel: ChannelRecord): object {
  return {
    id: channel.id,
    arn: arnOf(account, channel, 'channel'),
    ...described(channel),
  }
}

/** DescribeChannel and every command's answer. */
export function channelView(
  account: string,
  channel: ChannelRecord,
  pipelineDetails: readonly PipelineDetail[],
): object {
  return {
    ...channelSummary(account, channel),
    encoderSettings: channel.spec.encoderSettings,
    pipelineDetails,
  }
}

/** A channel that only would be: it has no id, hence no ARN. */
export const plannedChannelView = (channel: ChannelRecord): object => ({
  ...described(channel),
  encoderSettings: channel.spec.encoderSettings,
  pipelineDetails: [],
})

function described(channel: ChannelRecord): object {
  const { spec, channelClass } = channel
  return {
    name: spec.name,
    state: channel.state,
    channelClass,
    pipelinesRunningCount: pipelinesUp(channel).length,
    destinations: spec.destinations,
    egressEndpoints: Array.from({ length: pipelinesOf(channel) }, () => ({
      sourceIp: '127.0.0.1',
    })),
    inputAttachments: spec.inputAttachments,
    inputSpecification: spec.inputSpecification,
    ...(spec.logLevel === undefined ? {} : { logLevel: spec.logLevel }),
    ...(spec.maintenance === undefined ? {} : { maintenance: spec.maintenance }),
    ...(spec.roleArn === undefined ? {} : { roleArn: spec.roleArn }),
    tags: channel.tags,
  }
}
