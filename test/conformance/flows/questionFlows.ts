import type { OpenQuestion } from '../../../electron/simulator/kit/assumptions'
import type { Flow, Input, Outcome, QuestionStep } from '../../harness/conformanceFlow'
import { absent, listOf } from '../../harness/conformancePattern'
import { channelInput } from './mediaLiveChannel'
import { channelGone, channelIdle, channelMade, channelStops } from './mediaLiveLife'
import { inputGone, inputReady } from './mediaLiveLife'

/*
 * What nobody knows of AWS, asked: against a simulator it has to act on its own assumptions, and
 * pointed at AWS it prints what AWS says.
 */

const conflict: Outcome = { error: 'ConflictException', status: 409 }
const badRequest: Outcome = { error: 'BadRequestException', status: 400 }
const invalid: Outcome = { error: 'UnprocessableEntityException', status: 422 }
/** DryRun is younger than they are. */
const lacks = ['boto3', 'awscli'] as const

const ofChannel = (
  question: QuestionStep['question'],
  call: QuestionStep['call'],
  answers: QuestionStep['answers'],
): QuestionStep => ({ question, call, input: { ChannelId: '<channelId>' }, answers })

const ofPlan = (
  question: QuestionStep['question'],
  changes: Input,
  answers: QuestionStep['answers'],
): QuestionStep => ({
  question,
  call: 'medialive.CreateChannel',
  input: channelInput({ ...changes, DryRun: true }),
  answers,
  lacks,
})

const emptyUserName: Input = {
  Id: 'platform',
  Settings: [{ Url: 'rtmp://a.example.com/live', StreamName: 'dummy', Username: '' }],
}
const [, recording] = channelInput()['Destinations'] as readonly Input[]

/** Of one channel, from its plan to its end. */
export const channelQuestions: Flow = {
  name: 'questions about a channel',
  steps: [
    ...inputReady,
    {
      question: 'push-endpoints',
      call: 'medialive.DescribeInput',
      input: { InputId: '<inputId>' },
      answers: {
        one: { has: { Destinations: listOf(1) } },
        two: { has: { Destinations: listOf(2) } },
      },
    },
    ofPlan(
      'dry-run-answer',
      {},
      {
        channel: { status: 201, has: { Channel: { Id: absent } } },
        empty: { status: 201, has: { Channel: absent } },
      },
    ),
    ofPlan(
      'empty-username',
      { Destinations: [emptyUserName, recording] },
      { accepted: { status: 201 }, refused: invalid },
    ),
    ofPlan(
      'missing-role',
      { RoleArn: 'arn:aws:iam::<account>:role/<prefix>-nobody' },
      { 'accepted-then-alert': { status: 201 }, refused: invalid },
    ),
    ...channelMade,
    channelIdle,
    ofChannel('stop-when-idle', 'medialive.StopChannel', {
      // Which of the two is another question.
      conflict: [conflict, badRequest],
      accepted: { has: { State: 'IDLE' } },
    }),
    { call: 'medialive.StartChannel', input: { ChannelId: '<channelId>' } },
    {
      question: 'schedule-on-the-way',
      call: 'medialive.BatchUpdateSchedule',
      input: {
        ChannelId: '<channelId>',
        Creates: {
          ScheduleActions: [
            {
              ActionName: 'early',
              ScheduleActionSettings: { HlsId3SegmentTaggingSettings: { Tag: 'in' } },
              ScheduleActionStartSettings: { ImmediateModeScheduleActionStartSettings: {} },
            },
          ],
        },
      },
      answers: { refused: badRequest, accepted: {} },
    },
    {
      call: 'medialive.DescribeChannel',
      input: { ChannelId: '<channelId>' },
      until: { State: 'RUNNING' },
    },
    ofChannel('wrong-state', 'medialive.StartChannel', { '409': conflict, '400': badRequest }),
    {
      ...ofChannel('restart-shows', 'medialive.RestartChannelPipelines', {
        RECOVERING: { has: { State: 'RECOVERING' } },
        RUNNING: { has: { State: 'RUNNING' } },
      }),
      lacks,
    },
    {
      call: 'medialive.DescribeChannel',
      input: { ChannelId: '<channelId>' },
      until: { State: 'RUNNING', PipelinesRunningCount: 1 },
    },
    ...channelStops,
    { call: 'medialive.StartChannel', input: { ChannelId: '<channelId>' } },
    ofChannel('stop-while-starting', 'medialive.StopChannel', {
      accepted: { has: { State: 'STOPPING' } },
      conflict: [conflict, badRequest],
    }),
    {
      call: 'medialive.DescribeChannel',
      input: { ChannelId: '<channelId>' },
      until: { State: /^(IDLE|RUNNING)$/ },
    },
    { call: 'medialive.BatchStop', input: { ChannelIds: ['<channelId>'] } },
    channelIdle,
    ...channelGone,
    ...inputGone,
  ],
}

/** The questions that no flow asks, and why a client cannot ask them in minutes. */
export const unasked: { readonly [Question in OpenQuestion]?: string } = {
  'retries-exhausted':
    'takes a server on the internet that refuses for a while and then comes back',
  'shared-encode-billed': 'the bill says so, a day later',
  'unknown-path': 'no client of AWS sends it',
  'scheduler-retries-client-faults': 'takes a dead-letter queue to read from',
}
