import type { Flow, Input, Step } from '../../harness/conformanceFlow'
import { listOf } from '../../harness/conformancePattern'
import {
  channelGone,
  channelIdle,
  channelMade,
  channelRuns,
  channelStops,
  inputGone,
  inputReady,
} from './mediaLiveLife'

const dimensions = [
  { Name: 'ChannelId', Value: '<channelId>' },
  { Name: 'Pipeline', Value: '0' },
]
const alerts = (StartTime: string, EndTime: string): Input => ({
  StartTime,
  EndTime,
  MetricDataQueries: [
    {
      Id: 'alerts',
      MetricStat: {
        Metric: { Namespace: 'AWS/MediaLive', MetricName: 'ActiveAlerts', Dimensions: dimensions },
        Period: 60,
        Stat: 'Maximum',
      },
    },
  ],
})

/** Minutes end where the next begins: neither an instant more nor one less. */
const counted = (from: string, to: string, points: number): Step => ({
  call: 'cloudwatch.GetMetricData',
  input: alerts(from, to),
  has: {
    MetricDataResults: [{ Id: 'alerts', StatusCode: 'Complete', Values: listOf(points) }],
  },
  rehearsedOnly: true,
})

export const metrics: Flow = {
  name: 'a running channel is measured',
  picture: 'synthetic',
  steps: [
    ...inputReady,
    ...channelMade,
    channelIdle,
    ...channelRuns,
    { advanceMs: 1_800_000 },
    counted('<minute-1200>Z', '<minute-600>Z', 10),
    counted('<minute-1200>Z', '<minute-1140>Z', 1),
    counted('<minute-86400>Z', '<minute-82800>Z', 0),
    {
      call: 'cloudwatch.ListMetrics',
      input: { Namespace: 'AWS/MediaLive', MetricName: 'ActiveAlerts', Dimensions: dimensions },
      has: {
        Metrics: [
          { Namespace: 'AWS/MediaLive', MetricName: 'ActiveAlerts', Dimensions: listOf(2) },
        ],
      },
      rehearsedOnly: true,
    },
    ...channelStops,
    ...channelGone,
    ...inputGone,
  ],
}

/** Of no channel in particular. */
const anyChannel = (StartTime: string, EndTime: string): Input => ({
  StartTime,
  EndTime,
  MetricDataQueries: [
    {
      Id: 'any',
      MetricStat: {
        Metric: { Namespace: 'AWS/MediaLive', MetricName: 'ActiveAlerts' },
        Period: 60,
        Stat: 'Maximum',
      },
    },
  ],
})

export const metricRefusals: Flow = {
  name: 'CloudWatch refuses',
  steps: [
    {
      call: 'cloudwatch.GetMetricData',
      input: anyChannel('<minute-600>Z', '<minute-600>Z'),
      error: 'ValidationException',
      status: 400,
    },
    {
      call: 'cloudwatch.GetMetricData',
      input: { ...anyChannel('<minute-600>Z', '<minute+0>Z'), NextToken: 'made up' },
      error: 'InvalidNextToken',
      status: 400,
    },
  ],
}
