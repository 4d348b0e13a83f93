import type { Flow, Outcome, QuestionStep } from '../../harness/conformanceFlow'
import { absent } from '../../harness/conformancePattern'
import { channelInput } from './mediaLiveChannel'
import {
  channelGone,
  channelIdle,
  channelMade,
  channelRuns,
  channelStops,
  inputGone,
  inputReady,
} from './mediaLiveLife'

const conflict: Outcome = { error: 'ConflictException', status: 409 }
const badRequest: Outcome = { error: 'BadRequestException', status: 400 }

const ofChannel = (
  question: QuestionStep['question'],
  call: QuestionStep['call'],
  answers: QuestionStep['answers'],
): QuestionStep => ({ question, call, input: { ChannelId: '<channelId>' }, answers })

const wrongState = ofChannel('wrong-state', 'medialive.StartChannel', {
  '409': conflict,
  '400': badRequest,
})

/** What nobody knows of AWS, asked: against a simulator it has to act on its own assumptions. */
export const questions: Flow = {
  name: 'questions for a live run',
  steps: [
    ...inputReady,
    {
      question: 'dry-run-answer',
      call: 'medialive.CreateChannel',
      input: channelInput({ DryRun: true }),
      answers: {
        channel: { status: 201, has: { Channel: { Id: absent } } },
        empty: { status: 201, has: { Channel: absent } },
      },
      lacks: ['boto3', 'awscli'],
    },
    ...channelMade,
    channelIdle,
    {
      ...ofChannel('stop-when-idle', 'medialive.StopChannel', {
        conflict,
        accepted: { has: { State: 'IDLE' } },
      }),
    },
    ...channelRuns,
    wrongState,
    ...channelStops,
    { call: 'medialive.StartChannel', input: { ChannelId: '<channelId>' } },
    {
      ...ofChannel('stop-while-starting', 'medialive.StopChannel', {
        accepted: { has: { State: 'STOPPING' } },
        conflict,
      }),
      rehearsedOnly: true,
    },
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
