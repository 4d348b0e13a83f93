import { z } from 'zod'

/**
 * What callers send, as the service model bounds it (IVS low-latency API reference). Members that are
 * not simulated are let through and have no effect, but for those refused in `world.ts`.
 */
const ChannelName = z
  .string()
  .max(128)
  .regex(/^[a-zA-Z0-9-_]*$/)
export const ChannelArn = z
  .string()
  .max(128)
  .regex(/^arn:aws:ivs:[a-z0-9-]+:[0-9]+:channel\/[a-zA-Z0-9-]+$/)
export const StreamKeyArn = z
  .string()
  .max(128)
  .regex(/^arn:aws:ivs:[a-z0-9-]+:[0-9]+:stream-key\/[a-zA-Z0-9-]+$/)
const LatencyMode = z.enum(['NORMAL', 'LOW'])
const ChannelType = z.enum(['BASIC', 'STANDARD', 'ADVANCED_SD', 'ADVANCED_HD'])
const Preset = z.enum(['', 'HIGHER_BANDWIDTH_DELIVERY', 'CONSTRAINED_BANDWIDTH_DELIVERY'])
const tagText = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u
export const Tags = z
  .record(z.string().min(1).max(128).regex(tagText), z.string().max(256).regex(tagText))
  .refine((tags) => Object.keys(tags).length <= 50, 'a resource has at most 50 tags')
const RecordingConfigurationArn = z.string().max(128)
const nextToken = z.string().max(1024).optional()
const pageSize = (most: number) => z.number().int().min(1).max(most).optional()

const channelSettings = {
  name: ChannelName.optional(),
  latencyMode: LatencyMode.optional(),
  type: ChannelType.optional(),
  authorized: z.boolean().optional(),
  insecureIngest: z.boolean().optional(),
  preset: Preset.optional(),
  recordingConfigurationArn: RecordingConfigurationArn.optional(),
  playbackRestrictionPolicyArn: z.string().max(128).optional(),
}

export const CreateChannel = z.object({ ...channelSettings, tags: Tags.optional() })
export type CreateChannel = z.infer<typeof CreateChannel>
export const UpdateChannel = z.object({ ...channelSettings, arn: ChannelArn })
export type UpdateChannel = z.infer<typeof UpdateChannel>
export const OneChannel = z.object({ arn: ChannelArn })
export const BatchOfChannels = z.object({ arns: z.array(ChannelArn).min(1).max(50) })
export const ListChannels = z.object({
  filterByName: ChannelName.optional(),
  filterByRecordingConfigurationArn: RecordingConfigurationArn.optional(),
  maxResults: pageSize(100),
  nextToken,
})

export const CreateStreamKey = z.object({ channelArn: ChannelArn, tags: Tags.optional() })
export const OneStreamKey = z.object({ arn: StreamKeyArn })
export const BatchOfStreamKeys = z.object({ arns: z.array(StreamKeyArn).min(1).max(50) })
export const ListStreamKeys = z.object({
  channelArn: ChannelArn,
  maxResults: pageSize(50),
  nextToken,
})

export const OneStream = z.object({ channelArn: ChannelArn })
export const ListStreams = z.object({
  filterBy: z.object({ health: z.enum(['HEALTHY', 'STARVING', 'UNKNOWN']).optional() }).optional(),
  maxResults: pageSize(100),
  nextToken,
})
export const ListStreamSessions = z.object({
  channelArn: ChannelArn,
  maxResults: pageSize(100),
  nextToken,
})
export const PutMetadata = z.object({ channelArn: ChannelArn, metadata: z.string().min(1) })
export const TagResource = z.object({ tags: Tags })
