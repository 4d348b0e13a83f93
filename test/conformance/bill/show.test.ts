import {
  BatchUpdateScheduleCommand,
  CreateChannelCommand,
  StartChannelCommand,
  StopChannelCommand,
} from '@aws-sdk/client-medialive'
import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BillLine } from '../../../electron/simulator/bill/report'
import { channelRequest } from '../medialive/channelRequest'
import { idOf, openAccount, type RehearsalAccount } from '../medialive/rehearsalAccount'
import { watched } from '../../harness/conformanceWitness'

const minute = 60_000
const hour = 60 * minute

let account: RehearsalAccount
beforeEach(async () => {
  account = await openAccount()
})
afterEach(() => account.close())

const lines = (of: (line: BillLine) => boolean) => account.simulator.bill().lines.filter(of)
const minutesOf = () => lines(({ unit }) => unit === 'minutes')
const sum = (of: readonly BillLine[]) => of.reduce((total, { micros }) => total + micros, 0)

async function running(channelClass: 'STANDARD' | 'SINGLE_PIPELINE' = 'SINGLE_PIPELINE') {
  const isStandard = channelClass === 'STANDARD'
  const inputId = await account.makeInput('host', isStandard ? 2 : 1)
  account.settle()
  const request = channelRequest(inputId, { ChannelClass: channelClass })
  const twice = (request.Destinations ?? []).map(({ Id, Settings = [] }) => ({
    Id,
    Settings: Settings.flatMap((each) => [each, { ...each, Url: `${each.Url}-b` }]),
  }))
  const { Channel } = await account.client.send(
    new CreateChannelCommand({ ...request, ...(isStandard && { Destinations: twice }) }),
  )
  account.settle()
  const ChannelId = idOf(Channel)
  await account.client.send(new StartChannelCommand({ ChannelId }))
  account.settle()
  return ChannelId
}

/** From RUNNING on, however long the start took. */
const ranFor = (ms: number) => account.simulator.clock.advance(ms - runMs())
const runMs = () => account.simulator.clock.now() - (minutesOf()[0]?.from ?? NaN)

describe('a show on the bill', () => {
  it('of an hour costs what AWS’s price list says', async () => {
    const ChannelId = await running()
    ranFor(hour)
    await account.client.send(new StopChannelCommand({ ChannelId }))
    account.simulator.clock.advance(hour)
    expect(minutesOf().map(({ quantity, micros }) => [quantity, micros])).toEqual([
      [60, 140_400],
      [60, 421_200],
      [60, 421_200],
    ])
  })

  it('costs 1.667 times as much on two pipelines', async () => {
    await running('STANDARD')
    ranFor(hour)
    expect(sum(minutesOf())).toBe(1_638_000)
  })

  it('is billed for ten minutes, whenever it is stopped', async () => {
    const quick = await openAccount({ timing: 'quick' })
    const inputId = await quick.makeInput()
    quick.settle()
    const { Channel } = await quick.client.send(new CreateChannelCommand(channelRequest(inputId)))
    quick.settle()
    await quick.client.send(new StartChannelCommand({ ChannelId: idOf(Channel) }))
    quick.simulator.clock.advance(minute)
    await quick.client.send(new StopChannelCommand({ ChannelId: idOf(Channel) }))
    quick.settle()
    const runs = quick.simulator.bill().lines.filter(({ unit }) => unit === 'minutes')
    expect(runs.map(({ quantity }) => quantity)).toEqual([10, 10, 10])
    await quick.close()
  })

  it('goes on being billed while every pipeline is paused', async () => {
    const ChannelId = await running()
    await account.client.send(
      new BatchUpdateScheduleCommand({
        ChannelId,
        Creates: {
          ScheduleActions: [
            {
              ActionName: 'hold',
              ScheduleActionStartSettings: { ImmediateModeScheduleActionStartSettings: {} },
              ScheduleActionSettings: {
                PauseStateSettings: { Pipelines: [{ PipelineId: 'PIPELINE_0' }] },
              },
            },
          ],
        },
      }),
    )
    ranFor(2 * hour)
    expect(sum(minutesOf())).toBe(2 * 982_800)
  })

  it('has outputs of one encode once, where AWS bills encodes', async () => {
    const other = await openAccount({ assume: { 'shared-encode-billed': 'once' } })
    const inputId = await other.makeInput()
    other.settle()
    const { Channel } = await other.client.send(new CreateChannelCommand(channelRequest(inputId)))
    other.settle()
    await other.client.send(new StartChannelCommand({ ChannelId: idOf(Channel) }))
    other.settle()
    const runs = other.simulator.bill().lines.filter(({ unit }) => unit === 'minutes')
    expect(runs.map(({ what }) => what.split(' ')[1])).toEqual(['input', 'output'])
    await other.close()
  })
})

describe('what is asked for and kept on the bill', () => {
  const client = () => ({
    endpoint: account.simulator.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIDREHEARSAL', secretAccessKey: 'rehearsal' },
  })

  it('is each metric, not each request', async () => {
    const cloudWatch = watched('cloudwatch', new CloudWatchClient(client()))
    const query = (Id: string) => ({
      Id,
      MetricStat: {
        Metric: { Namespace: 'AWS/MediaLive', MetricName: 'NetworkIn' },
        Period: 60,
        Stat: 'Average',
      },
    })
    await cloudWatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(account.simulator.clock.now() - hour),
        EndTime: new Date(account.simulator.clock.now()),
        MetricDataQueries: ['a', 'b', 'c'].map(query),
      }),
    )
    cloudWatch.destroy()
    expect(lines(({ service }) => service === 'CloudWatch')).toMatchObject([
      { quantity: 3, unit: 'metrics', micros: 30 },
    ])
  })

  it('is each segment and playlist that is put, and the bytes for as long as they lie there', async () => {
    const s3 = watched('s3', new S3Client({ ...client(), forcePathStyle: true }))
    for (const Key of ['show-00001.ts', 'show.m3u8']) {
      const Body = Buffer.alloc(1024 ** 2)
      await s3.send(new PutObjectCommand({ Bucket: 'tallylight-rehearsal', Key, Body }))
    }
    account.simulator.clock.advance(730 * hour)
    s3.destroy()
    const [puts, kept] = lines(({ service }) => service === 'S3')
    expect(puts).toMatchObject({ quantity: 2, micros: 10 })
    expect(kept).toMatchObject({ unit: 'GB-months', micros: Math.round((23_000 * 2) / 1024) })
  })
})

describe('what a show sends and keeps on the bill', () => {
  it('is every segment, every playlist and every byte that leaves AWS', async () => {
    const show = await openAccount({ picture: 'synthetic' })
    const inputId = await show.makeInput()
    show.settle()
    const request = channelRequest(inputId)
    const Destinations = (request.Destinations ?? []).map((each) =>
      each.Id === 's3-rec'
        ? { ...each, Settings: [{ Url: 's3ssl://tallylight-rehearsal/recordings/show' }] }
        : each,
    )
    const { Channel } = await show.client.send(
      new CreateChannelCommand({ ...request, Destinations }),
    )
    show.settle()
    await show.client.send(new StartChannelCommand({ ChannelId: idOf(Channel) }))
    show.settle()
    const usage = () => show.simulator.bill().lines.filter(({ unit }) => unit !== 'minutes')
    const line = (what: RegExp) => usage().find((each) => what.test(each.what))
    const before = line(/^PUT/)?.quantity ?? 0
    show.simulator.clock.advance(hour)
    // Segments of 2 s, and with each its playlist.
    const puts = (line(/^PUT/)?.quantity ?? 0) - before
    expect(puts).toBeGreaterThanOrEqual(3600 * 0.95)
    expect(puts).toBeLessThanOrEqual(3600 * 1.05)
    expect(line(/standard storage/)?.quantity).toBeGreaterThan(0)
    const sent = line(/data transfer out/)
    expect(sent).toMatchObject({ resource: idOf(Channel), service: 'DataTransfer' })
    expect(sent?.micros).toBe(Math.round((sent?.quantity ?? NaN) * 90_000))
    expect(sent?.quantity).toBeGreaterThan(0.01)
    await show.close()
  })
})
