import {
  CreateChannelCommand,
  CreateInputCommand,
  CreateInputSecurityGroupCommand,
  DescribeThumbnailsCommand,
  ListAlertsCommand,
  StartChannelCommand,
  type CreateChannelCommandInput,
  type ChannelAlert,
  type MediaLiveClient,
} from '@aws-sdk/client-medialive'
import { CreateBucketCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { afterEach, describe, expect, it } from 'vitest'
import { loadStill } from '../../../electron/media/testCard/clips'
import type { SimulatorOptions } from '../../../electron/simulator/simulator'
import { tempFolder } from '../../harness/tempFolder'
import { clientOf, idOf, openAccount, type RehearsalAccount } from './rehearsalAccount'
import { channelRequest } from './channelRequest'
import { twoInputRequest } from './twoInputs'

const closers: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

async function open(options: SimulatorOptions = {}): Promise<RehearsalAccount> {
  const account = await openAccount({ picture: 'synthetic', timing: 'quick', ...options })
  closers.push(() => account.close())
  return account
}

/** A channel that runs, and nobody publishes to it. */
async function runningChannel(
  account: RehearsalAccount,
  changes: Partial<CreateChannelCommandInput> = {},
): Promise<string> {
  const inputId = await account.makeInput()
  account.simulator.clock.advance(5_000)
  const made = await account.client.send(new CreateChannelCommand(channelRequest(inputId, changes)))
  const ChannelId = idOf(made.Channel)
  account.simulator.clock.advance(5_000)
  await account.client.send(new StartChannelCommand({ ChannelId }))
  account.simulator.clock.advance(20_000)
  return ChannelId
}

/** Oldest first. */
async function alertsOf(client: MediaLiveClient, ChannelId: string) {
  const { Alerts = [] } = await client.send(new ListAlertsCommand({ ChannelId }))
  return Alerts.toReversed()
}
const lost = (alerts: readonly ChannelAlert[]) =>
  alerts.filter(({ AlertType }) => AlertType === 'RTMP Stream Not Found')

describe('alerts', () => {
  it('are remembered over a restart, at whose moment those that were set are over', async () => {
    const { path: stateDir, remove } = tempFolder()
    closers.push(remove)
    const first = await open({ stateDir })
    const channelId = await runningChannel(first)
    const [before] = lost(await alertsOf(first.client, channelId))
    expect(before?.State).toBe('SET')
    await first.close()

    const again = await open({ stateDir })
    const client = clientOf(again.simulator)
    closers.push(() => client.destroy())
    again.simulator.clock.advance(5_000)
    const [old, young, ...more] = lost(await alertsOf(client, channelId))
    expect(old).toMatchObject({
      Id: before?.Id,
      SetTimestamp: before?.SetTimestamp,
      State: 'CLEARED',
    })
    expect(old?.ClearedTimestamp?.getTime()).toBeLessThan(young?.SetTimestamp?.getTime() ?? 0)
    expect(young?.State).toBe('SET')
    expect(young?.Id).not.toBe(before?.Id)
    expect(more).toEqual([])
  })
})

describe('a recording', () => {
  const failing = async ({ client }: RehearsalAccount, channelId: string) =>
    (await alertsOf(client, channelId)).filter(
      ({ AlertType, State }) => AlertType === 'Failed to Write to Output' && State === 'SET',
    )
  const withBucket = async (account: RehearsalAccount, roleArn: string) => {
    const { endpoint } = account.simulator
    const s3 = new S3Client({
      endpoint,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: { accessKeyId: 'AKIDREHEARSAL', secretAccessKey: 'rehearsal' },
    })
    closers.push(() => s3.destroy())
    await s3.send(new CreateBucketCommand({ Bucket: 'example-recordings' }))
    const channelId = await runningChannel(account, { RoleArn: roleArn })
    const { Contents = [] } = await s3.send(
      new ListObjectsV2Command({ Bucket: 'example-recordings' }),
    )
    return { channelId, objects: Contents.length }
  }
  const arn = (name: string) => `arn:aws:iam::111122223333:role/${name}`
  const writer = (resource: string) => ({
    name: 'Writer',
    trusts: ['medialive.amazonaws.com'],
    allows: [{ actions: ['s3:PutObject'], resources: [resource] }],
  })

  it.each([
    ['that is not there', 'NobodysRole', []],
    [
      'that does not trust MediaLive',
      'Writer',
      [{ ...writer('*'), trusts: ['ec2.amazonaws.com'] }],
    ],
    ['that may not write there', 'Writer', [writer('arn:aws:s3:::other-bucket/*')]],
  ])('in a role %s is not written, and the alert says so', async (_, name, roles) => {
    const account = await open({ roles })
    const { channelId, objects } = await withBucket(account, arn(name))
    expect(objects).toBe(0)
    const [alert] = await failing(account, channelId)
    expect(alert?.Message).toContain(`role/${name}`)
  })

  it('in a role that may write there is written', async () => {
    const account = await open({ roles: [writer('arn:aws:s3:::example-recordings/*')] })
    const { channelId, objects } = await withBucket(account, arn('Writer'))
    expect(objects).toBeGreaterThan(2)
    expect(await failing(account, channelId)).toEqual([])
  })
})

describe('thumbnails', () => {
  it('are those of the pipeline that is asked for', async () => {
    const { client, simulator } = await open()
    const inputId = await standardInput(client, (ms) => simulator.clock.advance(ms))
    const { Channel } = await client.send(new CreateChannelCommand(standardRequest(inputId)))
    const ChannelId = idOf(Channel)
    simulator.clock.advance(5_000)
    await client.send(new StartChannelCommand({ ChannelId }))
    simulator.clock.advance(20_000)
    await fetch(`${simulator.endpoint}/_simulator/feeds`, {
      method: 'POST',
      body: JSON.stringify({ streamName: 'live/first', on: true }),
    })
    simulator.clock.advance(5_000)
    const shown = async (PipelineId: string) => {
      const asked = { ChannelId, PipelineId, ThumbnailType: 'CURRENT_ACTIVE' } as const
      const { ThumbnailDetails } = await client.send(new DescribeThumbnailsCommand(asked))
      return ThumbnailDetails?.[0]?.Thumbnails?.[0]?.Body
    }
    const [card, slate] = [await loadStill('test-card'), await loadStill('slate')].map((still) =>
      Buffer.from(still).toString('base64'),
    )
    expect(await shown('0')).toBe(card)
    expect(await shown('1')).toBe(slate)
  })
})

async function standardInput(client: MediaLiveClient, advance: (ms: number) => unknown) {
  const group = await client.send(
    new CreateInputSecurityGroupCommand({ WhitelistRules: [{ Cidr: '127.0.0.1/32' }] }),
  )
  const { Input } = await client.send(
    new CreateInputCommand({
      Name: 'host',
      Type: 'RTMP_PUSH',
      InputSecurityGroups: [idOf(group.SecurityGroup)],
      Destinations: [{ StreamName: 'live/first' }, { StreamName: 'live/second' }],
    }),
  )
  advance(5_000)
  return idOf(Input)
}

function standardRequest(inputId: string) {
  const request = twoInputRequest([inputId, inputId], 2)
  return { ...request, InputAttachments: request.InputAttachments?.slice(0, 1) }
}
