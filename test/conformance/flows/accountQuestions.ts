import type { Flow, Input } from '../../harness/conformanceFlow'
import { inputGone, inputReady } from './mediaLiveLife'

const input: Input = {
  Name: '<prefix>-input',
  Type: 'RTMP_PUSH',
  InputSecurityGroups: ['<groupId>'],
  Destinations: [{ StreamName: 'live/host' }],
  RequestId: '<prefix>-input',
}

const schedule = (changes: Input): Input => ({
  Name: '<prefix>-again',
  ScheduleExpression: 'at(<minute+3600>)',
  ScheduleExpressionTimezone: 'UTC',
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: {
    Arn: 'arn:aws:scheduler:::aws-sdk:medialive:stopChannel',
    RoleArn: '<schedulerRoleArn>',
    // Of a channel that is not there: nothing is stopped by it.
    Input: '{"ChannelId":"999999999"}',
    RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 300 },
  },
  ...changes,
})
const repeated = schedule({ ClientToken: '<prefix>-token' })

export const schedulerQuestions: Flow = {
  name: 'questions about schedules',
  steps: [
    { call: 'scheduler.CreateSchedule', input: repeated },
    {
      question: 'create-schedule-repeated',
      call: 'scheduler.CreateSchedule',
      input: repeated,
      answers: { 'first-answer': {}, conflict: { error: 'ConflictException', status: 409 } },
    },
    {
      question: 'schedule-in-the-past',
      call: 'scheduler.CreateSchedule',
      input: schedule({ Name: '<prefix>-past', ScheduleExpression: 'at(<minute-3600>)' }),
      answers: { 'fires-soon': {}, refused: { error: 'ValidationException', status: 400 } },
    },
    { call: 'scheduler.DeleteSchedule', input: { Name: '<prefix>-again' } },
  ],
}

/** What is made here is left to be cleaned up: whether there is anything depends on the answers. */
export const accountQuestions: Flow = {
  name: 'questions about the account',
  steps: [
    ...inputReady,
    ...inputGone.slice(0, -1),
    {
      question: 'request-id-of-deleted',
      call: 'medialive.CreateInput',
      input,
      answers: {
        'finds-it': { status: 201, has: { Input: { State: 'DELETED' } } },
        'makes-another': { status: 201, has: { Input: { State: 'CREATING' } } },
      },
    },
    {
      question: 'quota-status',
      call: 'medialive.CreateInputSecurityGroup',
      input: { WhitelistRules: [{ Cidr: '203.0.113.0/24' }] },
      answers: {
        '400': { error: 'BadRequestException', status: 400 },
        '403': { error: 'ForbiddenException', status: 403 },
        '429': { error: 'TooManyRequestsException', status: 429 },
      },
      upTo: 8,
    },
  ],
}
