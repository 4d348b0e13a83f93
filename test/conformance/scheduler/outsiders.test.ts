import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { aws, awscli, isInstalled, python, runPython } from '../medialive/outsideClients'
import {
  minute,
  openSchedulerAccount,
  schedulerRole,
  stopRequest,
  type SchedulerAccount,
} from './schedulerAccount'

let account: SchedulerAccount
beforeEach(async () => {
  account = await openSchedulerAccount()
})
afterEach(() => account.close())

describe.skipIf(!isInstalled(python, 'python3 with boto3'))('boto3', () => {
  it('lives through a schedule and is refused in AWS’s words', async () => {
    const script = join(import.meta.dirname, 'boto3Schedule.py')
    const { endpoint } = account.simulator
    const request = stopRequest('1234567', account.now() + minute)
    expect(await runPython(script, { endpoint, request })).toMatchObject({
      arn: 'arn:aws:scheduler:eu-west-1:111122223333:schedule/default/tallylight-stop',
      conflict: { code: 'ConflictException', type: 'ConflictException', status: 409 },
      state: 'ENABLED',
      created: account.now() / 1000,
      retries: 185,
      listed: ['tallylight-stop'],
      wrong: { code: 'ValidationException', text: 'Invalid Schedule Expression at(tomorrow).' },
      unknown: { code: 'ResourceNotFoundException', status: 404 },
    })
  })
})

describe.skipIf(!isInstalled(awscli, 'awscli'))('awscli', () => {
  it('arms a stop that fires', async () => {
    const channelId = await account.runningChannel()
    const scheduler = (...args: readonly string[]) =>
      aws(account.simulator.endpoint, 'scheduler', ...args)
    const { stderr, output } = await scheduler(
      'create-schedule',
      '--name=by-hand',
      `--schedule-expression=at(${new Date(account.now() + minute).toISOString().slice(0, 19)})`,
      '--flexible-time-window=Mode=OFF',
      '--target',
      JSON.stringify({
        Arn: 'arn:aws:scheduler:::aws-sdk:medialive:stopChannel',
        RoleArn: schedulerRole,
        Input: JSON.stringify({ ChannelId: channelId }),
      }),
    )
    expect(stderr).toBe('')
    expect(output).toMatchObject({
      ScheduleArn: expect.stringContaining('schedule/default/by-hand'),
    })
    account.advance(2 * minute)
    expect(await account.stateOf(channelId)).toBe('STOPPING')
    const { stderr: refusal } = await scheduler('get-schedule', '--name=nobody')
    expect(refusal).toContain('(ResourceNotFoundException) when calling the GetSchedule operation')
    expect(refusal).toContain('Schedule nobody does not exist.')
  })
})
