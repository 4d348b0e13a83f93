import type { Flow, Step } from '../../harness/conformanceFlow'
import { absent, holding, without } from '../../harness/conformancePattern'
import { channelInput } from './mediaLiveChannel'

/** A group, an input behind it and the steps that take both away again. */
export const inputReady: readonly Step[] = [
  {
    call: 'medialive.CreateInputSecurityGroup',
    input: { WhitelistRules: [{ Cidr: '203.0.113.0/24' }] },
    has: { SecurityGroup: { Arn: /^arn:aws:medialive:.+:inputSecurityGroup:\d+$/ } },
    save: { groupId: 'SecurityGroup.Id' },
  },
  {
    call: 'medialive.CreateInput',
    input: {
      Name: '<prefix>-input',
      Type: 'RTMP_PUSH',
      InputSecurityGroups: ['<groupId>'],
      Destinations: [{ StreamName: 'live/host' }],
      RequestId: '<prefix>-input',
    },
    status: 201,
    has: { Input: { Arn: /^arn:aws:medialive:.+:input:\d+$/, State: 'CREATING' } },
    save: { inputId: 'Input.Id' },
  },
  {
    call: 'medialive.DescribeInput',
    input: { InputId: '<inputId>' },
    until: { State: 'DETACHED' },
    has: { InputClass: 'SINGLE_PIPELINE', AttachedChannels: [], SecurityGroups: ['<groupId>'] },
  },
]

export const inputGone: readonly Step[] = [
  {
    call: 'medialive.DescribeInput',
    input: { InputId: '<inputId>' },
    until: { State: 'DETACHED', AttachedChannels: [] },
  },
  { call: 'medialive.DeleteInput', input: { InputId: '<inputId>' } },
  {
    call: 'medialive.DescribeInput',
    input: { InputId: '<inputId>' },
    until: { State: 'DELETED' },
  },
  {
    call: 'medialive.DeleteInputSecurityGroup',
    input: { InputSecurityGroupId: '<groupId>' },
  },
]

export const channelMade: readonly Step[] = [
  {
    call: 'medialive.CreateChannel',
    input: channelInput(),
    status: 201,
    has: {
      Channel: {
        Arn: /^arn:aws:medialive:.+:channel:\d+$/,
        State: 'CREATING',
        PipelinesRunningCount: 0,
        ChannelClass: 'SINGLE_PIPELINE',
      },
    },
    save: { channelId: 'Channel.Id', channelArn: 'Channel.Arn' },
  },
]

export const channelIdle: Step = {
  call: 'medialive.DescribeChannel',
  input: { ChannelId: '<channelId>' },
  until: { State: 'IDLE' },
  has: { PipelinesRunningCount: 0, PipelineDetails: [] },
}

export const channelRuns: readonly Step[] = [
  {
    call: 'medialive.StartChannel',
    input: { ChannelId: '<channelId>' },
    has: { State: 'STARTING', Id: '<channelId>' },
  },
  {
    call: 'medialive.DescribeChannel',
    input: { ChannelId: '<channelId>' },
    until: { State: 'RUNNING' },
    has: { PipelinesRunningCount: 1, PipelineDetails: [{ PipelineId: '0' }] },
  },
]

export const channelStops: readonly Step[] = [
  {
    call: 'medialive.StopChannel',
    input: { ChannelId: '<channelId>' },
    has: { State: 'STOPPING' },
  },
  channelIdle,
]

export const channelGone: readonly Step[] = [
  {
    call: 'medialive.DeleteChannel',
    input: { ChannelId: '<channelId>' },
    has: { State: 'DELETING', Id: '<channelId>' },
  },
  {
    call: 'medialive.DescribeChannel',
    input: { ChannelId: '<channelId>' },
    until: { State: 'DELETED' },
  },
  {
    call: 'medialive.ListChannels',
    has: { Channels: without({ Id: '<channelId>' }) },
  },
]

const wrongState = { error: 'ConflictException', status: 409 } as const

/** Start to end, and what is refused on the way. */
export const channelLife: Flow = {
  name: 'a channel lives',
  steps: [
    ...inputReady,
    ...channelMade,
    channelIdle,
    {
      call: 'medialive.ListChannels',
      has: { Channels: holding({ Id: '<channelId>', State: 'IDLE', EncoderSettings: absent }) },
    },
    ...channelRuns,
    {
      call: 'medialive.StartChannel',
      input: { ChannelId: '<channelId>' },
      ...wrongState,
    },
    {
      call: 'medialive.UpdateChannel',
      input: { ChannelId: '<channelId>', Name: '<prefix>-other', RoleArn: '<roleArn>' },
      ...wrongState,
    },
    {
      call: 'medialive.DeleteChannel',
      input: { ChannelId: '<channelId>' },
      ...wrongState,
      message: /has not been stopped yet/,
    },
    {
      call: 'medialive.DeleteInput',
      input: { InputId: '<inputId>' },
      ...wrongState,
    },
    {
      call: 'medialive.CreateTags',
      input: { ResourceArn: '<channelArn>', Tags: { app: 'tallylight', show: 'sunday' } },
      status: 204,
    },
    {
      call: 'medialive.DeleteTags',
      input: { ResourceArn: '<channelArn>', TagKeys: ['show'] },
      status: 204,
    },
    {
      call: 'medialive.ListTagsForResource',
      input: { ResourceArn: '<channelArn>' },
      has: { Tags: { app: 'tallylight', show: absent } },
    },
    ...channelStops,
    ...channelGone,
    ...inputGone,
    {
      call: 'medialive.DescribeChannel',
      input: { ChannelId: '999999999' },
      error: 'NotFoundException',
      status: 404,
    },
  ],
}

/** Asking is not doing: only commands and the clock move anything. */
export const lookingChangesNothing: Flow = {
  name: 'looking changes nothing',
  steps: [
    ...inputReady,
    ...channelMade,
    ...looks('CREATING'),
    channelIdle,
    {
      call: 'medialive.StartChannel',
      input: { ChannelId: '<channelId>' },
    },
    ...looks('STARTING'),
    { advanceMs: 5_000 },
    ...looks('RUNNING'),
    {
      call: 'medialive.StopChannel',
      input: { ChannelId: '<channelId>' },
    },
    ...looks('STOPPING'),
    channelIdle,
    ...channelGone,
    ...inputGone,
  ],
}

function looks(state: string): readonly Step[] {
  return [
    {
      call: 'medialive.DescribeChannel',
      input: { ChannelId: '<channelId>' },
      times: 4,
      has: { State: state },
      rehearsedOnly: true,
    },
    {
      call: 'medialive.ListChannels',
      times: 2,
      has: { Channels: holding({ Id: '<channelId>', State: state }) },
      rehearsedOnly: true,
    },
  ]
}

/** Takes in more than the rate that was read for a single pipeline: six tenths of that for two. */
const dearerMade = channelMade.map((step) => ({
  ...step,
  input: channelInput({
    InputSpecification: { Codec: 'AVC', Resolution: 'HD', MaximumBitrate: 'MAX_20_MBPS' },
  }),
}))
const billed = (micros: number): Step => ({
  bill: { lines: holding({ service: 'MediaLive', unit: 'minutes', quantity: 10, micros }) },
})

/** What it costs, on the clock of the simulator. */
export const channelBill: Flow = {
  name: 'a minute on air is billed as ten',
  steps: [
    ...inputReady,
    ...dearerMade,
    channelIdle,
    ...channelRuns,
    { advanceMs: 60_000 },
    ...channelStops,
    billed(70_200),
    billed(29_400),
    { advanceMs: 3_600_000 },
    billed(70_200),
    billed(29_400),
    ...channelGone,
    ...inputGone,
  ],
}

/** The whole API shares one bucket. */
export const throttle: Flow = {
  name: 'calls beyond the limit are refused',
  steps: [
    { advanceMs: 60_000 },
    { call: 'medialive.ListInputs', times: 40, rehearsedOnly: true },
    {
      call: 'medialive.ListInputs',
      error: 'TooManyRequestsException',
      status: 429,
      rehearsedOnly: true,
    },
    { advanceMs: 1_000 },
    { call: 'medialive.ListInputs', times: 20, rehearsedOnly: true },
    {
      call: 'medialive.ListChannels',
      error: 'TooManyRequestsException',
      status: 429,
      rehearsedOnly: true,
    },
  ],
}
