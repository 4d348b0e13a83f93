import type { Flow, Input, Step } from '../../harness/conformanceFlow'
import { absent, holding, listOf } from '../../harness/conformancePattern'
import { channelInput } from './mediaLiveChannel'
import { channelGone, channelIdle, channelMade, channelRuns, channelStops } from './mediaLiveLife'
import { inputGone, inputReady } from './mediaLiveLife'

const tooMany = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`key${index}`, 'x']))
const invalid = { error: 'UnprocessableEntityException', status: 422 } as const
const bad = { error: 'BadRequestException', status: 400 } as const
const conflict = { error: 'ConflictException', status: 409 } as const

const rules = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ Cidr: `203.0.113.${index}/32` }))

const refusedChannel = (changes: Input, refusal: object): Step => ({
  call: 'medialive.CreateChannel',
  input: channelInput(changes),
  ...refusal,
})

/** What AWS refuses to make. */
export const channelRefusals: Flow = {
  name: 'a channel that cannot be is refused',
  steps: [
    ...inputReady,
    refusedChannel(
      { Destinations: [{ Id: 'platform', Settings: [{ Url: 'rtmp://a.example.com/live' }] }] },
      { ...invalid, message: /Object references undefined destination "s3-rec"/ },
    ),
    refusedChannel(
      {
        Destinations: [
          { Id: 'platform', Settings: [{ Url: 'rtmp://a.example.com/live', StreamName: 'dummy' }] },
          { Id: 's3-rec' },
        ],
      },
      { ...bad, message: /Exactly one of settings, MediaPackage settings/ },
    ),
    refusedChannel({ ChannelClass: 'STANDARD' }, invalid),
    refusedChannel({ Destinations: [] }, invalid),
    refusedChannel({ Tags: tooMany }, bad),
    ...channelMade,
    refusedChannel(
      { Name: '<prefix>-second' },
      { ...conflict, message: /^inputId=\d+ is already attached$/ },
    ),
    channelIdle,
    {
      call: 'medialive.UpdateInputSecurityGroup',
      input: { InputSecurityGroupId: '<groupId>', WhitelistRules: rules(11) },
      ...bad,
    },
    {
      call: 'medialive.UpdateInputSecurityGroup',
      input: { InputSecurityGroupId: '<groupId>', WhitelistRules: rules(10) },
      has: { SecurityGroup: { WhitelistRules: listOf(10) } },
    },
    {
      call: 'medialive.DescribeInputSecurityGroup',
      input: { InputSecurityGroupId: '<groupId>' },
      until: { State: 'IN_USE' },
    },
    {
      call: 'medialive.CreateTags',
      input: { ResourceArn: '<channelArn>', Tags: tooMany },
      ...bad,
    },
    {
      call: 'medialive.CreateTags',
      input: { ResourceArn: '<channelArn>', Tags: { 'aws:mine': 'x' } },
      ...bad,
    },
    {
      call: 'medialive.CreateTags',
      input: { ResourceArn: '<channelArn>9', Tags: { app: 'tallylight' } },
      error: 'NotFoundException',
      status: 404,
    },
    ...channelGone,
    ...inputGone,
  ],
}

/** What an update replaces, keeps and removes. */
export const channelUpdates: Flow = {
  name: 'a channel is changed',
  steps: [
    ...inputReady,
    ...channelMade,
    channelIdle,
    {
      call: 'medialive.UpdateChannel',
      input: { ChannelId: '<channelId>', Name: '<prefix>-renamed', RoleArn: '<roleArn>' },
      has: {
        Channel: { Name: '<prefix>-renamed', State: 'UPDATING', RoleArn: '<roleArn>' },
      },
    },
    {
      call: 'medialive.StartChannel',
      input: { ChannelId: '<channelId>' },
      ...conflict,
      rehearsedOnly: true,
    },
    channelIdle,
    // Leaving the role out removes it, and the recording needs one.
    {
      call: 'medialive.UpdateChannel',
      input: { ChannelId: '<channelId>', Name: '<prefix>-without-role' },
      ...invalid,
      rehearsedOnly: true,
    },
    {
      call: 'medialive.UpdateChannelClass',
      input: { ChannelId: '<channelId>', ChannelClass: 'STANDARD' },
      ...invalid,
    },
    {
      call: 'medialive.UpdateInput',
      input: { InputId: '<inputId>', Name: '<prefix>-input-2' },
      has: { Input: { Name: '<prefix>-input-2', State: /^(ATTACHED|DETACHED)$/ } },
    },
    ...channelRuns,
    {
      call: 'medialive.UpdateInput',
      input: { InputId: '<inputId>', Name: '<prefix>-input-3' },
      ...conflict,
    },
    {
      call: 'medialive.UpdateInputSecurityGroup',
      input: {
        InputSecurityGroupId: '<groupId>',
        WhitelistRules: [{ Cidr: '203.0.113.7/32' }, { Cidr: '203.0.113.8/32' }],
      },
      has: { SecurityGroup: { WhitelistRules: listOf(2) } },
    },
    // Until then it would be refused for being updated.
    {
      call: 'medialive.DescribeInputSecurityGroup',
      input: { InputSecurityGroupId: '<groupId>' },
      until: { State: 'IN_USE' },
      has: { Inputs: ['<inputId>'] },
    },
    {
      call: 'medialive.DeleteInputSecurityGroup',
      input: { InputSecurityGroupId: '<groupId>' },
      ...conflict,
    },
    ...channelStops,
    ...channelGone,
    {
      call: 'medialive.DeleteChannel',
      input: { ChannelId: '<channelId>' },
      has: { State: 'DELETED' },
    },
    {
      call: 'medialive.StartChannel',
      input: { ChannelId: '<channelId>' },
      error: 'NotFoundException',
      status: 404,
    },
    ...inputGone,
  ],
}

const group = (index: number): Step => ({
  call: 'medialive.CreateInputSecurityGroup',
  input: { WhitelistRules: [{ Cidr: `203.0.113.${index}/32` }], Tags: { page: String(index) } },
  save: { [`group${index}`]: 'SecurityGroup.Id' },
})

/** Every page follows on the one before; nothing is served twice, nothing left out. */
export const pages: Flow = {
  name: 'lists come in pages',
  steps: [
    group(1),
    group(2),
    group(3),
    {
      call: 'medialive.ListInputSecurityGroups',
      has: {
        InputSecurityGroups: holding({ Id: '<group3>', Tags: { page: '3' }, State: 'IDLE' }),
      },
    },
    {
      call: 'medialive.ListInputSecurityGroups',
      input: { MaxResults: 2 },
      has: { InputSecurityGroups: listOf(2), NextToken: /./ },
      save: { token: 'NextToken' },
      rehearsedOnly: true,
    },
    {
      call: 'medialive.ListInputSecurityGroups',
      input: { MaxResults: 2, NextToken: '<token>' },
      has: { InputSecurityGroups: listOf(1), NextToken: absent },
      rehearsedOnly: true,
    },
    {
      call: 'medialive.ListInputSecurityGroups',
      input: { NextToken: 'made up' },
      ...bad,
    },
    ...[1, 2, 3].map((index): Step => ({
      call: 'medialive.DeleteInputSecurityGroup',
      input: { InputSecurityGroupId: `<group${index}>` },
    })),
    {
      call: 'medialive.DescribeInputSecurityGroup',
      input: { InputSecurityGroupId: '<group1>' },
      has: { State: 'DELETED' },
    },
  ],
}

/** Refusals that need the account to be in a state of its own. */
export const accountLimits: Flow = {
  name: 'the account has its limits',
  steps: [
    { drill: { kind: 'quota', name: 'medialive.input-security-groups', value: 1 } },
    { ...group(1), rehearsedOnly: true },
    {
      call: 'medialive.CreateInputSecurityGroup',
      input: { WhitelistRules: [{ Cidr: '203.0.113.9/32' }] },
      ...bad,
      rehearsedOnly: true,
    },
    { clearDrills: true },
    { drill: { kind: 'deny', operation: 'ListChannels' } },
    {
      call: 'medialive.ListChannels',
      error: 'AccessDeniedException',
      status: 403,
      rehearsedOnly: true,
    },
    { clearDrills: true },
  ],
}

const sixInputs = [1, 2, 3, 4, 5, 6].flatMap((index): Step[] => [
  {
    call: 'medialive.CreateInput',
    input: {
      Name: `<prefix>-input-${index}`,
      Type: 'RTMP_PUSH',
      InputSecurityGroups: ['<groupId>'],
      Destinations: [{ StreamName: `live/${index}` }],
    },
    status: 201,
    save: { [`input${index}`]: 'Input.Id' },
    rehearsedOnly: true,
  },
  {
    call: 'medialive.DescribeInput',
    input: { InputId: `<input${index}>` },
    until: { State: 'DETACHED' },
    rehearsedOnly: true,
  },
])
const fedBy = (index: number): Input => {
  const [attached] = channelInput()['InputAttachments'] as readonly Input[]
  return channelInput({
    Name: `<prefix>-${index}`,
    InputAttachments: [{ ...attached, InputId: `<input${index}>` }],
  })
}

/** Five channels, unless AWS allows more (MediaLive user guide, "Quotas"); inputs are not what runs out. */
export const channelQuota: Flow = {
  name: 'the sixth channel is refused',
  steps: [
    { drill: { kind: 'quota', name: 'medialive.push-inputs', value: 6 } },
    { ...group(0), save: { groupId: 'SecurityGroup.Id' }, rehearsedOnly: true },
    ...sixInputs,
    ...[1, 2, 3, 4, 5].map((index): Step => ({
      call: 'medialive.CreateChannel',
      input: fedBy(index),
      status: 201,
      rehearsedOnly: true,
    })),
    { call: 'medialive.CreateChannel', input: fedBy(6), ...bad, rehearsedOnly: true },
    { call: 'medialive.ListChannels', has: { Channels: listOf(5) }, rehearsedOnly: true },
    { clearDrills: true },
  ],
}
