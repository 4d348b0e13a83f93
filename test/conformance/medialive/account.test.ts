import {
  CreateChannelCommand,
  CreateInputCommand,
  CreateInputSecurityGroupCommand,
  CreateTagsCommand,
  DeleteTagsCommand,
  DescribeChannelCommand,
  DescribeInputCommand,
  ListChannelsCommand,
  ListInputSecurityGroupsCommand,
  ListInputsCommand,
  ListTagsForResourceCommand,
  StartChannelCommand,
  paginateListInputs,
} from '@aws-sdk/client-medialive'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { channelRequest } from './channelRequest'
import { clientOf, idOf, openAccount, refusalOf, type RehearsalAccount } from './rehearsalAccount'

let account: RehearsalAccount
beforeEach(async () => {
  account = await openAccount()
})
afterEach(() => account.close())

describe('request ids', () => {
  it('find the input and the channel that the first call made', async () => {
    const group = await account.client.send(
      new CreateInputSecurityGroupCommand({ WhitelistRules: [] }),
    )
    const createInput = () =>
      account.client.send(
        new CreateInputCommand({
          Name: 'host',
          Type: 'RTMP_PUSH',
          InputSecurityGroups: [idOf(group.SecurityGroup)],
          Destinations: [{ StreamName: 'live/host' }],
          RequestId: 'run-1/create-input',
        }),
      )
    const inputs = [await createInput(), await createInput()].map(({ Input }) => idOf(Input))
    account.settle()
    const request = channelRequest(inputs[0] ?? '', { RequestId: 'run-1/create-channel' })
    const createChannel = () => account.client.send(new CreateChannelCommand(request))
    const channels = [await createChannel(), await createChannel()]
    expect(new Set(inputs).size).toBe(1)
    expect(new Set(channels.map(({ Channel }) => Channel?.Id)).size).toBe(1)
  })

  it('find it although the first answer was lost', async () => {
    const inputId = await account.makeInput()
    account.settle()
    account.simulator.drills.arm({ kind: 'lose-answer', operation: 'CreateChannel', times: 1 })
    const request = channelRequest(inputId, { RequestId: 'once' })
    const lost = await refusalOf(account.client.send(new CreateChannelCommand(request)))
    const { Channel } = await account.client.send(new CreateChannelCommand(request))
    const { Channels } = await account.client.send(new ListChannelsCommand())
    expect(lost.status).toBeUndefined()
    expect(Channels?.map(({ Id }) => Id)).toEqual([Channel?.Id])
  })
})

describe('lists', () => {
  it('come in pages that together hold everything once', async () => {
    account.simulator.drills.arm({ kind: 'quota', name: 'medialive.push-inputs', value: 50 })
    const made: string[] = []
    for (let n = 0; n < 25; n++) made.push(await account.makeInput(`host-${n}`))
    account.simulator.clock.advance(10_000)
    const pages: number[] = []
    const listed: string[] = []
    for await (const page of paginateListInputs({ client: account.client, pageSize: 10 }, {})) {
      pages.push(page.Inputs?.length ?? 0)
      listed.push(...(page.Inputs ?? []).map((input) => idOf(input)))
    }
    expect(pages).toEqual([10, 10, 5])
    expect([...listed].sort()).toEqual([...made].sort())
  })

  it.each([{ MaxResults: 0 }, { MaxResults: 1001 }, { NextToken: 'not-a-token' }])(
    'refuse %o',
    async (asked) => {
      expect(await refusalOf(account.client.send(new ListInputsCommand(asked)))).toMatchObject({
        name: 'BadRequestException',
        status: 400,
      })
    },
  )

  it('of channels carry destinations, stream keys too, but no encoder settings', async () => {
    const inputId = await account.makeInput()
    account.settle()
    await account.client.send(new CreateChannelCommand(channelRequest(inputId)))
    const { Channels } = await account.client.send(new ListChannelsCommand())
    expect(Channels?.[0]?.Destinations?.[0]?.Settings?.[0]?.StreamName).toBe('dummy-key')
    expect(Channels?.[0]).not.toHaveProperty('EncoderSettings')
  })
})

describe('tags', () => {
  it('are added, read and taken away by ARN', async () => {
    const inputId = await account.makeInput()
    const { Arn: ResourceArn } = await account.client.send(
      new DescribeInputCommand({ InputId: inputId }),
    )
    const tags = async () =>
      (await account.client.send(new ListTagsForResourceCommand({ ResourceArn }))).Tags
    await account.client.send(
      new CreateTagsCommand({ ResourceArn, Tags: { app: 'tallylight', show: 'a b' } }),
    )
    expect(await tags()).toEqual({ app: 'tallylight', show: 'a b' })
    await account.client.send(new DeleteTagsCommand({ ResourceArn, TagKeys: ['show', 'none'] }))
    expect(await tags()).toEqual({ app: 'tallylight' })
  })

  it('of what does not exist are not found', async () => {
    const ResourceArn = 'arn:aws:medialive:eu-west-1:111122223333:channel:1000001'
    const listed = account.client.send(new ListTagsForResourceCommand({ ResourceArn }))
    expect((await refusalOf(listed)).name).toBe('NotFoundException')
  })
})

describe('limits', () => {
  it('answer the 41st call of a burst with TooManyRequestsException, and let 20 a second through', async () => {
    const list = () => refusalOf(account.client.send(new ListInputsCommand()))
    const names: string[] = []
    for (let call = 0; call < 41; call++) names.push((await list()).name)
    expect(names.filter((name) => name === 'TooManyRequestsException')).toHaveLength(1)
    expect(names.at(-1)).toBe('TooManyRequestsException')
    account.simulator.clock.advance(1000)
    const after: string[] = []
    for (let call = 0; call < 21; call++) after.push((await list()).name)
    expect(after.filter((name) => name === 'TooManyRequestsException')).toHaveLength(1)
  })

  it('are five push inputs and five security groups a Region', async () => {
    for (let n = 0; n < 5; n++) await account.makeInput(`host-${n}`)
    expect(await refusalOf(account.makeInput('sixth'))).toMatchObject({ status: 400 })
    const makeGroup = () => account.client.send(new CreateInputSecurityGroupCommand({}))
    for (let n = 0; n < 4; n++) await makeGroup()
    expect(await refusalOf(makeGroup())).toMatchObject({ status: 400 })
    const { InputSecurityGroups } = await account.client.send(new ListInputSecurityGroupsCommand())
    expect(InputSecurityGroups).toHaveLength(5)
  })
})

describe('drills', () => {
  const list = () => refusalOf(account.client.send(new ListInputsCommand()))

  it('refuse an operation, so often and no oftener', async () => {
    account.simulator.drills.arm({
      kind: 'fault',
      operation: 'ListInputs',
      status: 502,
      type: 'BadGatewayException',
      message: 'a drill',
      times: 2,
    })
    expect([await list(), await list()]).toMatchObject([
      { name: 'BadGatewayException', status: 502, message: 'a drill' },
      { name: 'BadGatewayException', status: 502 },
    ])
    await account.client.send(new ListInputsCommand())
  })

  it('let the sign-in run out for as long as they last', async () => {
    account.simulator.drills.arm({ kind: 'expire-credentials', forMs: 60_000 })
    expect(await list()).toMatchObject({ name: 'ExpiredTokenException', status: 403 })
    account.simulator.clock.advance(60_000)
    await account.client.send(new ListInputsCommand())
  })

  it('deny one operation and leave the others', async () => {
    account.simulator.drills.arm({ kind: 'deny', operation: 'ListInputs' })
    expect(await list()).toMatchObject({ name: 'AccessDeniedException', status: 403 })
    await account.client.send(new ListChannelsCommand())
  })

  it('throttle', async () => {
    account.simulator.drills.arm({ kind: 'throttle', times: 1 })
    expect(await list()).toMatchObject({ name: 'TooManyRequestsException', status: 429 })
  })
})

describe('who one is', () => {
  it('is the rehearsal account', async () => {
    const client = new STSClient({
      endpoint: account.simulator.endpoint,
      region: 'eu-west-1',
      maxAttempts: 1,
      credentials: { accessKeyId: 'AKIDREHEARSAL', secretAccessKey: 'rehearsal' },
    })
    const identity = await client.send(new GetCallerIdentityCommand())
    account.simulator.drills.arm({ kind: 'expire-credentials', times: 1 })
    const expired = await refusalOf(client.send(new GetCallerIdentityCommand()))
    client.destroy()
    expect(identity).toMatchObject({
      Account: '111122223333',
      Arn: 'arn:aws:sts::111122223333:assumed-role/Rehearsal/tallylight',
    })
    expect(expired.name).toMatch(/^ExpiredToken/)
  })
})

describe('a simulator on a real clock', () => {
  it('brings a channel on by itself, and at once when its clock is moved', async () => {
    const real = await openAccount({ clock: 'real', timing: 'quick' })
    const inputId = await real.makeInput()
    const { Channel } = await real.client.send(new CreateChannelCommand(channelRequest(inputId)))
    const ChannelId = idOf(Channel)
    const state = async () =>
      (await real.client.send(new DescribeChannelCommand({ ChannelId }))).State
    await vi.waitFor(async () => expect(await state()).toBe('IDLE'), { timeout: 5000 })
    await real.client.send(new StartChannelCommand({ ChannelId }))
    await fetch(`${real.simulator.endpoint}/_simulator/clock`, {
      method: 'POST',
      body: JSON.stringify({ advanceMs: 60_000 }),
    })
    const moved = await state()
    await real.close()
    expect(moved).toBe('RUNNING')
  })
})

describe('a world with a state folder', () => {
  it('has saved a change before it answers', async () => {
    const stateDir = await mkdtemp(join(tmpdir(), 'tallylight-simulator-'))
    const saving = await openAccount({ stateDir })
    const inputId = await saving.makeInput()
    const saved = await readFile(join(stateDir, 'state.json'), 'utf8')
    await saving.close()
    await rm(stateDir, { recursive: true })
    expect(saved).toContain(inputId)
  })

  it('comes back after a restart: resources, request ids, pending transitions, bill', async () => {
    const stateDir = await mkdtemp(join(tmpdir(), 'tallylight-simulator-'))
    const first = await openAccount({ stateDir })
    const inputId = await first.makeInput()
    first.settle()
    const request = channelRequest(inputId, { RequestId: 'once' })
    const { Channel } = await first.client.send(new CreateChannelCommand(request))
    const bill = first.simulator.bill()
    await first.close()

    const second = await openAccount({ stateDir })
    const client = clientOf(second.simulator)
    const again = await client.send(new CreateChannelCommand(request))
    const billAfter = second.simulator.bill()
    second.settle()
    const { Channels } = await client.send(new ListChannelsCommand())
    client.destroy()
    await second.close()
    await rm(stateDir, { recursive: true })
    expect(again.Channel).toMatchObject({ Id: Channel?.Id, State: 'CREATING' })
    expect(billAfter).toEqual(bill)
    expect(Channels).toMatchObject([{ Id: Channel?.Id, State: 'IDLE' }])
  })
})
