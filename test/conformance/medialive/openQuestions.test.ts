import {
  CreateChannelCommand,
  CreateInputCommand,
  CreateInputSecurityGroupCommand,
  DeleteChannelCommand,
  DeleteInputCommand,
  DescribeInputCommand,
  ListChannelsCommand,
  RestartChannelPipelinesCommand,
  StartChannelCommand,
  StopChannelCommand,
  UpdateChannelCommand,
} from '@aws-sdk/client-medialive'
import { afterEach, describe, expect, it } from 'vitest'
import type { Answers } from '../../../electron/simulator/kit/assumptions'
import { channelRequest, roleArn } from './channelRequest'
import { idOf, openAccount, refusalOf, type RehearsalAccount } from './rehearsalAccount'
import { at, atOnce, following, openChannel, switchTo } from './twoInputs'

let account: RehearsalAccount
afterEach(() => account.close())

async function open(assume: Answers) {
  account = await openAccount({ assume })
  return account
}
const stop = (ChannelId: string) => account.client.send(new StopChannelCommand({ ChannelId }))

describe('under either answer', () => {
  it.each([
    ['conflict', 'ConflictException'],
    ['accepted', undefined],
  ] as const)('stopping an idle channel is %s', async (answer, fault) => {
    await open({ 'stop-when-idle': answer })
    const { id, shown } = await openChannel(account)
    const name = fault ? (await refusalOf(stop(id))).name : (await stop(id)).State
    expect(name).toBe(fault ?? 'IDLE')
    expect((await shown()).state).toBe('IDLE')
  })

  it.each([
    ['accepted', 'STOPPING'],
    ['conflict', 'STARTING'],
  ] as const)('stopping a starting channel is %s', async (answer, state) => {
    await open({ 'stop-while-starting': answer })
    const { id, shown } = await openChannel(account)
    await account.client.send(new StartChannelCommand({ ChannelId: id }))
    await stop(id).catch((refused: unknown) =>
      expect(refused).toMatchObject({ name: 'ConflictException' }),
    )
    expect((await shown()).state).toBe(state)
  })

  it.each([
    ['409', 'ConflictException'],
    ['400', 'BadRequestException'],
  ] as const)(
    'a command whose time is not now is refused with %s, a deletion with 409',
    async (answer, name) => {
      await open({ 'wrong-state': answer })
      const { id: ChannelId, start } = await openChannel(account)
      await start()
      const refused = [
        account.client.send(new StartChannelCommand({ ChannelId })),
        account.client.send(new UpdateChannelCommand({ ChannelId, RoleArn: roleArn, Name: 'x' })),
      ]
      for (const call of refused) {
        expect(await refusalOf(call)).toMatchObject({ name, status: Number(answer) })
      }
      const deletion = account.client.send(new DeleteChannelCommand({ ChannelId }))
      expect((await refusalOf(deletion)).status).toBe(409)
    },
  )

  it.each([
    ['400', 'BadRequestException'],
    ['403', 'ForbiddenException'],
    ['429', 'TooManyRequestsException'],
  ] as const)('an exhausted quota is refused with %s', async (answer, name) => {
    await open({ 'quota-status': answer })
    account.simulator.drills.arm({ kind: 'quota', name: 'medialive.channels', value: 0 })
    const inputId = await account.makeInput()
    const call = account.client.send(new CreateChannelCommand(channelRequest(inputId)))
    expect(await refusalOf(call)).toMatchObject({ name, status: Number(answer) })
  })

  it.each(['channel', 'empty'] as const)(
    'a dry run answers with %s and makes nothing',
    async (answer) => {
      await open({ 'dry-run-answer': answer })
      const inputId = await account.makeInput()
      const request = channelRequest(inputId, { DryRun: true, RequestId: 'once' })
      const made = await account.client.send(new CreateChannelCommand(request))
      const { Channels } = await account.client.send(new ListChannelsCommand())
      expect(made.Channel?.Name).toBe(answer === 'channel' ? 'sunday' : undefined)
      expect(made.Channel?.Id).toBeUndefined()
      expect(Channels).toEqual([])
      const wrong = { ...request, RoleArn: 'nobody' }
      const refusal = await refusalOf(account.client.send(new CreateChannelCommand(wrong)))
      expect(refusal).toMatchObject({ status: 422, paths: ['roleArn'] })
    },
  )

  it.each(['channel', 'empty'] as const)(
    'a dry update answers with %s and changes nothing',
    async (answer) => {
      await open({ 'dry-run-answer': answer })
      const { id: ChannelId, start, shown } = await openChannel(account)
      const dry = { ChannelId, RoleArn: roleArn, Name: 'renamed', DryRun: true }
      const { Channel } = await account.client.send(new UpdateChannelCommand(dry))
      const { Channels } = await account.client.send(new ListChannelsCommand())
      expect(Channel?.Name).toBe(answer === 'channel' ? 'renamed' : undefined)
      expect(Channels?.[0]?.Name).toBe('sunday')
      expect((await shown()).state).toBe('IDLE')
      await start()
      const refusal = await refusalOf(account.client.send(new UpdateChannelCommand(dry)))
      expect(refusal.status).toBe(409)
    },
  )

  it.each(['RECOVERING', 'RUNNING'] as const)(
    'a channel whose pipelines are restarted is %s, and has fewer of them',
    async (answer) => {
      await open({ 'restart-shows': answer })
      const { id: ChannelId, start, shown } = await openChannel(account, 2)
      await start()
      const restart = () =>
        account.client.send(
          new RestartChannelPipelinesCommand({ ChannelId, PipelineIds: ['PIPELINE_0'] }),
        )
      await restart()
      expect(await shown()).toMatchObject({ state: answer, running: 1 })
      expect((await refusalOf(restart())).status).toBe(409)
      account.settle()
      expect(await shown()).toMatchObject({ state: 'RUNNING', running: 2 })
    },
  )

  it.each([
    ['refused', 'UnprocessableEntityException'],
    ['never-fires', undefined],
  ] as const)('a switch after the end of a live input is %s', async (answer, name) => {
    await open({ 'follow-live-input': answer })
    const channel = await openChannel(account)
    await channel.start()
    await channel.create(at(account.simulator.clock.now() + 60_000, 'cut', switchTo('spare')))
    const follow = channel.create(following(['cut', 'END'], 'back', switchTo('main')))
    if (name) expect((await refusalOf(follow)).name).toBe(name)
    else await follow
    account.settle()
    expect((await channel.shown()).onAir).toEqual([['0', 'spare', 'cut']])
  })

  it.each([
    ['403', 'MissingAuthenticationTokenException'],
    ['404', 'UnknownOperationException'],
  ] as const)('a path that no operation has is answered with %s', async (answer, type) => {
    await open({ 'unknown-path': answer })
    const said = await asked('GET', '/prod/teapots')
    expect([said.status, said.type]).toEqual([Number(answer), type])
  })

  it.each([
    ['refused', 'BadRequestException', []],
    ['accepted', undefined, [['0', 'spare', 'cut']]],
  ] as const)('a schedule for a channel that starts is %s', async (answer, name, onAir) => {
    await open({ 'schedule-on-the-way': answer })
    const channel = await openChannel(account)
    await account.client.send(new StartChannelCommand({ ChannelId: channel.id }))
    const created = channel.create(atOnce('cut', switchTo('spare')))
    if (name) expect((await refusalOf(created)).name).toBe(name)
    else await created
    account.settle()
    expect((await channel.shown()).onAir).toEqual(
      onAir.length > 0 ? onAir : [['0', 'main', undefined]],
    )
  })
})

describe('under either answer, what a console asks for', () => {
  it.each([
    ['one', ['rtmp://127.0.0.1:1935/live/host']],
    ['two', ['rtmp://127.0.0.1:1935/live/host', 'rtmp://127.0.0.1:1935/live/host']],
  ] as const)('a push input of one destination shows %s', async (answer, urls) => {
    await open({ 'push-endpoints': answer })
    const InputId = await account.makeInput()
    const input = await account.client.send(new DescribeInputCommand({ InputId }))
    expect(input.InputClass).toBe('SINGLE_PIPELINE')
    expect(input.Destinations?.map(({ Url }) => Url)).toEqual(urls)
    const both = await account.makeInput('both', 2)
    const standard = await account.client.send(new DescribeInputCommand({ InputId: both }))
    expect(standard.Destinations).toHaveLength(2)
  })

  it.each([
    ['finds-it', 1],
    ['makes-another', 2],
  ] as const)('the request id of what was deleted %s', async (answer, made) => {
    await open({ 'request-id-of-deleted': answer })
    const { client } = account
    const group = await client.send(new CreateInputSecurityGroupCommand({ WhitelistRules: [] }))
    const input = {
      Name: 'host',
      Type: 'RTMP_PUSH' as const,
      InputSecurityGroups: [idOf(group.SecurityGroup)],
      Destinations: [{ StreamName: 'live/host' }],
      RequestId: 'once',
    }
    const create = async () => {
      const { Input } = await client.send(new CreateInputCommand(input))
      account.settle()
      return idOf(Input)
    }
    const first = await create()
    expect(await create()).toBe(first)
    const makeChannel = async () => {
      const request = channelRequest(await account.makeInput(), { RequestId: 'once' })
      const { Channel } = await client.send(new CreateChannelCommand(request))
      account.settle()
      return idOf(Channel)
    }
    const channels = [await makeChannel()]
    await client.send(new DeleteInputCommand({ InputId: first }))
    await client.send(new DeleteChannelCommand({ ChannelId: channels[0] }))
    account.settle()
    expect(new Set([first, await create()]).size).toBe(made)
    expect(new Set([...channels, await makeChannel()]).size).toBe(made)
  })

  it.each([
    ['accepted', undefined],
    ['refused', ['destinations[0].settings[0].username']],
  ] as const)('an empty user name is %s', async (answer, paths) => {
    await open({ 'empty-username': answer })
    const { Destinations: [platform, recording] = [], ...request } = channelRequest(
      await account.makeInput(),
    )
    const Settings = platform?.Settings?.map((each) => ({ ...each, Username: '' })) ?? []
    const Destinations = [{ ...platform, Settings }, { ...recording }]
    const made = account.client.send(new CreateChannelCommand({ ...request, Destinations }))
    if (paths) expect(await refusalOf(made)).toMatchObject({ status: 422, paths })
    else expect((await made).Channel?.State).toBe('CREATING')
  })

  it.each([
    ['accepted-then-alert', undefined],
    ['refused', ['roleArn']],
  ] as const)('a role that MediaLive cannot take on is %s', async (answer, paths) => {
    await open({ 'missing-role': answer })
    const inputId = await account.makeInput()
    const of = (name: string) => roleArn.replace('MediaLiveAccessRole', name)
    // The second is there, but trusts the people of the account only.
    for (const name of ['NobodysRole', 'TallylightOperatorRole']) {
      const request = channelRequest(inputId, { RoleArn: of(name), DryRun: true })
      const made = account.client.send(new CreateChannelCommand(request))
      if (paths) expect(await refusalOf(made)).toMatchObject({ status: 422, paths })
      else expect((await made).Channel?.RoleArn).toBe(of(name))
    }
    await account.client.send(new CreateChannelCommand(channelRequest(inputId)))
  })
})

describe('what AWS has and the simulator has not', () => {
  it.each([
    ['GET', '/prod/accountConfiguration', 'DescribeAccountConfiguration'],
    ['GET', '/prod/versions', 'ListVersions'],
    ['POST', '/prod/offerings/87654321/purchase', 'PurchaseOffering'],
    ['GET', '/prod/multiplexes/1234567/programs', 'ListMultiplexPrograms'],
    ['PATCH', '/prod/signal-maps/map', 'StartUpdateSignalMap'],
  ])('%s %s is refused with 501 that names %s', async (method, path, operation) => {
    await open({})
    const said = await asked(method, path)
    expect(said.status).toBe(501)
    expect(said.message).toContain(`MediaLive's ${operation} is not simulated`)
  })
})

describe('a pause whose time came before the start', () => {
  it.each([
    ['held', ['0']],
    ['passed-over', []],
  ] as const)('is %s', async (answer, paused) => {
    await open({ 'overdue-pause': answer })
    const channel = await openChannel(account)
    await channel.create(
      atOnce('hold', { PauseStateSettings: { Pipelines: [{ PipelineId: 'PIPELINE_0' }] } }),
    )
    await channel.start()
    const world = account.simulator.world() as {
      medialive: { schedules: { run?: { paused: string[] } }[] }
    }
    expect(world.medialive.schedules[0]?.run?.paused).toEqual(paused)
  })
})

async function asked(method: string, path: string) {
  const answer = await fetch(`${account.simulator.endpoint}${path}`, {
    method,
    headers: {
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIDREHEARSAL/20260101/eu-west-1/medialive/aws4_request, SignedHeaders=host, Signature=0',
    },
  })
  const { message } = (await answer.json()) as { message: string }
  return { status: answer.status, type: answer.headers.get('x-amzn-errortype'), message }
}
