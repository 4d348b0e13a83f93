import {
  CreateChannelCommand,
  CreateInputCommand,
  CreateInputSecurityGroupCommand,
  type MediaLiveClient,
} from '@aws-sdk/client-medialive'
import { encoderSettings } from '../../electron/core/encoder/encoderSettings'
import { presetOf } from '../../electron/core/encoder/presets'

/** An allow-list for inputs, made as a script would. */
export async function makeAllowList(client: MediaLiveClient): Promise<string> {
  const { SecurityGroup } = await client.send(
    new CreateInputSecurityGroupCommand({ WhitelistRules: [{ Cidr: '203.0.113.4/32' }] }),
  )
  return SecurityGroup?.Id ?? ''
}

/** An input and a channel on it with one platform and a recording: three calls with the allow-list. */
export async function makeChannel(
  client: MediaLiveClient,
  allowList: string,
  name: string,
): Promise<string> {
  const { Input } = await client.send(
    new CreateInputCommand({
      Name: name,
      Type: 'RTMP_PUSH',
      InputSecurityGroups: [allowList],
      Destinations: [{ StreamName: `live/${name}` }],
    }),
  )
  const { Channel } = await client.send(
    new CreateChannelCommand({
      Name: name,
      ChannelClass: 'SINGLE_PIPELINE',
      RoleArn: 'arn:aws:iam::111122223333:role/MediaLiveAccessRole',
      InputSpecification: { Codec: 'AVC', Resolution: 'HD', MaximumBitrate: 'MAX_10_MBPS' },
      InputAttachments: [
        {
          InputId: Input?.Id,
          InputAttachmentName: 'contribution',
          InputSettings: { AudioSelectors: [{ Name: 'default-audio-selector' }] },
        },
      ],
      Destinations: [
        {
          Id: 'platform',
          Settings: [{ Url: 'rtmp://live.example.com/app', StreamName: 'dummy-key' }],
        },
        { Id: 'recording', Settings: [{ Url: `s3ssl://example-recordings/${name}/show` }] },
      ],
      EncoderSettings: encoderSettings(presetOf('1080p30'), ['platform']),
    }),
  )
  return Channel?.Id ?? ''
}
