import type { Flow, Input, Step } from '../../harness/conformanceFlow'
import { listOf } from '../../harness/conformancePattern'
import {
  channelGone,
  channelIdle,
  channelMade,
  channelRuns,
  channelStops,
  inputGone,
  inputReady,
} from './mediaLiveLife'

const mark = (ActionName: string, start: Input): Input => ({
  ActionName,
  ScheduleActionSettings: { HlsId3SegmentTaggingSettings: { Tag: 'in' } },
  ScheduleActionStartSettings: start,
})
const fixed = (Time: string): Input => ({ FixedModeScheduleActionStartSettings: { Time } })
const immediate: Input = { ImmediateModeScheduleActionStartSettings: {} }

const update = (batch: Input, more: object = {}): Step => ({
  call: 'medialive.BatchUpdateSchedule',
  input: { ChannelId: '<channelId>', ...batch },
  ...more,
})
const invalid = { error: 'UnprocessableEntityException', status: 422 }
const described = (actions: readonly unknown[]): Step => ({
  call: 'medialive.DescribeSchedule',
  input: { ChannelId: '<channelId>' },
  has: { ScheduleActions: actions },
})

/** What is planned, what is refused, and that a refused batch leaves nothing behind. */
export const schedule: Flow = {
  name: 'actions are scheduled',
  steps: [
    ...inputReady,
    ...channelMade,
    channelIdle,
    ...channelRuns,
    update(
      { Creates: { ScheduleActions: [mark('later', fixed('<time+3600>'))] } },
      { has: { Creates: { ScheduleActions: [{ ActionName: 'later' }] } } },
    ),
    update({ Creates: { ScheduleActions: [mark('too soon', fixed('<time+14>'))] } }, invalid),
    update({ Creates: { ScheduleActions: [mark('too late', fixed('<time+1209660>'))] } }, invalid),
    update({ Creates: { ScheduleActions: [mark('later', immediate)] } }, invalid),
    update(
      {
        Creates: {
          ScheduleActions: [mark('good', fixed('<time+600>')), mark('bad', fixed('<time+5>'))],
        },
      },
      invalid,
    ),
    described([{ ActionName: 'later' }]),
    update({ Deletes: { ActionNames: ['never there', 'later'] } }, invalid),
    described([{ ActionName: 'later' }]),
    update(
      {
        Deletes: { ActionNames: ['later'] },
        Creates: { ScheduleActions: [mark('soon', fixed('<time+16>'))] },
      },
      { has: { Deletes: { ScheduleActions: listOf(1) }, Creates: { ScheduleActions: listOf(1) } } },
    ),
    described([{ ActionName: 'soon' }]),
    { advanceMs: 5_000 },
    { ...update({ Deletes: { ActionNames: ['soon'] } }, invalid), rehearsedOnly: true },
    ...channelStops,
    { call: 'medialive.DeleteSchedule', input: { ChannelId: '<channelId>' } },
    described([]),
    ...channelGone,
    ...inputGone,
  ],
}

/** Commands on several at once report inside a 200 what they could not do. */
export const batches: Flow = {
  name: 'several channels at once',
  steps: [
    ...inputReady,
    ...channelMade,
    channelIdle,
    {
      call: 'medialive.BatchStart',
      input: { ChannelIds: ['<channelId>', '999999999'] },
      has: {
        Successful: [{ Id: '<channelId>', State: 'STARTING' }],
        Failed: [{ Id: '999999999', Message: /./ }],
      },
    },
    {
      call: 'medialive.DescribeChannel',
      input: { ChannelId: '<channelId>' },
      until: { State: 'RUNNING' },
    },
    {
      call: 'medialive.RestartChannelPipelines',
      input: { ChannelId: '<channelId>', PipelineIds: ['PIPELINE_0'] },
      has: { Id: '<channelId>' },
      lacks: ['boto3', 'awscli'],
    },
    {
      call: 'medialive.DescribeChannel',
      input: { ChannelId: '<channelId>' },
      until: { State: 'RUNNING', PipelinesRunningCount: 1 },
    },
    {
      call: 'medialive.ListAlerts',
      input: { ChannelId: '<channelId>', StateFilter: 'SET' },
      has: { Alerts: listOf(0) },
      lacks: ['boto3', 'awscli'],
      rehearsedOnly: true,
    },
    {
      call: 'medialive.DescribeThumbnails',
      input: { ChannelId: '<channelId>', PipelineId: '0', ThumbnailType: 'CURRENT_ACTIVE' },
      error: 'NotFoundException',
      status: 404,
      lacks: ['boto3', 'awscli'],
    },
    {
      call: 'medialive.BatchStop',
      input: { ChannelIds: ['<channelId>'] },
      has: { Successful: [{ Id: '<channelId>', State: 'STOPPING' }], Failed: [] },
    },
    channelIdle,
    ...channelGone,
    ...inputGone,
  ],
}
