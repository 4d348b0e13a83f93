import type { Input } from '../../harness/conformanceFlow'
import { channelRequest } from '../medialive/channelRequest'

/** A channel as a console asks for it, without what clients of 2022 do not know; `<inputId>` feeds it. */
export function channelInput(changes: Input = {}): Input {
  const { EncoderSettings, ...request } = channelRequest('<inputId>')
  const { ThumbnailConfiguration: _, ...settings } = EncoderSettings ?? {}
  return {
    ...request,
    Name: '<prefix>-channel',
    RoleArn: '<roleArn>',
    EncoderSettings: settings,
    ...changes,
  }
}
