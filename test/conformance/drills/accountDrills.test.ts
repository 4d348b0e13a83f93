import {
  CreateChannelCommand,
  DescribeChannelCommand,
  ListChannelsCommand,
  StartChannelCommand,
  UpdateChannelCommand,
} from '@aws-sdk/client-medialive'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { channelRequest, roleArn } from '../medialive/channelRequest'
import { idOf, openAccount, refusalOf, type RehearsalAccount } from '../medialive/rehearsalAccount'

let account: RehearsalAccount
beforeEach(async () => {
  account = await openAccount()
})
afterEach(() => account.close())

const arm = (...drill: Parameters<RehearsalAccount['simulator']['drills']['arm']>) =>
  account.simulator.drills.arm(...drill)

async function makeChannel() {
  const inputId = await account.makeInput()
  account.settle()
  return create(inputId)
}
const create = async (inputId: string) =>
  idOf((await account.client.send(new CreateChannelCommand(channelRequest(inputId)))).Channel)
const describeChannel = (id: string) =>
  account.client.send(new DescribeChannelCommand({ ChannelId: id }))
const stateOf = async (id: string) => (await describeChannel(id)).State
const listed = async () =>
  (await account.client.send(new ListChannelsCommand())).Channels?.map(({ State }) => State)

async function running() {
  const id = await makeChannel()
  account.settle()
  await account.client.send(new StartChannelCommand({ ChannelId: id }))
  account.settle()
  expect(await stateOf(id)).toBe('RUNNING')
  return id
}

/** Every state the channel shows from now on, looked at each second. */
async function statesOf(id: string, seconds: number) {
  const seen = [await stateOf(id)]
  for (let second = 0; second < seconds; second++) {
    account.simulator.clock.advance(1_000)
    const state = await stateOf(id)
    if (state !== seen.at(-1)) seen.push(state)
  }
  return seen
}

describe('a drill on the account', () => {
  it('quota: no more than the number it says, while it lasts', async () => {
    arm({ kind: 'quota', name: 'medialive.push-inputs', value: 1, forMs: 60_000 })
    await account.makeInput('one')
    expect((await refusalOf(account.makeInput('two'))).status).toBe(400)
    account.simulator.clock.advance(60_000)
    await account.makeInput('three')
  })

  it('fail-create: the next channel ends in CREATE_FAILED', async () => {
    arm({ kind: 'fail-create', times: 1 })
    const id = await makeChannel()
    expect(await statesOf(id, 60)).toEqual(['CREATING', 'CREATE_FAILED'])
  })

  it('fail-update: the next update ends in UPDATE_FAILED', async () => {
    const id = await makeChannel()
    account.settle()
    arm({ kind: 'fail-update', times: 1 })
    await account.client.send(
      new UpdateChannelCommand({ ChannelId: id, RoleArn: roleArn, Name: 'other' }),
    )
    expect(await statesOf(id, 60)).toEqual(['UPDATING', 'UPDATE_FAILED'])
  })

  it('slow-transitions: the same start takes as many times as long', async () => {
    const startedAfter = async (factor: number) => {
      const world = await openAccount({ seed: 3 })
      const inputId = await world.makeInput()
      world.settle()
      const made = await world.client.send(new CreateChannelCommand(channelRequest(inputId)))
      const ChannelId = idOf(made.Channel)
      world.settle()
      if (factor !== 1) world.simulator.drills.arm({ kind: 'slow-transitions', factor })
      await world.client.send(new StartChannelCommand({ ChannelId }))
      let ms = 0
      const state = async () =>
        (await world.client.send(new DescribeChannelCommand({ ChannelId }))).State
      for (; (await state()) === 'STARTING'; ms += 1_000) world.simulator.clock.advance(1_000)
      await world.close()
      return ms
    }
    const usual = await startedAfter(1)
    expect(Math.abs((await startedAfter(3)) - 3 * usual)).toBeLessThanOrEqual(3_000)
  })

  it('list-lag: lists show what was, details what is', async () => {
    const inputId = await account.makeInput()
    account.settle()
    arm({ kind: 'list-lag', scope: 'medialive', lagMs: 5_000 })
    account.simulator.clock.advance(1_000)
    const id = await create(inputId)
    expect([await listed(), await stateOf(id)]).toEqual([[], 'CREATING'])
    account.simulator.clock.advance(5_000)
    expect(await listed()).toHaveLength(1)
  })

  it('fail-pipeline: the only pipeline fails, and AWS brings it back', async () => {
    const id = await running()
    arm({ kind: 'fail-pipeline', channelId: '*', startInMs: 10_000 })
    expect(await statesOf(id, 120)).toEqual(['RUNNING', 'RECOVERING', 'RUNNING'])
    expect((await describeChannel(id)).PipelinesRunningCount).toBe(1)
  })

  it('maintenance: a channel of one pipeline is away for a while', async () => {
    const id = await running()
    arm({ kind: 'maintenance', channelId: id, startInMs: 10_000 })
    expect(await statesOf(id, 300)).toEqual(['RUNNING', 'RECOVERING', 'RUNNING'])
  })
})
