import {
  CreateChannelCommand,
  CreateInputCommand,
  CreateInputSecurityGroupCommand,
  DescribeInputCommand,
  DescribeInputSecurityGroupCommand,
  ListInputSecurityGroupsCommand,
  StartChannelCommand,
  UpdateInputCommand,
  UpdateInputSecurityGroupCommand,
  type CreateInputCommandInput,
} from '@aws-sdk/client-medialive'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { channelRequest } from './channelRequest'
import { idOf, openAccount, refusalOf, type RehearsalAccount } from './rehearsalAccount'

let account: RehearsalAccount
beforeEach(async () => {
  account = await openAccount({ rtmpPort: 19350 })
})
afterEach(() => account.close())

const describeInput = (id: string) => account.client.send(new DescribeInputCommand({ InputId: id }))
const makeGroup = (...cidrs: string[]) =>
  account.client.send(
    new CreateInputSecurityGroupCommand({ WhitelistRules: cidrs.map((Cidr) => ({ Cidr })) }),
  )
const createInput = (changes: Partial<CreateInputCommandInput>) =>
  account.client.send(new CreateInputCommand({ Name: 'host', Type: 'RTMP_PUSH', ...changes }))

describe('an RTMP push input', () => {
  it('is CREATING, then DETACHED, with one address a destination', async () => {
    const id = await account.makeInput('host', 2)
    const creating = await describeInput(id)
    account.settle()
    const made = await describeInput(id)
    expect([creating.State, made.State]).toEqual(['CREATING', 'DETACHED'])
    expect(made.InputClass).toBe('STANDARD')
    expect(made.Destinations).toEqual([
      { Ip: '127.0.0.1', Port: '19350', Url: 'rtmp://127.0.0.1:19350/live/host' },
      { Ip: '127.0.0.1', Port: '19350', Url: 'rtmp://127.0.0.1:19350/live/host' },
    ])
  })

  it('feeds one channel only', async () => {
    const id = await account.makeInput()
    account.settle()
    const { Channel } = await account.client.send(new CreateChannelCommand(channelRequest(id)))
    const second = account.client.send(new CreateChannelCommand(channelRequest(id)))
    expect(await refusalOf(second)).toMatchObject({
      name: 'ConflictException',
      status: 409,
      message: `inputId=${id} is already attached`,
    })
    account.settle()
    const attached = await describeInput(id)
    expect([attached.State, attached.AttachedChannels]).toEqual(['ATTACHED', [Channel?.Id]])
  })

  it('can be edited while free or idle, not while its channel runs', async () => {
    const id = await account.makeInput()
    account.settle()
    const { Channel } = await account.client.send(new CreateChannelCommand(channelRequest(id)))
    account.settle()
    const rename = (Name: string) =>
      account.client.send(new UpdateInputCommand({ InputId: id, Name }))
    expect((await rename('idle')).Input?.Name).toBe('idle')
    await account.client.send(new StartChannelCommand({ ChannelId: idOf(Channel) }))
    expect(await refusalOf(rename('starting'))).toMatchObject({ name: 'ConflictException' })
  })

  it.each([
    ['no security group', { InputSecurityGroups: [] }],
    ['a security group that does not exist', { InputSecurityGroups: ['1000001'] }],
    ['no destination', { Destinations: [] }],
    ['three destinations', { Destinations: [1, 2, 3].map((n) => ({ StreamName: `live/${n}` })) }],
    ['a stream name without instance', { Destinations: [{ StreamName: 'live' }] }],
    ['a stream name with two slashes', { Destinations: [{ StreamName: 'live/a/b' }] }],
    ['no name', { Name: undefined }],
    ['no type', { Type: undefined }],
    ['a reserved tag', { Tags: { 'aws:cloudformation': 'x' } }],
  ])('is refused with %s', async (_, changes) => {
    const { SecurityGroup } = await makeGroup('127.0.0.1/32')
    const refusal = await refusalOf(
      createInput({
        InputSecurityGroups: [idOf(SecurityGroup)],
        Destinations: [{ StreamName: 'live/host' }],
        ...changes,
      }),
    )
    expect(refusal).toMatchObject({ name: 'BadRequestException', status: 400 })
  })

  it('answers 501 to a type it does not simulate', async () => {
    expect((await refusalOf(createInput({ Type: 'SRT_CALLER' }))).status).toBe(501)
  })
})

describe('an input security group', () => {
  it('is IDLE, IN_USE under an input, UPDATING for a moment', async () => {
    const { SecurityGroup } = await makeGroup('203.0.113.4/32')
    const id = idOf(SecurityGroup)
    const describeGroup = async () =>
      account.client.send(new DescribeInputSecurityGroupCommand({ InputSecurityGroupId: id }))
    const idle = await describeGroup()
    await createInput({
      InputSecurityGroups: [id],
      Destinations: [{ StreamName: 'live/host' }],
    })
    const used = await describeGroup()
    await account.client.send(
      new UpdateInputSecurityGroupCommand({
        InputSecurityGroupId: id,
        WhitelistRules: [{ Cidr: '203.0.113.0/24' }],
      }),
    )
    const updating = await describeGroup()
    account.settle()
    const settled = await describeGroup()
    expect([idle, used, updating, settled].map(({ State }) => State)).toEqual([
      'IDLE',
      'IN_USE',
      'UPDATING',
      'IN_USE',
    ])
    expect(used.Inputs).toHaveLength(1)
    expect(settled.WhitelistRules).toEqual([{ Cidr: '203.0.113.0/24' }])
  })

  it.each([
    ['an IPv6 block', ['2001:db8::/32']],
    ['an address without a prefix', ['203.0.113.4']],
    ['a prefix over 32', ['203.0.113.4/33']],
    ['an address that is none', ['203.0.113.400/32']],
    ['eleven rules', Array.from({ length: 11 }, (_, n) => `203.0.113.${n}/32`)],
  ])('is refused with %s', async (_, cidrs) => {
    expect(await refusalOf(makeGroup(...cidrs))).toMatchObject({
      name: 'BadRequestException',
      status: 400,
    })
    const { InputSecurityGroups } = await account.client.send(new ListInputSecurityGroupsCommand())
    expect(InputSecurityGroups).toEqual([])
  })
})
