import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  paginateListSchedules,
  UpdateScheduleCommand,
  type CreateScheduleCommandInput,
} from '@aws-sdk/client-scheduler'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  at,
  minute,
  openSchedulerAccount,
  refusalOf,
  schedulerClient,
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

const create = (changes: Partial<CreateScheduleCommandInput> = {}) =>
  account.scheduler.send(
    new CreateScheduleCommand({ ...stopRequest('1234567', account.now() + minute), ...changes }),
  )
const get = (Name = 'tallylight-stop') => account.scheduler.send(new GetScheduleCommand({ Name }))
const firingOf = (name = 'tallylight-stop') =>
  account.seen().schedules.find((schedule) => schedule.name === name)?.firing?.at

describe('a schedule', () => {
  it('is shown as it was made, with AWS’s defaults filled in', async () => {
    const { ScheduleArn } = await create({
      Description: 'the show ends',
      StartDate: new Date(1e12),
    })
    const expected = 'arn:aws:scheduler:eu-west-1:111122223333:schedule/default/tallylight-stop'
    expect(ScheduleArn).toBe(expected)
    const { $metadata: _, ...shown } = await get()
    expect(shown).toEqual({
      Arn: expected,
      GroupName: 'default',
      Name: 'tallylight-stop',
      Description: 'the show ends',
      StartDate: new Date(1e12),
      ScheduleExpression: 'at(2026-01-01T00:01:00)',
      ScheduleExpressionTimezone: 'UTC',
      FlexibleTimeWindow: { Mode: 'OFF' },
      State: 'ENABLED',
      ActionAfterCompletion: 'NONE',
      CreationDate: new Date(account.now()),
      LastModificationDate: new Date(account.now()),
      Target: {
        ...stopTarget('1234567'),
        RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
      },
    })
  })

  it('keeps its name: a second one is refused with ConflictException', async () => {
    await create()
    expect(await refusalOf(create())).toEqual({
      name: 'ConflictException',
      message: 'Schedule tallylight-stop already exists.',
      status: 409,
    })
  })

  it('is answered again to the same request under the same token, and to no other', async () => {
    const first = await create({ ClientToken: 'one' })
    expect((await create({ ClientToken: 'one' })).ScheduleArn).toBe(first.ScheduleArn)
    const other = create({ ClientToken: 'one', Description: 'another' })
    expect(await refusalOf(other)).toMatchObject({ name: 'ConflictException' })
    expect(await refusalOf(create({ ClientToken: 'two' }))).toMatchObject({ status: 409 })
  })

  it('is replaced whole by an update: what is left out has its default again', async () => {
    await create({ Description: 'old', State: 'DISABLED', ActionAfterCompletion: 'DELETE' })
    account.advance(1000)
    await account.scheduler.send(
      new UpdateScheduleCommand(stopRequest('1234567', account.now() + 5 * minute)),
    )
    const shown = await get()
    expect(shown).toMatchObject({ State: 'ENABLED', ActionAfterCompletion: 'NONE' })
    expect(shown.Description).toBeUndefined()
    expect(shown.LastModificationDate?.getTime()).toBe(account.now())
    expect(shown.CreationDate?.getTime()).toBe(account.now() - 1000)
  })

  it.each([
    ['shown', () => get('nobody')],
    ['updated', () => account.scheduler.send(new UpdateScheduleCommand(unknownRequest()))],
    ['deleted', () => account.scheduler.send(new DeleteScheduleCommand({ Name: 'nobody' }))],
  ])('that is not there cannot be %s', async (_, call) => {
    expect(await refusalOf(call())).toEqual({
      name: 'ResourceNotFoundException',
      message: 'Schedule nobody does not exist.',
      status: 404,
    })
  })
  const unknownRequest = () => ({ ...stopRequest('1', account.now()), Name: 'nobody' })

  it('is gone once deleted', async () => {
    await create()
    await account.scheduler.send(new DeleteScheduleCommand({ Name: 'tallylight-stop' }))
    expect(await refusalOf(get())).toMatchObject({ status: 404 })
    await create()
  })

  it('is known in its own Region only', async () => {
    await create()
    const elsewhere = schedulerClient(account.simulator.endpoint, 'us-east-1')
    const asked = elsewhere.send(new GetScheduleCommand({ Name: 'tallylight-stop' }))
    expect(await refusalOf(asked)).toMatchObject({ status: 404 })
    elsewhere.destroy()
  })
})

describe('a list', () => {
  it('holds what was asked for, page by page', async () => {
    for (const Name of ['b-2', 'a-1', 'b-1']) await create({ Name })
    await create({ Name: 'b-3', State: 'DISABLED' })
    const pages: (readonly (string | undefined)[])[] = []
    const asked = { client: account.scheduler, pageSize: 2 }
    for await (const { Schedules } of paginateListSchedules(asked, { NamePrefix: 'b-' })) {
      pages.push((Schedules ?? []).map(({ Name }) => Name))
    }
    expect(pages).toEqual([['b-1', 'b-2'], ['b-3']])
    const disabled = await account.scheduler.send(new ListSchedulesCommand({ State: 'DISABLED' }))
    expect(disabled.Schedules).toMatchObject([
      { Name: 'b-3', GroupName: 'default', Target: { Arn: stopTarget('').Arn } },
    ])
  })

  it('of a group that is not there, or from a token that is none, is refused', async () => {
    const list = (input: object) => account.scheduler.send(new ListSchedulesCommand(input))
    expect(await refusalOf(list({ GroupName: 'nobody' }))).toMatchObject({ status: 404 })
    expect(await refusalOf(list({ NextToken: 'x' }))).toMatchObject({ name: 'ValidationException' })
    expect(await refusalOf(list({ MaxResults: 101 }))).toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining("at 'maxResults'"),
    })
  })
})

describe('a request is refused with ValidationException', () => {
  const target = (changes: object) => ({ Target: stopTarget('1234567', changes) })
  const missing =
    'Invalid RequestJson provided. Reason Request payload is missing the following field(s): ChannelId.'

  it.each([
    [
      'a fraction of a second',
      { ScheduleExpression: 'at(2026-02-01T10:00:00.000)' },
      /^Invalid Schedule Expression at/,
    ],
    [
      'a zone in the time',
      { ScheduleExpression: 'at(2026-02-01T10:00:00Z)' },
      /^Invalid Schedule Expression/,
    ],
    [
      'a day that is none',
      { ScheduleExpression: 'at(2026-02-30T10:00:00)' },
      /^Invalid Schedule Expression/,
    ],
    ['half a cron', { ScheduleExpression: 'cron(0 10)' }, /^Invalid Schedule Expression/],
    [
      'a rate of nothing',
      { ScheduleExpression: 'rate(0 minutes)' },
      /^Invalid Schedule Expression/,
    ],
    ['an unknown zone', { ScheduleExpressionTimezone: 'Europe/Atlantis' }, /Europe\/Atlantis/],
    ['an offset for a zone', { ScheduleExpressionTimezone: '+01:00' }, /\+01:00/],
    [
      'a flexible window without a length',
      { FlexibleTimeWindow: { Mode: 'FLEXIBLE' } },
      /MaximumWindowInMinutes/,
    ],
    [
      'a window of more than a day',
      { FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 1441 } },
      /'flexibleTimeWindow.maximumWindowInMinutes' .*less than or equal to 1440/,
    ],
    [
      'a name with a slash',
      { Name: 'a/b' },
      /at '.*' failed to satisfy constraint: Member must satisfy regular expression pattern/,
    ],
    [
      'an age under a minute',
      target({ RetryPolicy: { MaximumEventAgeInSeconds: 59 } }),
      /greater than or equal to 60/,
    ],
    [
      '186 retries',
      target({ RetryPolicy: { MaximumRetryAttempts: 186 } }),
      /less than or equal to 185/,
    ],
    [
      'a dead-letter queue that is none',
      target({ DeadLetterConfig: { Arn: 'arn:aws:sns:eu-west-1:111122223333:x' } }),
      /'target.deadLetterConfig.arn'/,
    ],
    ['no ARN', target({ Arn: 'stopChannel' }), /^Provided Arn is not in correct format/],
    [
      'a target that only reads',
      target({ Arn: 'arn:aws:scheduler:::aws-sdk:medialive:describeChannel' }),
      /describeChannel/,
    ],
    [
      'an action that the service does not have',
      target({ Arn: 'arn:aws:scheduler:::aws-sdk:medialive:flyChannel' }),
      /flyChannel/,
    ],
    [
      'a service that AWS does not have',
      target({ Arn: 'arn:aws:scheduler:::aws-sdk:nosuchservice:fly' }),
      /nosuchservice/,
    ],
    [
      'an action that begins with a capital',
      target({ Arn: 'arn:aws:scheduler:::aws-sdk:medialive:StopChannel' }),
      /^Provided Arn is not in correct format/,
    ],
    ['a parameter in lower camel case', target({ Input: '{"channelId":"1"}' }), missing],
    ['no input', target({ Input: undefined }), missing],
    ['input that is no JSON', target({ Input: '{ChannelId}' }), /^Invalid RequestJson provided/],
    [
      'a parameter the call does not have',
      target({ Input: '{"ChannelId":"1","Force":true}' }),
      /^Invalid RequestJson provided/,
    ],
  ])('for %s', async (_, changes, message) => {
    const refusal = await refusalOf(create(changes as Partial<CreateScheduleCommandInput>))
    expect(refusal).toMatchObject({ name: 'ValidationException', status: 400 })
    expect(refusal.message).toMatch(message)
    expect(account.seen().schedules).toEqual([])
  })

  it('naming every member that is wrong', async () => {
    const wrong = { State: 'PAUSED', ActionAfterCompletion: 'FORGET' } as object
    expect((await refusalOf(create(wrong))).message).toMatch(
      /^2 validation errors detected: Value "PAUSED" at 'state' .*enum value set: \[ENABLED, DISABLED\]; Value "FORGET" at 'actionAfterCompletion'/,
    )
  })
})

describe('what AWS has and the simulator has not is refused with 501', () => {
  it.each([
    ['a rate', { ScheduleExpression: 'rate(5 minutes)' }],
    ['a cron', { ScheduleExpression: 'cron(0 10 * * ? *)' }],
    [
      'a templated target',
      {
        Target: { Arn: 'arn:aws:lambda:eu-west-1:111122223333:function:x', RoleArn: schedulerRole },
      },
    ],
    [
      'a target of another service',
      { Target: { Arn: 'arn:aws:scheduler:::aws-sdk:sqs:sendMessage', RoleArn: schedulerRole } },
    ],
    ['a KMS key', { KmsKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1' }],
  ])('%s', async (_, changes) => {
    const refusal = await refusalOf(create(changes))
    expect(refusal).toMatchObject({ name: 'NotImplemented', status: 501 })
    expect(refusal.message).toContain('is not simulated')
  })
})

describe('a path that Scheduler does not have', () => {
  it.each([
    ['PATCH', '/schedules/x'],
    ['GET', '/nope'],
  ])('%s %s is refused as unknown', async (method, path) => {
    const answer = await fetch(account.simulator.endpoint + path, {
      method,
      headers: {
        authorization:
          'AWS4-HMAC-SHA256 Credential=AKID/20260101/eu-west-1/scheduler/aws4_request, SignedHeaders=host, Signature=0',
      },
    })
    const said = [answer.status, answer.headers.get('x-amzn-errortype')]
    expect(said).toEqual([404, 'UnknownOperationException'])
  })
})

describe('quotas and rates', () => {
  it('refuse one schedule too many with 402', async () => {
    account.simulator.drills.arm({ kind: 'quota', name: 'scheduler.schedules', value: 1 })
    await create()
    expect(await refusalOf(create({ Name: 'second' }))).toMatchObject({
      name: 'ServiceQuotaExceededException',
      status: 402,
    })
  })

  it('throttle with 429', async () => {
    account.simulator.drills.arm({ kind: 'throttle', operation: 'CreateSchedule', times: 1 })
    expect(await refusalOf(create())).toMatchObject({ name: 'ThrottlingException', status: 429 })
  })
})

describe('the moment of a schedule', () => {
  const expectWithin = async (changes: Partial<CreateScheduleCommandInput>, expected: string) => {
    await create(changes)
    const late = (firingOf() ?? NaN) - Date.parse(expected)
    expect(late).toBeGreaterThanOrEqual(0)
    expect(late).toBeLessThan(minute)
  }

  it.each([
    ['2026-06-01T20:00:00', 'Europe/Berlin', '2026-06-01T18:00:00Z'],
    ['2026-12-01T20:00:00', 'Europe/Berlin', '2026-12-01T19:00:00Z'],
    ['2026-06-01T20:00:00', 'Asia/Kolkata', '2026-06-01T14:30:00Z'],
    ['2026-03-29T01:59:59', 'Europe/Berlin', '2026-03-29T00:59:59Z'],
    ['2026-03-29T03:00:00', 'Europe/Berlin', '2026-03-29T01:00:00Z'],
    ['2026-11-01T00:30:00', 'America/New_York', '2026-11-01T04:30:00Z'],
    ['2027-01-01T08:00:00', 'Pacific/Kiritimati', '2026-12-31T18:00:00Z'],
  ])('%s in %s is %s', async (local, zone, expected) => {
    const changes = { ScheduleExpression: `at(${local})`, ScheduleExpressionTimezone: zone }
    await expectWithin(changes, expected)
  })

  it('that comes twice in autumn is the first', async () => {
    const zone = { ScheduleExpressionTimezone: 'Europe/Berlin' }
    await expectWithin(
      { ...zone, ScheduleExpression: 'at(2026-10-25T02:30:00)' },
      '2026-10-25T00:30:00Z',
    )
  })

  it('that the clocks skip in spring never comes', async () => {
    await create({
      ScheduleExpression: 'at(2026-03-29T02:30:00)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
    })
    expect(firingOf()).toBeUndefined()
  })

  it('that has passed is within the next minute', async () => {
    await create({ ScheduleExpression: at(account.now() - 60 * minute) })
    const late = (firingOf() ?? NaN) - account.now()
    expect(late).toBeGreaterThanOrEqual(0)
    expect(late).toBeLessThan(minute)
  })
})

describe('under other answers to open questions', () => {
  it('a repeated CreateSchedule is a conflict, a moment that has passed is refused', async () => {
    const strict = await openSchedulerAccount({
      assume: { 'create-schedule-repeated': 'conflict', 'schedule-in-the-past': 'refused' },
    })
    const request = { ...stopRequest('1', strict.now() + minute), ClientToken: 'one' }
    const send = (changes: object = {}) =>
      strict.scheduler.send(new CreateScheduleCommand({ ...request, ...changes }))
    await send()
    expect(await refusalOf(send())).toMatchObject({ name: 'ConflictException' })
    const past = send({ Name: 'late', ScheduleExpression: at(strict.now() - minute) })
    expect(await refusalOf(past)).toMatchObject({ name: 'ValidationException' })
    await strict.close()
  })
})
