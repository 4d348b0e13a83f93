import type { Flow, Input, Step } from '../../harness/conformanceFlow'
import { absent, holding, without } from '../../harness/conformancePattern'
import {
  channelGone,
  channelIdle,
  channelMade,
  channelRuns,
  inputGone,
  inputReady,
} from './mediaLiveLife'

const target: Input = {
  Arn: 'arn:aws:scheduler:::aws-sdk:medialive:stopChannel',
  RoleArn: '<schedulerRoleArn>',
  Input: '{"ChannelId":"<channelId>"}',
  RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 300 },
}
const stopAt = (seconds: number, more: Input = {}): Input => ({
  Name: '<prefix>-stop',
  ScheduleExpression: `at(<minute+${seconds}>)`,
  ScheduleExpressionTimezone: 'UTC',
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: target,
  ...more,
})
const named: Input = { Name: '<prefix>-stop' }
const unarmed: Step = {
  call: 'scheduler.GetSchedule',
  input: named,
  error: 'ResourceNotFoundException',
  status: 404,
}

/** A stop that AWS itself would do, armed, moved and taken back; then one that fires. */
export const deadMansSwitch: Flow = {
  name: 'a stop is scheduled',
  steps: [
    ...inputReady,
    ...channelMade,
    channelIdle,
    ...channelRuns,
    unarmed,
    {
      call: 'scheduler.CreateSchedule',
      input: stopAt(3_600),
      has: { ScheduleArn: /^arn:aws:scheduler:.+:schedule\/default\/.+-stop$/ },
    },
    {
      call: 'scheduler.CreateSchedule',
      input: stopAt(7_200),
      error: 'ConflictException',
      status: 409,
    },
    {
      call: 'scheduler.GetSchedule',
      input: named,
      has: {
        State: 'ENABLED',
        GroupName: 'default',
        CreationDate: /^2/,
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { Arn: 'arn:aws:scheduler:::aws-sdk:medialive:stopChannel' },
      },
    },
    { call: 'scheduler.UpdateSchedule', input: stopAt(7_200) },
    {
      call: 'scheduler.ListSchedules',
      input: { NamePrefix: '<prefix>' },
      has: { Schedules: holding({ Name: '<prefix>-stop', State: 'ENABLED' }) },
    },
    {
      call: 'scheduler.UpdateSchedule',
      input: stopAt(600, { ScheduleExpression: 'at(whenever)' }),
      error: 'ValidationException',
      status: 400,
    },
    { call: 'scheduler.DeleteSchedule', input: named },
    unarmed,
    {
      call: 'scheduler.CreateSchedule',
      input: stopAt(3_600, { ActionAfterCompletion: 'DELETE' }),
      lacks: ['boto3', 'awscli'],
    },
    { call: 'scheduler.DeleteSchedule', input: named, lacks: ['boto3', 'awscli'] },
    { call: 'scheduler.CreateSchedule', input: stopAt(120) },
    { advanceMs: 200_000 },
    channelIdle,
    { call: 'scheduler.DeleteSchedule', input: named },
    ...channelGone,
    ...inputGone,
  ],
}

/** Groups hold schedules, and carry their tags. */
export const scheduleGroups: Flow = {
  name: 'schedules in a group',
  steps: [
    {
      call: 'scheduler.CreateScheduleGroup',
      input: { Name: '<prefix>-group', Tags: [{ Key: 'app', Value: 'tallylight' }] },
      has: { ScheduleGroupArn: /:schedule-group\// },
      save: { scheduleGroupArn: 'ScheduleGroupArn' },
    },
    {
      call: 'scheduler.CreateScheduleGroup',
      input: { Name: '<prefix>-group' },
      error: 'ConflictException',
      status: 409,
    },
    {
      call: 'scheduler.GetScheduleGroup',
      input: { Name: '<prefix>-group' },
      has: { Arn: '<scheduleGroupArn>', State: 'ACTIVE' },
    },
    {
      call: 'scheduler.ListTagsForResource',
      input: { ResourceArn: '<scheduleGroupArn>' },
      has: { Tags: [{ Key: 'app', Value: 'tallylight' }] },
    },
    {
      call: 'scheduler.ListScheduleGroups',
      input: { NamePrefix: '<prefix>' },
      has: { ScheduleGroups: holding({ Name: '<prefix>-group' }), NextToken: absent },
    },
    {
      call: 'scheduler.ListSchedules',
      input: { GroupName: '<prefix>-group' },
      has: { Schedules: without({ Name: /./ }) },
    },
    { call: 'scheduler.DeleteScheduleGroup', input: { Name: '<prefix>-group' } },
  ],
}
