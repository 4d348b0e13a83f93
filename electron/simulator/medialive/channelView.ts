import { arnOf } from './arns'
import { pipelinesOf } from './channels'
import type { ChannelRecord } from './records'

/** ListChannels: everything but the encoder settings and the pipelines' details; stream keys included. */
export function channelSummary(account: string, channel: ChannelRecord): object {
  const { spec, channelClass } = channel
  return {
    id: channel.id,
    arn: arnOf(account, channel, 'channel'),
    name: spec.name,
    state: channel.state,
    channelClass,
    pipelinesRunningCount: pipelinesRunning(channel),
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

/** DescribeChannel and every command's answer. */
export function channelView(account: string, channel: ChannelRecord): object {
  const [first] = channel.spec.inputAttachments
  return {
    ...channelSummary(account, channel),
    encoderSettings: channel.spec.encoderSettings,
    pipelineDetails: Array.from({ length: pipelinesRunning(channel) }, (_, index) => ({
      pipelineId: String(index),
      activeInputAttachmentName: first?.inputAttachmentName ?? first?.inputId,
    })),
  }
}

function pipelinesRunning(channel: ChannelRecord): number {
  const isUp = channel.state === 'RUNNING' || channel.state === 'RECOVERING'
  return isUp ? pipelinesOf(channel) - channel.pipelinesDown : 0
}
