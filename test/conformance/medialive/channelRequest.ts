import type { CreateChannelCommandInput } from '@aws-sdk/client-medialive'

export const roleArn = 'arn:aws:iam::111122223333:role/MediaLiveAccessRole'

/** One RTMP destination and one recording to S3, as a console would ask for it. */
export function channelRequest(
  inputId: string,
  changes: Partial<CreateChannelCommandInput> = {},
): CreateChannelCommandInput {
  return {
    Name: 'sunday',
    ChannelClass: 'SINGLE_PIPELINE',
    RoleArn: roleArn,
    InputSpecification: { Codec: 'AVC', Resolution: 'HD', MaximumBitrate: 'MAX_10_MBPS' },
    InputAttachments: [
      {
        InputId: inputId,
        InputAttachmentName: 'host-rtmp',
        InputSettings: { AudioSelectors: [{ Name: 'default-audio-selector' }] },
      },
    ],
    Destinations: [
      {
        Id: 'platform',
        Settings: [{ Url: 'rtmp://a.rtmp.example.com/live2', StreamName: 'dummy-key' }],
      },
      { Id: 's3-rec', Settings: [{ Url: 's3ssl://example-recordings/recordings/abc/show' }] },
    ],
    EncoderSettings: {
      TimecodeConfig: { Source: 'SYSTEMCLOCK' },
      ThumbnailConfiguration: { State: 'AUTO' },
      VideoDescriptions: [videoDescription],
      AudioDescriptions: [
        {
          Name: 'audio_aac',
          AudioSelectorName: 'default-audio-selector',
          CodecSettings: { AacSettings: { Bitrate: 128_000, SampleRate: 48_000 } },
        },
      ],
      OutputGroups: [rtmpGroup, recordingGroup],
    },
    ...changes,
  }
}

const videoDescription = {
  Name: 'video_1080p30',
  Width: 1920,
  Height: 1080,
  CodecSettings: {
    H264Settings: {
      RateControlMode: 'CBR',
      Bitrate: 5_000_000,
      FramerateControl: 'SPECIFIED',
      FramerateNumerator: 30,
      FramerateDenominator: 1,
      GopSize: 2,
      GopSizeUnits: 'SECONDS',
    },
  },
} as const

const rtmpGroup = {
  Name: 'platform',
  OutputGroupSettings: { RtmpGroupSettings: { RestartDelay: 15 } },
  Outputs: [
    {
      OutputName: 'platform-1080p',
      VideoDescriptionName: 'video_1080p30',
      AudioDescriptionNames: ['audio_aac'],
      OutputSettings: {
        RtmpOutputSettings: {
          Destination: { DestinationRefId: 'platform' },
          ConnectionRetryInterval: 2,
          NumRetries: 100,
        },
      },
    },
  ],
}

const recordingGroup = {
  Name: 'recording',
  OutputGroupSettings: {
    HlsGroupSettings: {
      Destination: { DestinationRefId: 's3-rec' },
      HlsCdnSettings: { HlsS3Settings: {} },
      Mode: 'VOD' as const,
      SegmentLength: 2,
      ProgramDateTime: 'INCLUDE' as const,
    },
  },
  Outputs: [
    {
      OutputName: 'rec-1080p',
      VideoDescriptionName: 'video_1080p30',
      AudioDescriptionNames: ['audio_aac'],
      OutputSettings: {
        HlsOutputSettings: {
          NameModifier: '-1080p',
          SegmentModifier: '-$t$-',
          HlsSettings: { StandardHlsSettings: { M3u8Settings: {} } },
        },
      },
    },
  ],
}
