import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { aws, awscli, isInstalled, python, runPython } from '../medialive/outsideClients'
import { openMeasured, type MeasuredAccount } from './measuredAccount'

const hasCli = isInstalled(awscli, 'the AWS CLI')
const hasPython = isInstalled(python, 'python3 with boto3')
const flow = join(import.meta.dirname, 'boto3Flow.py')

let account: MeasuredAccount
const begin = Date.UTC(2026, 0, 1)

beforeEach(async () => {
  account = await openMeasured()
  account.picture.run('1')
  account.advance(20 * 60_000)
})
afterEach(() => account.close())

describe.skipIf(!hasPython)('boto3, which speaks the query protocol', () => {
  it('reads data points, pages and lists, and is refused by AWS’s names', async () => {
    const to = begin + 5 * 60_000
    const told = await runPython(flow, { endpoint: account.endpoint, from: begin, to })
    const windows = Array.from({ length: 30 }, (_, index) => begin + index * 10_000)
    expect(told).toMatchObject({
      label: 'InputVideoFrameRate',
      status: 'Complete',
      times: windows,
      values: windows.map(() => 30),
      paged: [7, 7, 7, 7, 2],
      nowhere: [],
      wrongStat: {
        code: 'ValidationError',
        status: 400,
        message:
          'The value None for parameter MetricDataQueries.member.1.MetricStat.Stat is not a valid statistic.',
      },
      wrongRecent: {
        code: 'InvalidParameterValue',
        status: 400,
      },
      wrongToken: {
        code: 'InvalidNextToken',
        status: 400,
      },
      alarm: {
        code: 'NotImplemented',
        status: 501,
      },
    })
    expect((told as { listed: string[] }).listed).toContain('ActiveOutputs')
  })
})

describe.skipIf(!hasCli)('the AWS CLI', () => {
  it('reads a metric', async () => {
    const metric = {
      Namespace: 'AWS/MediaLive',
      MetricName: 'ActiveOutputs',
      Dimensions: Object.entries({ OutputGroupName: 'ivs', ChannelId: '1', Pipeline: '0' }).map(
        ([Name, Value]) => ({ Name, Value }),
      ),
    }
    const queries = [{ Id: 'm1', MetricStat: { Metric: metric, Period: 60, Stat: 'Minimum' } }]
    const { output, stderr } = await aws(
      account.endpoint,
      'cloudwatch',
      'get-metric-data',
      '--metric-data-queries',
      JSON.stringify(queries),
      '--start-time',
      '2026-01-01T00:00:00Z',
      '--end-time',
      '2026-01-01T00:03:00Z',
    )
    expect(stderr).toBe('')
    expect(output).toMatchObject({
      MetricDataResults: [{ Id: 'm1', Label: 'ActiveOutputs', Values: [1, 1, 1] }],
    })
  })

  it('lists metrics by a dimension', async () => {
    const { output } = await aws(
      account.endpoint,
      'cloudwatch',
      'list-metrics',
      '--dimensions',
      'Name=OutputGroupName,Value=ivs',
    )
    expect(output).toMatchObject({ Metrics: [{ MetricName: 'ActiveOutputs' }] })
  })

  it('is told that alarms are not simulated', async () => {
    const { code, stderr } = await aws(account.endpoint, 'cloudwatch', 'describe-alarms')
    expect(code).not.toBe(0)
    expect(stderr).toContain('DescribeAlarms is not simulated')
  })
})
