import {
  CreateChannelCommand,
  ListChannelsCommand,
  type CreateChannelCommandInput,
  type EncoderSettings,
  type Output,
  type OutputGroup,
} from '@aws-sdk/client-medialive'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { channelRequest } from './channelRequest'
import { openAccount, refusalOf, type RehearsalAccount } from './rehearsalAccount'

let account: RehearsalAccount
let inputId: string
beforeAll(async () => {
  account = await openAccount()
  inputId = await account.makeInput()
  account.settle()
})
afterAll(() => account.close())

type Changes = (request: CreateChannelCommandInput) => Partial<CreateChannelCommandInput>

/** The request as it should be, changed in one place. The clock is moved, or 40 calls would be throttled. */
async function refusalFor(changes: Changes) {
  account.simulator.clock.advance(1000)
  const request = channelRequest(inputId)
  const command = new CreateChannelCommand({ ...request, ...changes(request) })
  return refusalOf(account.client.send(command))
}

const encoder =
  (changes: (settings: EncoderSettings) => Partial<EncoderSettings>): Changes =>
  ({ EncoderSettings: settings }) => {
    if (settings === undefined) throw new Error('the example has encoder settings')
    return { EncoderSettings: { ...settings, ...changes(settings) } }
  }

const group = (index: number, change: (group: OutputGroup) => OutputGroup): Changes =>
  encoder(({ OutputGroups = [] }) => ({
    OutputGroups: OutputGroups.map((each, at) => (at === index ? change(each) : each)),
  }))

const output = (index: number, changes: Partial<Output>): Changes =>
  group(index, (each) => ({
    ...each,
    Outputs: (each.Outputs ?? []).map((one) => ({ ...one, ...changes })),
  }))

const h264 = (changes: object): Changes =>
  encoder(({ VideoDescriptions = [] }) => ({
    VideoDescriptions: VideoDescriptions.map((video) => ({
      ...video,
      CodecSettings: { H264Settings: { ...video.CodecSettings?.H264Settings, ...changes } },
    })),
  }))

const destination =
  (index: number, change: object): Changes =>
  ({ Destinations = [] }) => ({
    Destinations: Destinations.map((each, at) => (at === index ? { ...each, ...change } : each)),
  })

const address = (Url: string, StreamName?: string) => ({
  Settings: [StreamName === undefined ? { Url } : { Url, StreamName }],
})

/** What is wrong, and the text of the 422. Known wordings of AWS are marked. */
const unprocessable: readonly (readonly [string, Changes, string])[] = [
  ['no name', () => ({ Name: undefined }), 'requires property "name"'],
  [
    'no encoder settings',
    () => ({ EncoderSettings: undefined }),
    'requires property "encoderSettings"',
  ],
  ['no output groups', encoder(() => ({ OutputGroups: [] })), 'outputGroups must not be empty'],
  [
    'no input specification',
    () => ({ InputSpecification: undefined }),
    'requires property "inputSpecification"',
  ],
  ['no input', () => ({ InputAttachments: [] }), 'inputAttachments must not be empty'],
  [
    'an input that does not exist',
    ({ InputAttachments = [] }) => ({
      InputAttachments: InputAttachments.map((each) => ({ ...each, InputId: '1000001' })),
    }),
    'inputAttachments[0].inputId input 1000001 does not exist',
  ],
  [
    'no video descriptions',
    encoder(() => ({ VideoDescriptions: undefined })),
    'encoderSettings requires property "videoDescriptions"',
  ],
  [
    'no audio descriptions',
    encoder(() => ({ AudioDescriptions: undefined })),
    'encoderSettings requires property "audioDescriptions"',
  ],
  [
    'no output groups',
    encoder(() => ({ OutputGroups: undefined })),
    'encoderSettings requires property "outputGroups"',
  ],
  [
    'no timecode configuration',
    encoder(() => ({ TimecodeConfig: undefined })),
    'encoderSettings requires property "timecodeConfig"',
  ],
  [
    'no timecode source',
    encoder(() => ({ TimecodeConfig: { Source: undefined } })),
    'timecodeConfig requires property "source"',
  ],
  [
    'an audio description without selector',
    encoder(({ AudioDescriptions = [] }) => ({
      AudioDescriptions: AudioDescriptions.map((each) => ({
        ...each,
        AudioSelectorName: undefined,
      })),
    })),
    'audioDescriptions[0] requires property "audioSelectorName"',
  ],
  [
    'an audio selector no input has',
    encoder(({ AudioDescriptions = [] }) => ({
      AudioDescriptions: AudioDescriptions.map((each) => ({ ...each, AudioSelectorName: 'other' })),
    })),
    'references undefined audio selector "other"',
  ],
  [
    'a frame rate without denominator',
    h264({ FramerateDenominator: undefined }),
    'h264Settings requires property "framerateDenominator"',
  ],
  ['CBR without bitrate', h264({ Bitrate: undefined }), 'h264Settings requires property "bitrate"'],
  [
    'QVBR without maximum',
    h264({ RateControlMode: 'QVBR' }),
    'h264Settings requires property "maxBitrate"',
  ],
  [
    'an unknown level',
    h264({ Level: 'H264_LEVEL_9' }),
    'videoDescriptions[0].codecSettings.h264Settings.level',
  ],
  ['a QVBR quality of 11', h264({ QvbrQualityLevel: 11 }), 'h264Settings.qvbrQualityLevel'],
  [
    'an odd width',
    encoder(({ VideoDescriptions = [] }) => ({
      VideoDescriptions: VideoDescriptions.map((each) => ({ ...each, Width: 1919 })),
    })),
    'videoDescriptions[0].width must be an even number',
  ],
  [
    'two video descriptions of one name',
    encoder(({ VideoDescriptions = [] }) => ({
      VideoDescriptions: [...VideoDescriptions, ...VideoDescriptions],
    })),
    'videoDescriptions[1].name "video_1080p30" is not unique',
  ],
  [
    'an underscore in a destination id',
    destination(0, { Id: 'plat_form' }),
    'destinations[0].id "plat_form"',
  ],
  [
    'a destination id that ends in a hyphen',
    destination(0, { Id: 'platform-' }),
    'destinations[0].id "platform-"',
  ],
  [
    'two destinations of one id',
    destination(0, { Id: 's3-rec' }),
    'destinations[1].id "s3-rec" is not unique',
  ],
  [
    'two addresses for a single pipeline',
    destination(0, {
      Settings: [
        { Url: 'rtmp://a.example.com/app', StreamName: 'one' },
        { Url: 'rtmp://b.example.com/app', StreamName: 'two' },
      ],
    }),
    'destinations[0].settings must have exactly 1 for a SINGLE_PIPELINE channel, not 2',
  ],
  // AWS's own words (aws/aws-sdk-java issue 1525).
  [
    'a reference to no destination',
    destination(0, { Id: 'renamed' }),
    'Object references undefined destination "platform"',
  ],
  [
    'an RTMP address without application',
    destination(0, address('rtmp://a.example.com', 'key')),
    'must have a URL rtmp(s)://host[:port]/app',
  ],
  [
    'an RTMP address over HTTP',
    destination(0, address('https://a.example.com/app', 'key')),
    'must have a URL rtmp(s)://host[:port]/app',
  ],
  [
    'no stream name',
    destination(0, address('rtmp://a.example.com/app')),
    'must have a stream name',
  ],
  [
    'a recording into a folder',
    destination(1, address('s3ssl://bucket/folder/')),
    'must not end in "/"',
  ],
  [
    'a recording without a path',
    destination(1, address('s3ssl://bucket')),
    'must be s3ssl://bucket/path',
  ],
  [
    'a recording without a role',
    () => ({ RoleArn: undefined }),
    'roleArn is required for an output to Amazon S3',
  ],
  [
    'a role that is none',
    () => ({ RoleArn: 'MediaLiveAccessRole' }),
    'roleArn is not the ARN of an IAM role',
  ],
  [
    'an output of an unknown video',
    output(0, { VideoDescriptionName: 'other' }),
    'undefined video description "other"',
  ],
  [
    'an output of an unknown audio',
    output(0, { AudioDescriptionNames: ['other'] }),
    'undefined audio description "other"',
  ],
  [
    'a name used by two outputs',
    output(0, { OutputName: 'rec-1080p' }),
    'outputGroups[1].outputs[0].outputName "rec-1080p" is not unique',
  ],
  [
    'an output name with a space',
    output(0, { OutputName: 'to platform' }),
    'outputGroups[0].outputs[0].outputName may hold',
  ],
  [
    'no outputs',
    group(0, (each) => ({ ...each, Outputs: [] })),
    'outputGroups[0].outputs must not be empty',
  ],
  [
    'an output without settings',
    output(0, { OutputSettings: undefined }),
    'outputGroups[0].outputs[0] requires property "outputSettings"',
  ],
  // AWS's own words (hashicorp/terraform-provider-aws issue 39516).
  [
    'an output of another group’s kind',
    output(1, {
      OutputSettings: { RtmpOutputSettings: { Destination: { DestinationRefId: 'platform' } } },
    }),
    'OutputSettings must contain exactly one property: ',
  ],
  [
    'a group of two kinds',
    group(0, (each) => ({
      ...each,
      OutputGroupSettings: {
        RtmpGroupSettings: {},
        HlsGroupSettings: { Destination: { DestinationRefId: 's3-rec' } },
      },
    })),
    'OutputGroupSettings must contain exactly one property',
  ],
  [
    'HLS without M3U8 settings',
    output(1, {
      OutputSettings: {
        HlsOutputSettings: { HlsSettings: { StandardHlsSettings: { M3u8Settings: undefined } } },
      },
    }),
    'standardHlsSettings requires property "m3u8Settings"',
  ],
  [
    'a group name over 32 characters',
    group(0, (each) => ({ ...each, Name: 'x'.repeat(33) })),
    'outputGroups[0].name',
  ],
  [
    'a STANDARD channel behind a single input',
    ({ Destinations = [] }) => ({
      ChannelClass: 'STANDARD',
      Destinations: Destinations.map(({ Id, Settings = [] }) => ({
        Id,
        Settings: [...Settings, ...Settings],
      })),
    }),
    'a STANDARD channel requires STANDARD inputs',
  ],
]

describe('CreateChannel', () => {
  it.each(unprocessable)('refuses %s with 422', async (_, changes, text) => {
    const refusal = await refusalFor(changes)
    expect(refusal).toMatchObject({ name: 'UnprocessableEntityException', status: 422 })
    expect(refusal.message).toContain(text)
    expect(refusal.paths.length).toBeGreaterThan(0)
  })

  it('takes STANDARD for a class left out', async () => {
    const refusal = await refusalFor(() => ({ ChannelClass: undefined }))
    expect(refusal.message).toContain('a STANDARD channel requires STANDARD inputs')
  })

  it('names every error of a request at once', async () => {
    const refusal = await refusalFor(() => ({ RoleArn: undefined, Destinations: [] }))
    expect(refusal.paths.length).toBeGreaterThanOrEqual(2)
    expect(refusal.message.split('; ').length).toBe(refusal.paths.length)
  })

  it('refuses a destination of no kind and of two with 400, in AWS’s words', async () => {
    for (const kind of [{ Settings: [] }, { MediaPackageSettings: [{ ChannelId: 'x' }] }]) {
      expect(await refusalFor(destination(0, kind))).toMatchObject({
        name: 'BadRequestException',
        status: 400,
        message:
          'Exactly one of settings, MediaPackage settings, or Multiplex settings is required for destination platform.',
      })
    }
  })

  it('says 501 for an output group it does not simulate', async () => {
    const archive = group(1, (each) => ({
      ...each,
      OutputGroupSettings: {
        ArchiveGroupSettings: { Destination: { DestinationRefId: 's3-rec' } },
      },
    }))
    expect(await refusalFor(archive)).toMatchObject({ status: 501 })
  })

  it('says 501 for a VPC, and does not pass it over', async () => {
    const inVpc = () => ({ Vpc: { SubnetIds: ['subnet-1', 'subnet-2'] } })
    expect(await refusalFor(inVpc)).toMatchObject({ name: 'NotImplemented', status: 501 })
  })

  it('makes nothing of what it refuses', async () => {
    const { Channels } = await account.client.send(new ListChannelsCommand())
    expect(Channels).toEqual([])
  })
})
