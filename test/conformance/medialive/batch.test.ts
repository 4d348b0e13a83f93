import {
  BatchDeleteCommand,
  BatchStartCommand,
  BatchStopCommand,
  DescribeInputCommand,
  ListInputSecurityGroupsCommand,
} from '@aws-sdk/client-medialive'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { idOf, openAccount, refusalOf, type RehearsalAccount } from './rehearsalAccount'
import { openChannel } from './twoInputs'

let account: RehearsalAccount
beforeEach(async () => {
  account = await openAccount()
})
afterEach(() => account.close())

const arn = (kind: string, id: string) => `arn:aws:medialive:eu-west-1:111122223333:${kind}:${id}`
const notFound = (kind: string, id: string) =>
  expect.objectContaining({ Arn: arn(kind, id), Id: id, Code: 'NotFoundException' })

describe('BatchStart and BatchStop', () => {
  it('do what they can and tell of the rest, inside a 200', async () => {
    const { id, shown } = await openChannel(account)
    const ids = { ChannelIds: [id, '9999999'], MultiplexIds: ['8888888'] }
    const started = await account.client.send(new BatchStartCommand(ids))
    expect(started.Successful).toEqual([{ Arn: arn('channel', id), Id: id, State: 'STARTING' }])
    expect(started.Failed).toEqual([
      notFound('channel', '9999999'),
      notFound('multiplex', '8888888'),
    ])
    account.settle()
    const stopped = await account.client.send(new BatchStopCommand(ids))
    expect(stopped.Successful).toEqual([{ Arn: arn('channel', id), Id: id, State: 'STOPPING' }])
    expect(stopped.Failed).toHaveLength(2)
    expect((await shown()).state).toBe('STOPPING')
  })

  it('refuse the same channel the second time it is named', async () => {
    const { id } = await openChannel(account)
    const answer = await account.client.send(new BatchStartCommand({ ChannelIds: [id, id] }))
    expect(answer.Successful).toHaveLength(1)
    expect(answer.Failed).toMatchObject([{ Id: id, Code: 'ConflictException' }])
    expect(answer.Failed?.[0]?.Message).toContain('STARTING')
  })

  it('refuse a batch of nothing', async () => {
    const refusal = await refusalOf(account.client.send(new BatchStopCommand({})))
    expect(refusal).toMatchObject({ name: 'BadRequestException', status: 400 })
  })
})

describe('BatchDelete', () => {
  it('takes each for itself: what is attached or used yet is not deleted with it', async () => {
    const { id, inputIds, shown } = await openChannel(account)
    const groups = await account.client.send(new ListInputSecurityGroupsCommand())
    const groupId = idOf(groups.InputSecurityGroups?.[0])
    const everything = {
      ChannelIds: [id],
      InputIds: [...inputIds],
      InputSecurityGroupIds: [groupId],
    }
    const first = await account.client.send(new BatchDeleteCommand(everything))
    expect(first.Successful).toEqual([{ Arn: arn('channel', id), Id: id, State: 'DELETING' }])
    expect(first.Failed?.map(({ Id, Code }) => [Id, Code])).toEqual([
      [inputIds[0], 'ConflictException'],
      [inputIds[1], 'ConflictException'],
      [groupId, 'ConflictException'],
    ])
    account.settle()
    const second = await account.client.send(new BatchDeleteCommand(everything))
    expect(second.Successful?.map(({ Id, State }) => [Id, State])).toEqual([
      [id, 'DELETED'],
      [inputIds[0], 'DELETING'],
      [inputIds[1], 'DELETING'],
    ])
    account.settle()
    const third = await account.client.send(
      new BatchDeleteCommand({ InputSecurityGroupIds: [groupId] }),
    )
    const input = await account.client.send(new DescribeInputCommand({ InputId: inputIds[0] }))
    expect(third).toMatchObject({
      Successful: [{ Arn: arn('inputSecurityGroup', groupId), Id: groupId, State: 'DELETED' }],
      Failed: [],
    })
    expect([(await shown()).state, input.State]).toEqual(['DELETED', 'DELETED'])
  })

  it('says that a running channel has not been stopped yet', async () => {
    const { id, start } = await openChannel(account)
    await start()
    const { Failed } = await account.client.send(new BatchDeleteCommand({ ChannelIds: [id] }))
    expect(Failed?.[0]?.Message).toContain('has not been stopped yet')
  })
})
