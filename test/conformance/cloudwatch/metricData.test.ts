import {
  GetMetricDataCommand,
  ListMetricsCommand,
  PutMetricAlarmCommand,
  type GetMetricDataCommandInput,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { refusalOf } from '../medialive/rehearsalAccount'
import { clientAt, openMeasured, type MeasuredAccount } from './measuredAccount'

let account: MeasuredAccount
beforeEach(async () => {
  account = await openMeasured()
})
afterEach(() => account.close())

const begin = Date.UTC(2026, 0, 1)
const minute = 60_000
const hour = 60 * minute

/** Of channel 1, pipeline 0, in ten seconds. */
function query(
  name: string,
  changes: Partial<MetricDataQuery['MetricStat']> = {},
): MetricDataQuery {
  return {
    Id: name.charAt(0).toLowerCase() + name.slice(1),
    MetricStat: { Metric: metric(name), Period: 10, Stat: 'Maximum', ...changes },
  }
}

const metric = (name: string, dimensions: Record<string, string> = {}) => ({
  Namespace: 'AWS/MediaLive',
  MetricName: name,
  Dimensions: Object.entries({ ...dimensions, ChannelId: '1', Pipeline: '0' }).map(
    ([Name, Value]) => ({ Name, Value }),
  ),
})

const ask = (queries: MetricDataQuery[], more: Partial<GetMetricDataCommandInput> = {}) =>
  account.client.send(
    new GetMetricDataCommand({
      MetricDataQueries: queries,
      StartTime: new Date(begin),
      EndTime: new Date(account.context.clock.now() + 1),
      ScanBy: 'TimestampAscending',
      ...more,
    }),
  )

async function valuesOf(name: string, changes: Partial<MetricDataQuery['MetricStat']> = {}) {
  const { MetricDataResults = [] } = await ask([query(name, changes)])
  return MetricDataResults[0]?.Values ?? []
}

const inGroup = (name: string, groupName: string) => ({
  Metric: metric(name, { OutputGroupName: groupName }),
})

describe('metrics of a running channel', () => {
  it('come in windows of ten seconds, aligned to the clock', async () => {
    account.picture.run('1')
    account.advance(10 * minute)
    const { MetricDataResults } = await ask([query('InputVideoFrameRate')])
    const [result] = MetricDataResults ?? []
    expect(result).toMatchObject({ Label: 'InputVideoFrameRate', StatusCode: 'Complete' })
    const times = result?.Timestamps?.map((each) => each.getTime()) ?? []
    expect(times.length).toBeGreaterThan(40)
    expect(times.every((each) => each % 10_000 === 0)).toBe(true)
    expect(new Set(result?.Values)).toEqual(new Set([30]))
  })

  it('tell what the picture measured', async () => {
    account.picture.run('1', { fillMs: 75_000, activeAlerts: 2, primaryInputActive: false })
    account.advance(10 * minute)
    const last = async (name: string, changes = {}) => (await valuesOf(name, changes)).at(-1)
    expect(await last('NetworkIn')).toBeCloseTo(5, 5)
    expect(await last('NetworkOut')).toBeCloseTo(10, 5)
    expect(await last('FillMsec')).toBe(60_000)
    expect(await last('ActiveAlerts')).toBe(2)
    expect(await last('PrimaryInputActive')).toBe(0)
    expect(await last('ActiveOutputs', inGroup('ActiveOutputs', 'ivs'))).toBe(1)
  })

  it('have the lowest and highest of ten looks a window', async () => {
    account.picture.run('1')
    account.advance(25_000)
    account.picture.change('1', { activeAlerts: 1 })
    account.advance(10 * minute)
    const at = { StartTime: new Date(begin + 20_000), EndTime: new Date(begin + 30_000) }
    const stats = ['Minimum', 'Maximum', 'SampleCount', 'Sum', 'Average', 'p50']
    const queries = stats.map((Stat, index) => ({
      ...query('ActiveAlerts', { Stat }),
      Id: `m${index}`,
    }))
    const { MetricDataResults = [] } = await ask(queries, at)
    // Looked at 21 … 30 s: five of them before the alert, and no percentile of values that differ.
    expect(MetricDataResults.map(({ Values }) => Values?.[0])).toEqual([
      0,
      1,
      10,
      5,
      0.5,
      undefined,
    ])
  })

  it('are seen a while after their window, never at once', async () => {
    account.picture.run('1')
    account.advance(70_000)
    expect(await valuesOf('ActiveAlerts')).toEqual([])
    account.advance(10 * minute)
    const seen = await valuesOf('ActiveAlerts')
    expect(seen.length).toBeLessThan(67 - 2 + 1)
    expect(seen.length).toBeGreaterThan(67 - 10)
  })

  it('end with the channel', async () => {
    account.picture.run('1')
    account.advance(5 * minute)
    account.picture.stop('1')
    account.advance(hour)
    expect(await valuesOf('ActiveAlerts')).toHaveLength(30)
  })

  it('say nothing of a frame rate before the first picture, and nothing of losses RTMP cannot have', async () => {
    account.picture.run('1', { hadInput: false })
    account.advance(10 * minute)
    expect(await valuesOf('InputVideoFrameRate')).toEqual([])
    expect(await valuesOf('InputLossSeconds')).toEqual([])
    expect(await valuesOf('Output4xxErrors', inGroup('Output4xxErrors', 'ivs'))).toEqual([])
    expect((await valuesOf('Output4xxErrors', inGroup('Output4xxErrors', 'rec'))).at(-1)).toBe(0)
  })

  it('are of exactly the dimensions they were published with', async () => {
    account.picture.run('1')
    account.advance(10 * minute)
    const short = { ...metric('ActiveAlerts'), Dimensions: [{ Name: 'ChannelId', Value: '1' }] }
    expect(await valuesOf('ActiveAlerts', { Metric: short })).toEqual([])
    const turned = { ...metric('ActiveAlerts') }
    turned.Dimensions.reverse()
    expect((await valuesOf('ActiveAlerts', { Metric: turned })).length).toBeGreaterThan(40)
  })

  it('are empty for another unit or another Region, and no error', async () => {
    account.picture.run('1')
    account.advance(10 * minute)
    expect(await valuesOf('FillMsec', { Unit: 'Seconds' })).toEqual([])
    expect((await valuesOf('FillMsec', { Unit: 'Milliseconds' })).length).toBeGreaterThan(40)
    const elsewhere = clientAt(account.endpoint, 'us-east-1')
    const { Metrics } = await elsewhere.send(new ListMetricsCommand({}))
    elsewhere.destroy()
    expect(Metrics).toEqual([])
  })

  it('count dropped frames under the dimensions that are assumed', async () => {
    account.picture.run('1')
    account.advance(10 * minute)
    expect(await valuesOf('DroppedFrames')).toEqual([])
    const Dimensions = [
      { Name: 'Pipeline', Value: '0' },
      { Name: 'Region', Value: 'eu-west-1' },
    ]
    const inRegion = { Metric: { ...metric('DroppedFrames'), Dimensions } }
    expect(new Set(await valuesOf('DroppedFrames', inRegion))).toEqual(new Set([0]))
    account.context.assumptions.choose({ 'dropped-frames-dimensions': 'channel-pipeline' })
    account.advance(10 * minute)
    expect(new Set(await valuesOf('DroppedFrames'))).toEqual(new Set([0]))
  })

  it('are under the older namespace too where that is assumed', async () => {
    const older = { Metric: { ...metric('ActiveAlerts'), Namespace: 'MediaLive' } }
    account.picture.run('1')
    account.advance(10 * minute)
    expect(await valuesOf('ActiveAlerts', older)).toEqual([])
    account.context.assumptions.choose({ 'metrics-namespace': 'both' })
    account.advance(10 * minute)
    expect((await valuesOf('ActiveAlerts', older)).length).toBeGreaterThan(40)
  })

  it('tell of locked pipelines only where there are two', async () => {
    account.picture.run('1')
    account.advance(10 * minute)
    expect(await valuesOf('PipelinesLocked')).toEqual([])
    account.picture.run('1', { pipelineId: '1' })
    account.advance(10 * minute)
    expect((await valuesOf('PipelinesLocked')).at(-1)).toBe(1)
  })
})

describe('GetMetricData', () => {
  it('sums windows up to the period asked for', async () => {
    account.picture.run('1')
    account.advance(10 * minute)
    const byMinute = await valuesOf('ActiveAlerts', { Period: 60, Stat: 'SampleCount' })
    expect(byMinute.slice(0, 5)).toEqual([60, 60, 60, 60, 60])
  })

  it('keeps ten seconds for three hours, minutes for longer', async () => {
    account.picture.run('1')
    account.advance(5 * hour)
    const { MetricDataResults: [fine] = [] } = await ask([query('ActiveAlerts')])
    const oldest = fine?.Timestamps?.[0]?.getTime() ?? 0
    expect(oldest).toBe(account.context.clock.now() - 3 * hour)
    const minutes = await valuesOf('ActiveAlerts', { Period: 60 })
    expect(minutes.length).toBeGreaterThan(295)
  })

  it('tells the newest first unless asked otherwise', async () => {
    account.picture.run('1')
    account.advance(10 * minute)
    const { MetricDataResults = [] } = await account.client.send(
      new GetMetricDataCommand({
        MetricDataQueries: [query('ActiveAlerts')],
        StartTime: new Date(begin),
        EndTime: new Date(begin + hour),
      }),
    )
    const times = MetricDataResults[0]?.Timestamps?.map((each) => each.getTime()) ?? []
    expect(times).toEqual([...times].sort((one, other) => other - one))
    expect(times.length).toBeGreaterThan(40)
  })

  it('hands data points out in pages', async () => {
    account.picture.run('1')
    account.advance(10 * minute)
    const queries = [query('ActiveAlerts'), query('FillMsec')]
    const whole = await ask(queries)
    const all = whole.MetricDataResults?.flatMap(({ Values = [] }) => Values).length ?? 0
    const pages = []
    let NextToken: string | undefined
    do {
      const page: Awaited<ReturnType<typeof ask>> = await ask(queries, {
        MaxDatapoints: 30,
        ...(NextToken && { NextToken }),
      })
      pages.push(page)
      NextToken = page.NextToken
      account.advance(10_000)
    } while (NextToken)
    const counts = pages.map(({ MetricDataResults: results = [] }) =>
      results.reduce((sum, { Values = [] }) => sum + Values.length, 0),
    )
    expect(counts.reduce((sum, count) => sum + count)).toBe(all)
    expect(Math.max(...counts)).toBe(30)
    expect(pages[0]?.MetricDataResults?.map(({ StatusCode }) => StatusCode)).toEqual([
      'PartialData',
      'PartialData',
    ])
    expect(pages.at(-1)?.MetricDataResults?.at(-1)?.StatusCode).toBe('Complete')
  })

  it('leaves out what ReturnData false says, and labels as told', async () => {
    const hidden = { ...query('FillMsec'), ReturnData: false }
    const labelled = { ...query('ActiveAlerts'), Label: 'Alarms' }
    const { MetricDataResults } = await ask([hidden, labelled], { EndTime: new Date(begin + hour) })
    expect(MetricDataResults).toMatchObject([{ Id: 'activeAlerts', Label: 'Alarms', Values: [] }])
  })

  it('refuses in AWS’s words, everything at once', async () => {
    const wrong = [
      { ...query('ActiveAlerts', { Stat: 'None', Period: 7 }), Id: 'Alerts' },
      {
        Id: 'both',
        Expression: 'm1',
        MetricStat: query('FillMsec').MetricStat,
      },
    ]
    const { name, status, message } = await refusalOf(ask(wrong, { EndTime: new Date(begin) }))
    expect({ name, status }).toEqual({ name: 'ValidationException', status: 400 })
    expect(message.split('\n')).toEqual([
      'The parameter StartTime must not equal parameter EndTime.',
      'The value Alerts for parameter MetricDataQueries.member.1.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.',
      expect.stringContaining('MetricDataQueries.member.1.MetricStat.Period'),
      'The value None for parameter MetricDataQueries.member.1.MetricStat.Stat is not a valid statistic.',
      expect.stringContaining('MetricDataQueries.member.2.MetricStat'),
    ])
  })

  it.each([
    ['no queries', { MetricDataQueries: [] }],
    ['two queries of one name', { MetricDataQueries: [query('FillMsec'), query('FillMsec')] }],
    ['an end before the beginning', { EndTime: new Date(begin - 1) }],
    ['more data points than there may be', { MaxDatapoints: 100_801 }],
    [
      'more than 500 queries',
      {
        MetricDataQueries: Array.from({ length: 501 }, (_, i) => ({
          ...query('FillMsec'),
          Id: `m${i}`,
        })),
      },
    ],
  ])('refuses %s', async (_, more) => {
    const { name, status } = await refusalOf(ask([query('FillMsec')], more))
    expect({ name, status }).toEqual({ name: 'ValidationException', status: 400 })
  })

  it('refuses a token that it never gave', async () => {
    const { name, status } = await refusalOf(ask([query('FillMsec')], { NextToken: 'mine' }))
    expect({ name, status }).toEqual({ name: 'InvalidNextToken', status: 400 })
  })

  it('says so where AWS could and it cannot: math, trimmed means, dynamic labels, alarms', async () => {
    const calls = [
      ask([{ Id: 'e1', Expression: "SEARCH('{AWS/MediaLive,ChannelId}', 'Average', 60)" }]),
      ask([query('FillMsec', { Stat: 'tm99' })]),
      ask([{ ...query('FillMsec'), Label: '${LAST}' }]),
      account.client.send(
        new PutMetricAlarmCommand({
          AlarmName: 'a',
          EvaluationPeriods: 1,
          ComparisonOperator: 'LessThanThreshold',
        }),
      ),
    ]
    for (const call of calls) {
      const { status, message } = await refusalOf(call)
      expect(status).toBe(501)
      expect(message).toMatch(/is not simulated|are not simulated/)
    }
  })
})

describe('ListMetrics', () => {
  const list = (asked = {}) => account.client.send(new ListMetricsCommand(asked))

  it('names a metric within a quarter of an hour, not at once', async () => {
    account.picture.run('1')
    account.advance(90_000)
    expect((await list()).Metrics).toEqual([])
    account.advance(17 * minute)
    const names = (await list()).Metrics?.map(({ MetricName }) => MetricName) ?? []
    expect([...new Set(names)].sort().join(' ')).toBe(
      'ActiveAlerts ActiveOutputs DroppedFrames FillMsec InputVideoFrameRate NetworkIn NetworkOut ' +
        'Output4xxErrors Output5xxErrors PrimaryInputActive SvqTime',
    )
  })

  it('filters by namespace, name and dimensions, also by a dimension’s name alone', async () => {
    account.picture.run('1')
    account.picture.run('2')
    account.advance(20 * minute)
    const of = async (asked: object) => (await list(asked)).Metrics?.length
    expect(await of({ Namespace: 'AWS/IVS' })).toBe(0)
    expect(await of({ MetricName: 'ActiveOutputs' })).toBe(4)
    expect(
      await of({ MetricName: 'ActiveOutputs', Dimensions: [{ Name: 'ChannelId', Value: '2' }] }),
    ).toBe(2)
    expect(await of({ Dimensions: [{ Name: 'OutputGroupName' }] })).toBe(8)
  })

  it('hands out 500 a page', async () => {
    for (let id = 1; id <= 50; id += 1) account.picture.run(String(id))
    account.advance(20 * minute)
    const first = await list()
    const second = await list({ NextToken: first.NextToken })
    expect(first.Metrics).toHaveLength(500)
    // Ten of each channel, and two that all of them share.
    expect((second.Metrics?.length ?? 0) + 500).toBe(50 * 10 + 2)
    expect(second.NextToken).toBeUndefined()
  })

  it('forgets what had no data: for three hours if asked, else for two weeks', async () => {
    account.picture.run('1')
    account.advance(20 * minute)
    account.picture.stop('1')
    account.advance(4 * hour)
    expect((await list({ RecentlyActive: 'PT3H' })).Metrics).toEqual([])
    expect((await list()).Metrics?.length).toBeGreaterThan(0)
    account.advance(14 * 24 * hour)
    expect((await list()).Metrics).toEqual([])
  })

  it('refuses another stretch than three hours', async () => {
    // No value of the SDK's own types: what goes over the wire is the point.
    const { name, status } = await refusalOf(list({ RecentlyActive: 'PT1H' }))
    expect(status).toBe(400)
    expect(name).toMatch(/^InvalidParameterValue/)
  })
})

describe('sampling', () => {
  it('costs nothing while nothing runs', () => {
    account.advance(365 * 24 * hour)
    expect(account.picture.looks).toBe(0)
  })

  it('of a year in one leap is bounded, and what is left is what CloudWatch keeps', async () => {
    account.picture.run('1')
    account.advance(365 * 24 * hour)
    expect(account.picture.looks).toBeLessThan(60_000)
    const now = account.context.clock.now()
    const { MetricDataResults: [minutes] = [] } = await ask(
      [query('ActiveAlerts', { Period: 300 })],
      { StartTime: new Date(now - 20 * 24 * hour) },
    )
    const oldest = minutes?.Timestamps?.[0]?.getTime() ?? 0
    expect(now - oldest).toBeLessThanOrEqual(15 * 24 * hour + 300_000)
    expect(minutes?.Values?.length).toBeGreaterThan(4_300)
  })

  it('ends with the last channel', () => {
    account.picture.run('1')
    account.advance(minute)
    account.picture.stop('1')
    account.advance(minute)
    const { looks } = account.picture
    account.advance(24 * hour)
    expect(account.picture.looks).toBe(looks)
  })

  it('survives a restart with the last hours of data', async () => {
    account.picture.run('1')
    account.advance(hour)
    const saved = JSON.parse(JSON.stringify(account.service.snapshot())) as unknown
    const exact = await valuesOf('ActiveAlerts', { Period: 60, Stat: 'SampleCount' })
    await account.service.reset()
    expect(await valuesOf('ActiveAlerts')).toEqual([])
    account.service.restore(saved)
    expect(await valuesOf('ActiveAlerts', { Period: 60, Stat: 'SampleCount' })).toEqual(exact)
  })
})
