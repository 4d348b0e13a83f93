import {
  CreateScheduleCommand,
  CreateScheduleGroupCommand,
  DeleteScheduleGroupCommand,
  GetScheduleCommand,
  GetScheduleGroupCommand,
  ListScheduleGroupsCommand,
  ListSchedulesCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-scheduler'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  minute,
  openSchedulerAccount,
  refusalOf,
  stopRequest,
  type SchedulerAccount,
} from './schedulerAccount'

let account: SchedulerAccount
beforeEach(async () => {
  account = await openSchedulerAccount()
})
afterEach(() => account.close())

const createGroup = (Name = 'tallylight', more: object = {}) =>
  account.scheduler.send(new CreateScheduleGroupCommand({ Name, ...more }))
const createIn = (GroupName: string, Name = 'stop') =>
  account.scheduler.send(
    new CreateScheduleCommand({
      ...stopRequest('1234567', account.now() + minute),
      GroupName,
      Name,
    }),
  )

describe('schedule groups', () => {
  it('begin with the default one', async () => {
    const { ScheduleGroups } = await account.scheduler.send(new ListScheduleGroupsCommand({}))
    expect(ScheduleGroups).toMatchObject([{ Name: 'default', State: 'ACTIVE' }])
    const removed = account.scheduler.send(new DeleteScheduleGroupCommand({ Name: 'default' }))
    expect(await refusalOf(removed)).toMatchObject({ name: 'ValidationException' })
  })

  it('hold schedules, each name once a group', async () => {
    expect(await refusalOf(createIn('tallylight'))).toEqual({
      name: 'ResourceNotFoundException',
      message: 'Schedule group tallylight does not exist.',
      status: 404,
    })
    await createGroup()
    expect(await refusalOf(createGroup())).toMatchObject({ name: 'ConflictException' })
    await createIn('tallylight')
    await createIn('default')
    const inGroup = { Name: 'stop', GroupName: 'tallylight' }
    expect(await account.scheduler.send(new GetScheduleCommand(inGroup))).toMatchObject({
      Arn: 'arn:aws:scheduler:eu-west-1:111122223333:schedule/tallylight/stop',
    })
    const listed = await account.scheduler.send(
      new ListSchedulesCommand({ GroupName: 'tallylight' }),
    )
    expect(listed.Schedules).toHaveLength(1)
  })

  it('take their schedules with them', async () => {
    await createGroup()
    await createIn('tallylight')
    await account.scheduler.send(new DeleteScheduleGroupCommand({ Name: 'tallylight' }))
    const gone = account.scheduler.send(new GetScheduleGroupCommand({ Name: 'tallylight' }))
    expect(await refusalOf(gone)).toMatchObject({ status: 404 })
    expect(account.seen().schedules).toEqual([])
  })

  it('have tags, which schedules have not', async () => {
    const Tags = [{ Key: 'app', Value: 'tallylight' }]
    const { ScheduleGroupArn: ResourceArn } = await createGroup('tagged', { Tags })
    const tags = async () =>
      (await account.scheduler.send(new ListTagsForResourceCommand({ ResourceArn }))).Tags
    expect(await tags()).toEqual(Tags)
    const added = [{ Key: 'show', Value: 'sunday' }]
    await account.scheduler.send(new TagResourceCommand({ ResourceArn, Tags: added }))
    await account.scheduler.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['app'] }))
    expect(await tags()).toEqual(added)
    const { ScheduleArn } = await createIn('tagged')
    const asked = account.scheduler.send(
      new ListTagsForResourceCommand({ ResourceArn: ScheduleArn }),
    )
    expect(await refusalOf(asked)).toMatchObject({ name: 'ValidationException' })
  })

  it('may be made ten times a second, which the rates of schedules do not feel', async () => {
    const names = Array.from({ length: 11 }, (_, n) => `group-${n}`)
    for (const name of names.slice(0, 10)) await createGroup(name)
    expect(await refusalOf(createGroup('group-10'))).toMatchObject({
      name: 'ThrottlingException',
      status: 429,
    })
    await createIn('default')
    account.advance(100)
    await createGroup('group-10')
  })
})
