import {
  CreateInputSecurityGroupCommand,
  DescribeChannelCommand,
  ListChannelsCommand,
  ListInputSecurityGroupsCommand,
  ListInputsCommand,
  StartChannelCommand,
} from '@aws-sdk/client-medialive'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openAccount, type RehearsalAccount } from './rehearsalAccount'
import { openChannel } from './twoInputs'

let account: RehearsalAccount
beforeEach(async () => {
  account = await openAccount()
})
afterEach(() => account.close())

const listedStates = async () => {
  const { Channels = [] } = await account.client.send(new ListChannelsCommand())
  return Channels.map(({ State }) => State)
}
const wait = (ms: number) => account.simulator.clock.advance(ms)

describe('lists while list-lag acts', () => {
  it('show the state of so long ago, and descriptions the present one', async () => {
    const { id } = await openChannel(account)
    account.simulator.drills.arm({ kind: 'list-lag', scope: 'medialive', lagMs: 5_000 })
    await account.client.send(new StartChannelCommand({ ChannelId: id }))
    const described = await account.client.send(new DescribeChannelCommand({ ChannelId: id }))
    expect([described.State, await listedStates()]).toEqual(['STARTING', ['IDLE']])
    wait(4_999)
    expect(await listedStates()).toEqual(['IDLE'])
    wait(1)
    expect(await listedStates()).toEqual(['STARTING'])
  })

  it('miss what was just made', async () => {
    await account.makeInput('first')
    account.simulator.drills.arm({ kind: 'list-lag', lagMs: 10_000 })
    await account.makeInput('second')
    await account.client.send(new CreateInputSecurityGroupCommand({}))
    const counts = async () => {
      const { Inputs } = await account.client.send(new ListInputsCommand())
      const groups = await account.client.send(new ListInputSecurityGroupsCommand())
      return [Inputs?.length, groups.InputSecurityGroups?.length]
    }
    expect(await counts()).toEqual([1, 1])
    wait(10_000)
    expect(await counts()).toEqual([2, 2])
  })

  it('are of the present again when the drill is over, and never lag for another service', async () => {
    const { id } = await openChannel(account)
    account.simulator.drills.arm({ kind: 'list-lag', scope: 'ivs', lagMs: 60_000 })
    const lagging = account.simulator.drills.arm({
      kind: 'list-lag',
      scope: 'medialive',
      lagMs: 60_000,
    })
    await account.client.send(new StartChannelCommand({ ChannelId: id }))
    expect(await listedStates()).toEqual(['IDLE'])
    account.simulator.drills.clear(lagging.id)
    expect(await listedStates()).toEqual(['STARTING'])
  })
})
