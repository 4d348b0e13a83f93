import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch'
import { CreateChannelCommand, StartChannelCommand } from '@aws-sdk/client-medialive'
import { afterEach, describe, expect, it } from 'vitest'
import type { Simulator } from '../../../electron/simulator/simulator'
import { tempFolder } from '../../harness/tempFolder'
import { channelRequest } from '../medialive/channelRequest'
import { idOf, openAccount, type RehearsalAccount } from '../medialive/rehearsalAccount'
import { clientAt } from './measuredAccount'

const closers: Array<() => Promise<void> | void> = []
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

const minute = 60_000
const signed = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=AKID/20260101/eu-west-1/monitoring/aws4_request, SignedHeaders=host, Signature=0',
}

async function opened(stateDir?: string): Promise<RehearsalAccount> {
  const account = await openAccount({ picture: 'synthetic', ...(stateDir && { stateDir }) })
  closers.push(() => account.close())
  return account
}

async function running({ client, makeInput, settle }: RehearsalAccount): Promise<string> {
  const { Channel } = await client.send(new CreateChannelCommand(channelRequest(await makeInput())))
  settle()
  await client.send(new StartChannelCommand({ ChannelId: idOf(Channel) }))
  settle()
  return idOf(Channel)
}

/** How many windows of ten seconds there are of the last hour. */
async function windows({ endpoint, clock }: Simulator, channelId: string): Promise<number> {
  const cloudWatch = clientAt(endpoint)
  const Dimensions = Object.entries({ ChannelId: channelId, Pipeline: '0' }).map(
    ([Name, Value]) => ({ Name, Value }),
  )
  const Metric = { Namespace: 'AWS/MediaLive', MetricName: 'ActiveAlerts', Dimensions }
  const { MetricDataResults } = await cloudWatch.send(
    new GetMetricDataCommand({
      MetricDataQueries: [{ Id: 'm', MetricStat: { Metric, Period: 10, Stat: 'Maximum' } }],
      StartTime: new Date(clock.now() - 60 * minute),
      EndTime: new Date(clock.now()),
    }),
  )
  cloudWatch.destroy()
  return MetricDataResults?.[0]?.Values?.length ?? 0
}

describe('the metrics of a simulated account', () => {
  it('are those of its running channels, and each one asked for is on the bill', async () => {
    const account = await opened()
    const channelId = await running(account)
    account.simulator.clock.advance(20 * minute)
    expect(await windows(account.simulator, channelId)).toBeGreaterThan(100)
    await windows(account.simulator, channelId)
    expect(account.simulator.bill().lines).toContainEqual(
      expect.objectContaining({ unit: 'metrics', quantity: 2 }),
    )
  })

  it('survive a restart, and go on', async () => {
    const folder = tempFolder()
    closers.push(() => folder.remove())
    const first = await opened(folder.path)
    const channelId = await running(first)
    first.simulator.clock.advance(2 * minute)
    const before = await windows(first.simulator, channelId)
    await first.close()

    const second = await opened(folder.path)
    expect(await windows(second.simulator, channelId)).toBe(before)
    second.simulator.clock.advance(10 * minute)
    expect(await windows(second.simulator, channelId)).toBeGreaterThan(before + 50)
  })

  it('are gone after a reset', async () => {
    const account = await opened()
    const channelId = await running(account)
    account.simulator.clock.advance(10 * minute)
    await fetch(`${account.simulator.endpoint}/_simulator/reset`, { method: 'POST' })
    expect(await windows(account.simulator, channelId)).toBe(0)
    account.simulator.clock.advance(10 * minute)
    expect(account.simulator.world()).toMatchObject({ monitoring: { metrics: 0, points: 0 } })
  })

  it('fail as a drill says, by the operation’s name, in either protocol', async () => {
    const account = await opened()
    account.simulator.drills.arm({
      kind: 'throttle',
      scope: 'monitoring',
      operation: 'GetMetricData',
      times: 2,
    })
    const { endpoint } = account.simulator
    const inJson = await fetch(endpoint, {
      method: 'POST',
      headers: { ...signed, 'x-amz-target': 'GraniteServiceVersion20100801.GetMetricData' },
      body: '{}',
    })
    expect(inJson.status).toBe(400)
    expect(await inJson.text()).toContain('#ThrottlingException')
    const inForm = await fetch(endpoint, {
      method: 'POST',
      headers: signed,
      body: new URLSearchParams({ Action: 'GetMetricData', Version: '2010-08-01' }),
    })
    expect(inForm.status).toBe(400)
    expect(await inForm.text()).toContain('<Code>Throttling</Code>')
  })

  it('know no action that CloudWatch has not', async () => {
    const { endpoint } = (await opened()).simulator
    const query = new URLSearchParams({ Action: 'GetWeather', Version: '2010-08-01' })
    const answer = await fetch(`${endpoint}/?${query.toString()}`, { headers: signed })
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('<Code>InvalidAction</Code>')
  })
})
