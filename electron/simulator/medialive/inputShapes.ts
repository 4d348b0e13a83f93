import { z } from 'zod'
import { Tags } from './channelShapes'

export const inputTypes = [
  'UDP_PUSH',
  'RTP_PUSH',
  'RTMP_PUSH',
  'RTMP_PULL',
  'URL_PULL',
  'MP4_FILE',
  'MEDIACONNECT',
  'INPUT_DEVICE',
  'AWS_CDI',
  'TS_FILE',
  'SRT_CALLER',
  'MULTICAST',
  'SMPTE_2110_RECEIVER_GROUP',
  'SDI',
  'MEDIACONNECT_ROUTER',
  'SRT_LISTENER',
] as const

const StreamDestination = z.looseObject({ streamName: z.string().optional() })

export const NewInput = z.object({
  name: z.string().min(1),
  type: z.enum(inputTypes),
  destinations: z.array(StreamDestination).optional(),
  inputSecurityGroups: z.array(z.string()).optional(),
  requestId: z.string().optional(),
  tags: Tags.optional(),
  vpc: z.unknown().optional(),
})
export type NewInput = z.infer<typeof NewInput>

export const InputChange = z.object({
  name: z.string().min(1).optional(),
  destinations: z.array(StreamDestination).optional(),
  inputSecurityGroups: z.array(z.string()).optional(),
})
export type InputChange = z.infer<typeof InputChange>

const WhitelistRule = z.looseObject({ cidr: z.string() })

export const NewSecurityGroup = z.object({
  whitelistRules: z.array(WhitelistRule).optional(),
  tags: Tags.optional(),
})
export type NewSecurityGroup = z.infer<typeof NewSecurityGroup>
