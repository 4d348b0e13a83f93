import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler'
import { StopChannelCommand } from '@aws-sdk/client-medialive'
import {
  CreateChannelCommand as CreateIvsChannelCommand,
  GetStreamKeyCommand,
  IvsClient,
} from '@aws-sdk/client-ivs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
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

const hour = 60 * minute
const day = 24 * hour

let account: SchedulerAccount
beforeEach(async () => {
  account = await openSchedulerAccount()
})
afterEach(() => account.close())

const invocations = () =>
  account.simulator.bill().lines.find(({ service }) => service === 'EventBridge Scheduler')
    ?.quantity ?? 0
const get = () => account.scheduler.send(new GetScheduleCommand({ Name: 'tallylight-stop' }))
/** As after a dead letter: its attributes as plain texts. */
const letters = () =>
  account.seen().deadLetters.map(({ messageAttributes, ...rest }) => ({
    ...rest,
    attributes: Object.fromEntries(
      Object.entries(messageAttributes).map(([name, { StringValue }]) => [name, StringValue]),
    ),
  }))
const withPolicy = (channelId: string, RetryPolicy: object, more: object = {}) => ({
  Target: stopTarget(channelId, {
    RetryPolicy,
    DeadLetterConfig: { Arn: deadLetterQueue },
    ...more,
  }),
})

describe('an input that makes no call', () => {
  it('is given up when the moment comes, and nothing else is held up by it', async () => {
    const channelId = await account.runningChannel()
    const Input = '{"ChannelId":"\\ud800"}'
    const target = stopTarget('', { Input, DeadLetterConfig: { Arn: deadLetterQueue } })
    await account.armStop('', hour, { Name: 'broken', Target: target })
    await account.armStop(channelId, hour)
    account.advance(2 * hour)
    expect(await account.stateOf(channelId)).toBe('IDLE')
    expect(letters()).toMatchObject([
      { body: Input, attributes: { ERROR_CODE: 'ValidationException', RETRY_ATTEMPTS: '0' } },
    ])
  })
})

describe('an armed stop', () => {
  it('stops the channel within the minute, and the bill ends there', async () => {
    const channelId = await account.runningChannel()
    await account.armStop(channelId, 2 * hour)
    const due = account.now() + 2 * hour
    account.advance(2 * hour - 1)
    expect(await account.stateOf(channelId)).toBe('RUNNING')
    account.advance(minute)
    expect(await account.stateOf(channelId)).toBe('STOPPING')
    account.settle()
    expect(await account.stateOf(channelId)).toBe('IDLE')
    account.advance(day)
    const run = account.simulator.bill().lines.find(({ unit }) => unit === 'minutes')
    expect(run?.to).toBeGreaterThanOrEqual(due)
    expect(run?.to).toBeLessThan(due + minute)
    expect(invocations()).toBe(1)
  })

  it('that was deleted never fires', async () => {
    const channelId = await account.runningChannel()
    await account.armStop(channelId, hour)
    await account.scheduler.send(new DeleteScheduleCommand({ Name: 'tallylight-stop' }))
    account.advance(day)
    expect(await account.stateOf(channelId)).toBe('RUNNING')
    expect(invocations()).toBe(0)
  })

  it('that was moved fires at the new time only', async () => {
    const channelId = await account.runningChannel()
    await account.armStop(channelId, hour)
    const later = stopRequest(channelId, account.now() + 3 * hour)
    await account.scheduler.send(new UpdateScheduleCommand(later))
    account.advance(2 * hour)
    expect(await account.stateOf(channelId)).toBe('RUNNING')
    account.advance(hour + minute)
    expect(await account.stateOf(channelId)).toBe('STOPPING')
    expect(invocations()).toBe(1)
  })

  it('that is disabled never fires, and does once it is enabled', async () => {
    const channelId = await account.runningChannel()
    await account.armStop(channelId, hour, { State: 'DISABLED' })
    account.advance(2 * hour)
    expect(await account.stateOf(channelId)).toBe('RUNNING')
    await account.scheduler.send(
      new UpdateScheduleCommand(stopRequest(channelId, account.now() + minute)),
    )
    account.advance(2 * minute)
    expect(await account.stateOf(channelId)).toBe('STOPPING')
  })

  it('stays after it has fired, unless it is to be deleted', async () => {
    const channelId = await account.runningChannel()
    await account.armStop(channelId, minute)
    account.advance(hour)
    expect(await get()).toMatchObject({ State: 'ENABLED' })
    account.advance(day)
    expect(invocations()).toBe(1)
    await account.armStop(channelId, minute, { Name: 'again', ActionAfterCompletion: 'DELETE' })
    account.advance(hour)
    const gone = account.scheduler.send(new GetScheduleCommand({ Name: 'again' }))
    expect(await refusalOf(gone)).toMatchObject({ status: 404 })
  })

  it('fires somewhere inside its flexible window, the same for the same seed', async () => {
    const firings = async (seed: number) => {
      const other = await openSchedulerAccount({ seed })
      const window = { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 60 } as const
      for (let n = 0; n < 20; n++) {
        await other.armStop('1', hour, { Name: `n-${n}`, FlexibleTimeWindow: window })
      }
      const late = other.seen().schedules.map(({ firing }) => (firing?.at ?? NaN) - other.now())
      await other.close()
      return late.map((ms) => ms - hour)
    }
    const late = await firings(7)
    expect(Math.min(...late)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...late)).toBeLessThan(61 * minute)
    expect(Math.max(...late) - Math.min(...late)).toBeGreaterThan(20 * minute)
    expect(await firings(7)).toEqual(late)
    expect(await firings(8)).not.toEqual(late)
  })

  it('fires in its own Region', async () => {
    const channelId = await account.runningChannel()
    await account.armStop(channelId, minute)
    account.advance(2 * minute)
    const { events } = (await (
      await fetch(`${account.simulator.endpoint}/_simulator/events`)
    ).json()) as { events: Record<string, unknown>[] }
    expect(events.filter(({ kind, inner }) => kind === 'call' && inner)).toMatchObject([
      { scope: 'medialive', operation: 'StopChannel', region: 'eu-west-1', status: 200 },
    ])
  })
})

describe('a call that fails', () => {
  it('is tried again while it is throttled, and then succeeds', async () => {
    const channelId = await account.runningChannel()
    await account.armStop(channelId, minute)
    account.simulator.drills.arm({ kind: 'throttle', operation: 'StopChannel', times: 3 })
    account.advance(2 * minute)
    expect(invocations()).toBe(4)
    expect(await account.stateOf(channelId)).toBe('STOPPING')
    expect(account.seen().deliveries).toEqual([])
  })

  it('waits longer from try to try', async () => {
    const channelId = await account.runningChannel()
    await account.armStop(channelId, minute)
    account.simulator.drills.arm({ kind: 'throttle', operation: 'StopChannel' })
    account.advance(2 * minute)
    const waits: number[] = []
    for (let tried = invocations(); tried < 12; tried = invocations()) {
      const [next] = account.seen().deliveries
      const wait = (next?.nextAt ?? NaN) - account.now()
      waits.push(wait)
      account.advance(wait)
    }
    expect(waits.length).toBeGreaterThan(3)
    expect(waits.at(-1)).toBeGreaterThan(180_000)
    expect(Math.max(...waits)).toBeLessThanOrEqual(600_000)
  })

  it('is given up after as many retries as were asked for, with a dead letter', async () => {
    const channelId = await account.runningChannel()
    const arn = await account.armStop(
      channelId,
      minute,
      withPolicy(channelId, { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 3600 }),
    )
    account.simulator.drills.arm({ kind: 'throttle', operation: 'StopChannel' })
    account.advance(hour)
    expect(invocations()).toBe(3)
    expect(letters()).toMatchObject([
      {
        queueArn: deadLetterQueue,
        body: JSON.stringify({ ChannelId: channelId }),
        attributes: {
          ERROR_CODE: 'TooManyRequestsException',
          EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
          EXECUTION_ID: expect.stringMatching(/^[0-9a-f]{16}$/),
          IS_PAYLOAD_TRUNCATED: 'false',
          RETRY_ATTEMPTS: '2',
          SCHEDULED_TIME: expect.stringMatching(/^2026-01-01T\d\d:\d\d:\d\dZ$/),
          SCHEDULE_ARN: arn,
          TARGET_ARN: 'arn:aws:scheduler:::aws-sdk:medialive:stopChannel',
        },
      },
    ])
    expect(await account.stateOf(channelId)).toBe('RUNNING')
  })

  it('is given up when the event is too old', async () => {
    const channelId = await account.runningChannel()
    await account.armStop(channelId, 0, withPolicy(channelId, { MaximumEventAgeInSeconds: 60 }))
    account.simulator.drills.arm({ kind: 'throttle', operation: 'StopChannel' })
    const [armed] = account.seen().schedules
    account.advance(hour)
    const [letter] = letters()
    expect(letter?.attributes['EXHAUSTED_RETRY_CONDITION']).toBe('MaximumEventAgeInSeconds')
    expect(letter?.at).toBe((armed?.firing?.at ?? NaN) + minute)
    account.simulator.drills.clear()
    account.advance(day)
    expect(await account.stateOf(channelId)).toBe('RUNNING')
  })

  it('is not tried again when the target refuses it', async () => {
    const channelId = await account.runningChannel()
    await account.client.send(new StopChannelCommand({ ChannelId: channelId }))
    account.settle()
    await account.armStop(channelId, minute, withPolicy(channelId, {}))
    account.advance(hour)
    expect(invocations()).toBe(1)
    expect(letters()).toMatchObject([
      { attributes: { ERROR_CODE: 'ConflictException', RETRY_ATTEMPTS: '0' } },
    ])
    expect(letters()[0]?.attributes).not.toHaveProperty('EXHAUSTED_RETRY_CONDITION')
  })

  it('on a channel that is unknown ends in a dead letter too', async () => {
    await account.armStop('7654321', minute, withPolicy('7654321', {}))
    account.advance(hour)
    expect(letters()).toMatchObject([{ attributes: { ERROR_CODE: 'NotFoundException' } }])
  })

  it('without a dead-letter queue is dropped', async () => {
    await account.armStop('7654321', minute)
    account.advance(day)
    expect(account.seen()).toMatchObject({ deliveries: [], deadLetters: [] })
    expect(invocations()).toBe(1)
  })

  it('is not tried again once its schedule is deleted', async () => {
    const channelId = await account.runningChannel()
    await account.armStop(channelId, 0)
    account.simulator.drills.arm({ kind: 'throttle', operation: 'StopChannel' })
    account.advance(2 * minute)
    await account.scheduler.send(new DeleteScheduleCommand({ Name: 'tallylight-stop' }))
    account.simulator.drills.clear()
    account.advance(day)
    expect(await account.stateOf(channelId)).toBe('RUNNING')
  })

  it('on an idle channel is harmless where AWS takes it so', async () => {
    const lenient = await openSchedulerAccount({ assume: { 'stop-when-idle': 'accepted' } })
    const channelId = await lenient.runningChannel()
    await lenient.client.send(new StopChannelCommand({ ChannelId: channelId }))
    lenient.settle()
    await lenient.armStop(channelId, minute, withPolicy(channelId, {}))
    lenient.advance(hour)
    expect(await lenient.stateOf(channelId)).toBe('IDLE')
    expect(lenient.seen().deadLetters).toEqual([])
    await lenient.close()
  })

  it('by a refusal is tried again where AWS does so', async () => {
    const other = await openSchedulerAccount({
      assume: { 'scheduler-retries-client-faults': 'retried' },
    })
    await other.armStop('7654321', 0, withPolicy('7654321', { MaximumRetryAttempts: 4 }))
    other.advance(hour)
    const [letter] = other.seen().deadLetters
    expect(letter?.messageAttributes['RETRY_ATTEMPTS']?.StringValue).toBe('4')
    await other.close()
  })
})

describe('other targets', () => {
  it('delete a stream key of IVS, the attributes of the schedule filled in', async () => {
    const ivs = new IvsClient({
      endpoint: account.simulator.endpoint,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'AKIDREHEARSAL', secretAccessKey: 'rehearsal' },
    })
    const { streamKey } = await ivs.send(new CreateIvsChannelCommand({ name: 'spare' }))
    await account.armStop('1', 0, {
      Target: {
        Arn: 'arn:aws:scheduler:::aws-sdk:ivs:deleteStreamKey',
        RoleArn: schedulerRole,
        Input: JSON.stringify({ Arn: streamKey?.arn }),
      },
    })
    account.advance(minute)
    const asked = ivs.send(new GetStreamKeyCommand({ arn: streamKey?.arn }))
    expect(await refusalOf(asked)).toMatchObject({ name: 'ResourceNotFoundException' })
    await account.scheduler.send(
      new CreateScheduleCommand({
        ...stopRequest('<aws.scheduler.execution-id>', account.now()),
        Name: 'filled-in',
        Target: stopTarget('<aws.scheduler.execution-id>', {
          DeadLetterConfig: { Arn: deadLetterQueue },
        }),
      }),
    )
    account.advance(minute)
    expect(letters()[0]?.body).toMatch(/^\{"ChannelId":"[0-9a-f]{16}"\}$/)
    ivs.destroy()
  })
})

describe('targets of MediaLive', () => {
  const arm = (action: string, input: object, Name = action) =>
    account.scheduler.send(
      new CreateScheduleCommand({
        ...stopRequest('1', account.now()),
        Name,
        Target: {
          Arn: `arn:aws:scheduler:::aws-sdk:medialive:${action}`,
          RoleArn: schedulerRole,
          Input: JSON.stringify(input),
        },
      }),
    )

  it('start and delete a channel where the role allows it', async () => {
    const everything = { actions: ['medialive:*'], resources: ['*'] }
    const roles = [
      {
        name: 'TallylightSchedulerRole',
        trusts: ['scheduler.amazonaws.com'],
        allows: [everything],
      },
    ]
    await fetch(`${account.simulator.endpoint}/_simulator/roles`, {
      method: 'POST',
      body: JSON.stringify(roles),
    })
    const ChannelId = await account.runningChannel()
    await account.client.send(new StopChannelCommand({ ChannelId }))
    account.settle()
    await arm('startChannel', { ChannelId })
    account.advance(minute)
    expect(await account.stateOf(ChannelId)).toBe('STARTING')
    account.settle()
    await account.client.send(new StopChannelCommand({ ChannelId }))
    account.settle()
    await arm('deleteChannel', { ChannelId })
    account.settle()
    expect(await account.stateOf(ChannelId)).toBe('DELETED')
  })

  it('stop several channels, and succeed though one of them cannot be stopped', async () => {
    const channelId = await account.runningChannel()
    await arm('batchStop', { ChannelIds: ['7654321', channelId] })
    account.advance(minute)
    expect(await account.stateOf(channelId)).toBe('STOPPING')
    expect(account.seen().deliveries).toEqual([])
    expect(invocations()).toBe(1)
  })
})

describe('over a restart', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'scheduler-state-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('a schedule, its firing and its dead letters are still there', async () => {
    const first = await openSchedulerAccount({ stateDir: folder })
    const channelId = await first.runningChannel()
    await first.armStop('7654321', 0, { ...withPolicy('7654321', {}), Name: 'lost' })
    first.advance(minute)
    await first.armStop(channelId, hour)
    const before = first.seen()
    await first.close()
    const second = await openSchedulerAccount({ stateDir: folder })
    expect(second.seen()).toEqual(before)
    expect(second.seen().deadLetters).toHaveLength(1)
    second.advance(hour + minute)
    expect(await second.stateOf(channelId)).toBe('STOPPING')
    await second.close()
  })

  it('a retry goes on where it was', async () => {
    const first = await openSchedulerAccount({ stateDir: folder })
    const channelId = await first.runningChannel()
    await first.armStop(channelId, 0)
    first.simulator.drills.arm({ kind: 'throttle', operation: 'StopChannel' })
    first.advance(2 * minute)
    expect(first.seen().deliveries).toHaveLength(1)
    await first.close()
    const second = await openSchedulerAccount({ stateDir: folder })
    second.simulator.drills.clear()
    second.advance(hour)
    expect(await second.stateOf(channelId)).toBe('IDLE')
    await second.close()
  })

  it('what came due while it was down fired at its own time', async () => {
    const first = await openSchedulerAccount({ stateDir: folder, clock: 'real' })
    const channelId = await first.runningChannel()
    await first.armStop(channelId, minute)
    const due = first.now() + minute
    first.advance(0)
    await first.close()
    const second = await openSchedulerAccount({ stateDir: folder, clock: 'real' })
    second.advance(3 * hour)
    const run = second.simulator.bill().lines.find(({ unit }) => unit === 'minutes')
    expect((run?.to ?? NaN) - due).toBeLessThan(minute + 1000)
    expect(await second.stateOf(channelId)).toBe('IDLE')
    await second.close()
  })

  it('a reset leaves nothing that could fire', async () => {
    const channelId = await account.runningChannel()
    await account.armStop('7654321', 0, { ...withPolicy('7654321', {}), Name: 'lost' })
    await account.armStop(channelId, 0, { Name: 'retried' })
    account.simulator.drills.arm({ kind: 'throttle', operation: 'StopChannel', forMs: hour })
    account.advance(2 * minute)
    await account.armStop(channelId, minute)
    await fetch(`${account.simulator.endpoint}/_simulator/reset`, { method: 'POST' })
    account.advance(hour)
    expect(account.seen()).toMatchObject({ schedules: [], deliveries: [], deadLetters: [] })
    expect(invocations()).toBe(0)
  })
})
