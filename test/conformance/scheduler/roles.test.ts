import { UpdateScheduleCommand } from '@aws-sdk/client-scheduler'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Role } from '../../../electron/simulator/kit/roles'
import {
  deadLetterQueue,
  minute,
  openSchedulerAccount,
  refusalOf,
  schedulerRole,
  stopRequest,
  stopTarget,
  type SchedulerAccount,
} from './schedulerAccount'

let account: SchedulerAccount
beforeEach(async () => {
  account = await openSchedulerAccount()
})
afterEach(() => account.close())

const cannotBeAssumed = {
  name: 'ValidationException',
  message:
    'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.',
  status: 400,
}
const roleNamed = (name: string) => `arn:aws:iam::111122223333:role/${name}`
const armUnder = (RoleArn: string, channelId = '1234567') =>
  account.armStop(channelId, minute, {
    Target: stopTarget(channelId, { RoleArn, DeadLetterConfig: { Arn: deadLetterQueue } }),
  })
const setRoles = async (roles: readonly Role[]) => {
  const answer = await fetch(`${account.simulator.endpoint}/_simulator/roles`, {
    method: 'POST',
    body: JSON.stringify(roles),
  })
  expect(answer.status).toBe(200)
}
const allowing = (actions: string[], resources = ['*']): Role => ({
  name: 'TallylightSchedulerRole',
  trusts: ['scheduler.amazonaws.com'],
  allows: [{ actions, resources }],
})
const errors = () =>
  account
    .seen()
    .deadLetters.map(({ messageAttributes }) => messageAttributes['ERROR_CODE']?.StringValue)

describe('an execution role', () => {
  it.each([
    ['is not there', roleNamed('Nobody')],
    ['trusts another service', roleNamed('MediaLiveAccessRole')],
    ['is of another account', schedulerRole.replace('111122223333', '444455556666')],
  ])('that %s is refused when the schedule is made', async (_, roleArn) => {
    expect(await refusalOf(armUnder(roleArn))).toEqual(cannotBeAssumed)
  })

  it('that is not there is refused when the schedule is changed', async () => {
    await armUnder(schedulerRole)
    const change = {
      ...stopRequest('1234567', account.now()),
      Target: stopTarget('1234567', { RoleArn: roleNamed('Nobody') }),
    }
    const changed = account.scheduler.send(new UpdateScheduleCommand(change))
    expect(await refusalOf(changed)).toEqual(cannotBeAssumed)
  })

  it('that does not allow the call lets it fail when it fires', async () => {
    await setRoles([allowing(['medialive:StartChannel', 'sqs:SendMessage'])])
    const channelId = await account.runningChannel()
    await armUnder(schedulerRole, channelId)
    account.advance(10 * minute)
    expect(await account.stateOf(channelId)).toBe('RUNNING')
    expect(errors()).toEqual(['AccessDeniedException'])
  })

  it('that allows it on one channel does not on another', async () => {
    const channelId = await account.runningChannel()
    const arn = `arn:aws:medialive:eu-west-1:111122223333:channel:${channelId}`
    await setRoles([allowing(['medialive:Stop*'], [`${arn}0`])])
    await armUnder(schedulerRole, channelId)
    account.advance(10 * minute)
    expect(await account.stateOf(channelId)).toBe('RUNNING')
    await setRoles([allowing(['medialive:Stop*'], [arn])])
    await account.armStop(channelId, 0, { Name: 'again' })
    account.advance(minute)
    expect(await account.stateOf(channelId)).toBe('STOPPING')
  })

  it('that was taken away since lets the call fail when it fires', async () => {
    await armUnder(schedulerRole)
    await setRoles([])
    account.advance(10 * minute)
    expect(account.seen()).toMatchObject({ deliveries: [], deadLetters: [] })
  })

  it('that may not send to the queue leaves no dead letter', async () => {
    await setRoles([allowing(['medialive:StopChannel'])])
    await armUnder(schedulerRole, '7654321')
    account.advance(10 * minute)
    expect(errors()).toEqual([])
  })
})

describe('the roles of the account', () => {
  it('are what the simulator was started with, again after a reset', async () => {
    const other = await openSchedulerAccount({ roles: [] })
    const refused = other.armStop('1', minute)
    expect(await refusalOf(refused)).toEqual(cannotBeAssumed)
    await other.close()
    await setRoles([])
    await fetch(`${account.simulator.endpoint}/_simulator/reset`, { method: 'POST' })
    await armUnder(schedulerRole)
  })
})
