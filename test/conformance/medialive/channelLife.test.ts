import {
  CreateChannelCommand,
  DeleteChannelCommand,
  DeleteInputCommand,
  DeleteInputSecurityGroupCommand,
  DescribeChannelCommand,
  DescribeInputCommand,
  DescribeThumbnailsCommand,
  ListAlertsCommand,
  ListChannelsCommand,
  ListInputSecurityGroupsCommand,
  StartChannelCommand,
  StopChannelCommand,
  UpdateChannelClassCommand,
  UpdateChannelCommand,
} from '@aws-sdk/client-medialive'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { channelRequest, roleArn } from './channelRequest'
import { clientOf, idOf, openAccount, refusalOf, type RehearsalAccount } from './rehearsalAccount'

let account: RehearsalAccount
beforeEach(async () => {
  account = await openAccount()
})
afterEach(() => account.close())

async function makeChannel(changes = {}) {
  const inputId = await account.makeInput()
  account.settle()
  const { Channel } = await account.client.send(
    new CreateChannelCommand(channelRequest(inputId, changes)),
  )
  return { inputId, id: idOf(Channel), channel: Channel }
}
const describeChannel = (id: string) =>
  account.client.send(new DescribeChannelCommand({ ChannelId: id }))
const stateOf = async (id: string) => (await describeChannel(id)).State
const inputState = async (id: string) =>
  (await account.client.send(new DescribeInputCommand({ InputId: id }))).State

describe('the life of a channel', () => {
  it('goes CREATING, IDLE, STARTING, RUNNING, STOPPING, IDLE, DELETING, DELETED', async () => {
    const { id } = await makeChannel()
    const seen = [await stateOf(id)]
    account.settle()
    seen.push(await stateOf(id))
    for (const command of [StartChannelCommand, StopChannelCommand, DeleteChannelCommand]) {
      await account.client.send(new command({ ChannelId: id }))
      seen.push(await stateOf(id))
      account.settle()
      seen.push(await stateOf(id))
    }
    expect(seen).toEqual([
      'CREATING',
      'IDLE',
      'STARTING',
      'RUNNING',
      'STOPPING',
      'IDLE',
      'DELETING',
      'DELETED',
    ])
  })

  it('does not move however often one looks', async () => {
    const { id } = await makeChannel()
    for (let look = 0; look < 20; look++) expect(await stateOf(id)).toBe('CREATING')
  })

  it('keeps a deleted channel describable, unlisted, and its second deletion harmless', async () => {
    const { id } = await makeChannel()
    account.settle()
    await account.client.send(new DeleteChannelCommand({ ChannelId: id }))
    account.settle()
    const { Channels } = await account.client.send(new ListChannelsCommand())
    const again = await account.client.send(new DeleteChannelCommand({ ChannelId: id }))
    expect(await stateOf(id)).toBe('DELETED')
    expect(Channels).toEqual([])
    expect(again.State).toBe('DELETED')
  })

  it('answers with the settings it was given', async () => {
    const { id, inputId } = await makeChannel()
    const described = await describeChannel(id)
    const asked = channelRequest(inputId)
    expect(described.Arn).toBe(`arn:aws:medialive:eu-west-1:111122223333:channel:${id}`)
    expect(described.EncoderSettings).toEqual(asked.EncoderSettings)
    expect(described.Destinations).toEqual(asked.Destinations)
    expect(described.RoleArn).toBe(roleArn)
    expect(described.PipelinesRunningCount).toBe(0)
  })

  it('recovers from a failed pipeline by itself', async () => {
    const { id } = await makeChannel()
    account.settle()
    await account.client.send(new StartChannelCommand({ ChannelId: id }))
    account.settle()
    account.simulator.drills.arm({ kind: 'fail-pipeline', channelId: id })
    const failed = await describeChannel(id)
    account.settle()
    const recovered = await describeChannel(id)
    expect([failed.State, failed.PipelinesRunningCount]).toEqual(['RECOVERING', 0])
    expect([recovered.State, recovered.PipelinesRunningCount]).toEqual(['RUNNING', 1])
  })

  it('ends in CREATE_FAILED or UPDATE_FAILED when a drill says so, and can be deleted', async () => {
    account.simulator.drills.arm({ kind: 'fail-create', times: 1 })
    const { id } = await makeChannel()
    account.settle()
    expect(await stateOf(id)).toBe('CREATE_FAILED')
    const start = account.client.send(new StartChannelCommand({ ChannelId: id }))
    expect((await refusalOf(start)).name).toBe('ConflictException')
    await account.client.send(new DeleteChannelCommand({ ChannelId: id }))
    account.settle()
    expect(await stateOf(id)).toBe('DELETED')
  })

  it('may be stopped while it starts, and then never runs', async () => {
    const { id } = await makeChannel()
    account.settle()
    await account.client.send(new StartChannelCommand({ ChannelId: id }))
    await account.client.send(new StopChannelCommand({ ChannelId: id }))
    account.settle()
    expect(await stateOf(id)).toBe('IDLE')
    expect(account.simulator.bill().lines.filter(({ unit }) => unit === 'minutes')).toEqual([])
  })
})

describe('what a channel refuses', () => {
  const commands = {
    StartChannel: (id: string) => account.client.send(new StartChannelCommand({ ChannelId: id })),
    StopChannel: (id: string) => account.client.send(new StopChannelCommand({ ChannelId: id })),
    UpdateChannel: (id: string) =>
      account.client.send(new UpdateChannelCommand({ ChannelId: id, RoleArn: roleArn, Name: 'x' })),
    UpdateChannelClass: (id: string) =>
      account.client.send(
        new UpdateChannelClassCommand({ ChannelId: id, ChannelClass: 'STANDARD' }),
      ),
    DeleteChannel: (id: string) => account.client.send(new DeleteChannelCommand({ ChannelId: id })),
  }
  /** How to bring a fresh channel into the state, and what it refuses there. */
  const table = [
    { state: 'CREATING', by: [], refuses: Object.keys(commands) },
    { state: 'IDLE', by: ['settle'], refuses: ['StopChannel'] },
    {
      state: 'STARTING',
      by: ['settle', 'StartChannel'],
      refuses: ['StartChannel', 'UpdateChannel', 'UpdateChannelClass', 'DeleteChannel'],
    },
    {
      state: 'RUNNING',
      by: ['settle', 'StartChannel', 'settle'],
      refuses: ['StartChannel', 'UpdateChannel', 'UpdateChannelClass', 'DeleteChannel'],
    },
    {
      state: 'STOPPING',
      by: ['settle', 'StartChannel', 'settle', 'StopChannel'],
      refuses: Object.keys(commands),
    },
    { state: 'UPDATING', by: ['settle', 'UpdateChannel'], refuses: Object.keys(commands) },
    { state: 'DELETING', by: ['settle', 'DeleteChannel'], refuses: Object.keys(commands) },
  ] as const satisfies readonly {
    state: string
    by: readonly (keyof typeof commands | 'settle')[]
    refuses: readonly string[]
  }[]

  it.each(table)('refuses $refuses while $state', async ({ state, by, refuses }) => {
    const { id } = await makeChannel()
    for (const step of by) {
      if (step === 'settle') account.settle()
      else await commands[step](id)
    }
    for (const name of refuses) {
      const refusal = await refusalOf(commands[name as keyof typeof commands](id))
      expect(refusal).toMatchObject({ name: 'ConflictException', status: 409 })
      expect(await stateOf(id)).toBe(state)
    }
  })

  it('says that a running channel has not been stopped yet', async () => {
    const { id } = await makeChannel()
    account.settle()
    await commands.StartChannel(id)
    account.settle()
    expect((await refusalOf(commands.DeleteChannel(id))).message).toContain(
      'has not been stopped yet',
    )
  })

  it.each(Object.keys(commands))(
    'answers %s of an unknown id with NotFoundException',
    async (name) => {
      const refusal = await refusalOf(commands[name as keyof typeof commands]('9999999'))
      expect(refusal).toMatchObject({ name: 'NotFoundException', status: 404 })
      expect(refusal.requestId).toMatch(/^[0-9a-f-]{36}$/)
    },
  )

  it('does not know a channel of another Region', async () => {
    const { id } = await makeChannel()
    const elsewhere = clientOf(account.simulator, 'us-east-1')
    const refusal = await refusalOf(elsewhere.send(new DescribeChannelCommand({ ChannelId: id })))
    elsewhere.destroy()
    expect(refusal.name).toBe('NotFoundException')
  })

  it('has no thumbnails before it runs, and none without a picture', async () => {
    const { id } = await makeChannel()
    account.settle()
    const ask = () =>
      account.client.send(
        new DescribeThumbnailsCommand({
          ChannelId: id,
          PipelineId: '0',
          ThumbnailType: 'CURRENT_ACTIVE',
        }),
      )
    expect(await refusalOf(ask())).toMatchObject({ name: 'NotFoundException', status: 404 })
    await commands.StartChannel(id)
    account.settle()
    expect(await refusalOf(ask())).toMatchObject({ name: 'NotFoundException', status: 404 })
  })

  it('has no alerts without a picture, and refuses an unknown filter', async () => {
    const { id } = await makeChannel()
    const { Alerts } = await account.client.send(new ListAlertsCommand({ ChannelId: id }))
    const wrong = account.client.send(
      new ListAlertsCommand({ ChannelId: id, StateFilter: 'MAYBE' }),
    )
    expect(Alerts).toEqual([])
    expect((await refusalOf(wrong)).name).toBe('BadRequestException')
  })
})

describe('updating a channel', () => {
  it('removes a role that is left out', async () => {
    const { id, inputId } = await makeChannel()
    account.settle()
    const { Destinations, EncoderSettings } = channelRequest(inputId)
    const update = (changes: object) =>
      account.client.send(new UpdateChannelCommand({ ChannelId: id, ...changes }))
    const refusal = await refusalOf(update({ Name: 'renamed' }))
    expect(refusal).toMatchObject({ name: 'UnprocessableEntityException', paths: ['roleArn'] })
    await update({
      Destinations: Destinations?.slice(0, 1),
      EncoderSettings: {
        ...EncoderSettings,
        OutputGroups: EncoderSettings?.OutputGroups?.slice(0, 1),
      },
    })
    const described = await describeChannel(id)
    expect(described.RoleArn).toBeUndefined()
    expect(described.Destinations).toHaveLength(1)
    expect(described.Name).toBe('sunday')
  })

  it('frees an input that is left out, once the update is through', async () => {
    const { id, inputId } = await makeChannel()
    const otherId = await account.makeInput('second')
    account.settle()
    const { InputAttachments } = channelRequest(otherId)
    await account.client.send(
      new UpdateChannelCommand({ ChannelId: id, RoleArn: roleArn, InputAttachments }),
    )
    account.settle()
    expect([await inputState(inputId), await inputState(otherId)]).toEqual(['DETACHED', 'ATTACHED'])
  })

  it('changes the class only with destinations and inputs that fit', async () => {
    const inputId = await account.makeInput('both', 2)
    account.settle()
    const { Channel } = await account.client.send(new CreateChannelCommand(channelRequest(inputId)))
    account.settle()
    const change = (Destinations?: { Id: string; Settings: object[] }[]) =>
      account.client.send(
        new UpdateChannelClassCommand({
          ChannelId: idOf(Channel),
          ChannelClass: 'STANDARD',
          ...(Destinations ? { Destinations } : {}),
        }),
      )
    expect(await refusalOf(change())).toMatchObject({ name: 'UnprocessableEntityException' })
    const doubled = channelRequest(inputId).Destinations?.map(({ Id = '', Settings = [] }) => ({
      Id,
      Settings: [...Settings, ...Settings],
    }))
    const { Channel: changed } = await change(doubled)
    expect(changed?.ChannelClass).toBe('STANDARD')
  })

  it('drops every second address when the class becomes SINGLE_PIPELINE', async () => {
    const inputId = await account.makeInput('both', 2)
    account.settle()
    const doubled = (channelRequest(inputId).Destinations ?? []).map(({ Id, Settings = [] }) => ({
      Id,
      Settings: [...Settings, ...Settings],
    }))
    const { Channel } = await account.client.send(
      new CreateChannelCommand(
        channelRequest(inputId, { ChannelClass: 'STANDARD', Destinations: doubled }),
      ),
    )
    account.settle()
    const ChannelId = idOf(Channel)
    const change = (ChannelClass: 'STANDARD' | 'SINGLE_PIPELINE') =>
      account.client.send(new UpdateChannelClassCommand({ ChannelId, ChannelClass }))
    const { Channel: single } = await change('SINGLE_PIPELINE')
    account.settle()
    expect(single?.Destinations).toEqual(channelRequest(inputId).Destinations)
    expect((await refusalOf(change('STANDARD'))).paths).toEqual([
      'destinations[0].settings',
      'destinations[1].settings',
    ])
  })

  it('does not become STANDARD with an input of one pipeline', async () => {
    const { id } = await makeChannel()
    account.settle()
    const doubled = (channelRequest('').Destinations ?? []).map(({ Id, Settings = [] }) => ({
      Id,
      Settings: [...Settings, ...Settings],
    }))
    const refusal = await refusalOf(
      account.client.send(
        new UpdateChannelClassCommand({
          ChannelId: id,
          ChannelClass: 'STANDARD',
          Destinations: doubled,
        }),
      ),
    )
    expect(refusal.paths).toEqual(['inputAttachments[0].inputId'])
  })
})

describe('giving everything back', () => {
  it('keeps to the order channel, input, group', async () => {
    const { id, inputId } = await makeChannel()
    account.settle()
    const deleteInput = () => account.client.send(new DeleteInputCommand({ InputId: inputId }))
    const groups = await account.client.send(new ListInputSecurityGroupsCommand())
    const groupId = idOf(groups.InputSecurityGroups?.[0])
    const deleteGroup = () =>
      account.client.send(new DeleteInputSecurityGroupCommand({ InputSecurityGroupId: groupId }))

    expect(await refusalOf(deleteInput())).toMatchObject({
      name: 'ConflictException',
      message: `Input ${inputId} is busy, it cannot be deleted`,
    })
    await account.client.send(new DeleteChannelCommand({ ChannelId: id }))
    expect((await refusalOf(deleteInput())).name).toBe('ConflictException')
    account.settle()
    expect(await inputState(inputId)).toBe('DETACHED')
    expect(await refusalOf(deleteGroup())).toMatchObject({
      name: 'ConflictException',
      message: `Input Security Group ${groupId} cannot be deleted because it is still being used by inputs.`,
    })
    await deleteInput()
    account.settle()
    expect(await inputState(inputId)).toBe('DELETED')
    await deleteGroup()
    const left = await account.client.send(new ListInputSecurityGroupsCommand())
    expect(left.InputSecurityGroups).toEqual([])
  })
})
