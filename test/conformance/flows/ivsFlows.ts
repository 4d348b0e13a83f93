import type { Flow, Step } from '../../harness/conformanceFlow'
import { absent, holding, listOf, without } from '../../harness/conformancePattern'

const channel: readonly Step[] = [
  {
    call: 'ivs.CreateChannel',
    input: {
      name: '<prefix>-stage',
      type: 'BASIC',
      latencyMode: 'LOW',
      tags: { app: 'tallylight' },
    },
    has: {
      channel: {
        arn: /^arn:aws:ivs:[a-z0-9-]+:\d{12}:channel\/\w+$/,
        ingestEndpoint: /^\w+\.global-contribute\.live-video\.net$/,
        playbackUrl: /^https:/,
        authorized: false,
        type: 'BASIC',
      },
      streamKey: { value: /^sk_/, arn: /:stream-key\// },
    },
    save: { stageArn: 'channel.arn', keyArn: 'streamKey.arn' },
  },
]

const stageGone: readonly Step[] = [
  { call: 'ivs.DeleteChannel', input: { arn: '<stageArn>' }, status: 204 },
  {
    call: 'ivs.GetChannel',
    input: { arn: '<stageArn>' },
    error: 'ResourceNotFoundException',
    status: 404,
  },
]

const missing = 'arn:aws:ivs:<region>:<account>:channel/NotThere0000'

export const stageLife: Flow = {
  name: 'an IVS channel lives',
  steps: [
    ...channel,
    {
      call: 'ivs.GetChannel',
      input: { arn: '<stageArn>' },
      has: { channel: { name: '<prefix>-stage', latencyMode: 'LOW', tags: { app: 'tallylight' } } },
    },
    {
      call: 'ivs.ListChannels',
      input: { filterByName: '<prefix>-stage' },
      has: { channels: [{ arn: '<stageArn>', ingestEndpoint: absent }] },
    },
    {
      call: 'ivs.GetStream',
      input: { channelArn: '<stageArn>' },
      error: 'ChannelNotBroadcasting',
      status: 404,
    },
    {
      call: 'ivs.CreateStreamKey',
      input: { channelArn: '<stageArn>' },
      error: 'ServiceQuotaExceededException',
      status: 402,
    },
    {
      call: 'ivs.UpdateChannel',
      input: { arn: '<stageArn>', name: '<prefix>-stage-2' },
      has: { channel: { name: '<prefix>-stage-2', type: 'BASIC' } },
    },
    ...stageGone,
  ],
}

export const stageKeys: Flow = {
  name: 'stream keys and tags of an IVS channel',
  steps: [
    ...channel,
    {
      call: 'ivs.ListStreamKeys',
      input: { channelArn: '<stageArn>' },
      has: { streamKeys: [{ arn: '<keyArn>', value: absent }], nextToken: absent },
    },
    {
      call: 'ivs.GetStreamKey',
      input: { arn: '<keyArn>' },
      has: { streamKey: { value: /^sk_/, channelArn: '<stageArn>' } },
    },
    { call: 'ivs.DeleteStreamKey', input: { arn: '<keyArn>' }, status: 204 },
    {
      call: 'ivs.CreateStreamKey',
      input: { channelArn: '<stageArn>', tags: { turn: 'second' } },
      has: { streamKey: { value: /^sk_/ } },
      save: { secondKeyArn: 'streamKey.arn' },
    },
    {
      call: 'ivs.BatchGetStreamKey',
      input: { arns: ['<keyArn>', '<secondKeyArn>'] },
      has: { streamKeys: [{ arn: '<secondKeyArn>' }], errors: [{ arn: '<keyArn>' }] },
    },
    {
      call: 'ivs.BatchGetChannel',
      input: { arns: ['<stageArn>', missing] },
      has: { channels: [{ arn: '<stageArn>' }], errors: [{ arn: missing }] },
    },
    {
      call: 'ivs.TagResource',
      input: { resourceArn: '<stageArn>', tags: { show: 'sunday' } },
    },
    {
      call: 'ivs.UntagResource',
      input: { resourceArn: '<stageArn>', tagKeys: ['app'] },
    },
    {
      call: 'ivs.ListTagsForResource',
      input: { resourceArn: '<stageArn>' },
      has: { tags: { show: 'sunday', app: absent } },
    },
    {
      call: 'ivs.ListStreams',
      has: { streams: without({ channelArn: '<stageArn>' }) },
    },
    {
      call: 'ivs.StopStream',
      input: { channelArn: '<stageArn>' },
      error: 'ChannelNotBroadcasting',
      status: 404,
    },
    ...stageGone,
  ],
}

export const stageRefusals: Flow = {
  name: 'IVS refuses',
  steps: [
    {
      call: 'ivs.GetChannel',
      input: { arn: 'not an arn at all' },
      error: 'ValidationException',
      status: 400,
    },
    {
      call: 'ivs.GetChannel',
      input: { arn: missing },
      error: 'ResourceNotFoundException',
      status: 404,
    },
    {
      call: 'ivs.CreateChannel',
      input: { name: 'a name with spaces' },
      error: 'ValidationException',
      status: 400,
    },
    ...[1, 2, 3].map((index): Step => ({
      call: 'ivs.CreateChannel',
      input: { name: `<prefix>-page-${index}` },
      save: { [`page${index}`]: 'channel.arn' },
    })),
    {
      call: 'ivs.ListChannels',
      input: { maxResults: 2 },
      has: { channels: listOf(2), nextToken: /./ },
      save: { token: 'nextToken' },
    },
    {
      call: 'ivs.ListChannels',
      input: { maxResults: 2, nextToken: '<token>' },
      has: { channels: listOf(1), nextToken: absent },
      rehearsedOnly: true,
    },
    {
      call: 'ivs.ListChannels',
      input: { maxResults: 100 },
      has: { channels: holding({ arn: '<page2>' }) },
    },
    ...[1, 2, 3].map((index): Step => ({
      call: 'ivs.DeleteChannel',
      input: { arn: `<page${index}>` },
      status: 204,
    })),
    { advanceMs: 2_000 },
    {
      call: 'ivs.ListChannels',
      times: 5,
      has: { channels: without({ arn: '<page1>' }) },
      rehearsedOnly: true,
    },
    {
      call: 'ivs.ListChannels',
      error: 'ThrottlingException',
      status: 429,
      rehearsedOnly: true,
    },
  ],
}
