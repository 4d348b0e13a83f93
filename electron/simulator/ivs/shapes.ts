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
/** AWS keeps `aws:` for itself (Tag Editor user guide, "Tag naming limits and requirements"). */
const TagKey = z
  .string()
  .min(1)
  .max(128)
  .regex(tagText)
  .refine((name) => !/^aws:/i.test(name), 'aws: prefixed tag key names are not allowed')
export const Tags = z
  .record(TagKey, z.string().max(256).regex(tagText))
  .refine((tags) => Object.keys(tags).length <= 50, 'a resource has at most 50 tags')
const RecordingConfigurationArn = z
  .string()
  .max(128)
  .regex(/^(|arn:aws:ivs:[a-z0-9-]+:[0-9]+:recording-configuration\/[a-zA-Z0-9-]+)$/)
export const ResourceArn = z
  .string()
  .max(128)
  .regex(/^arn:aws:ivs:[a-z0-9-]+:[0-9]+:[a-z-]+\/[a-zA-Z0-9-]+$/)
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
  containerFormat: z.enum(['TS', 'FRAGMENTED_MP4']).optional(),
  multitrackInputConfiguration: z.object({ enabled: z.boolean().optional() }).optional(),
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
export const OneSession = OneStream.extend({
  streamId: z
    .string()
    .regex(/^st-[a-zA-Z0-9]+$/)
    .optional(),
})
export const PutMetadata = z.object({ channelArn: ChannelArn, metadata: z.string().min(1) })
export const TagResource = z.object({ tags: Tags })
export const TagKeys = z.array(z.string().min(1).max(128)).min(1).max(50)

const Rendition = z.enum(['SD', 'HD', 'FULL_HD', 'LOWEST_RESOLUTION'])
const ThumbnailConfiguration = z.object({
  recordingMode: z.enum(['INTERVAL', 'DISABLED']).optional(),
  targetIntervalSeconds: z.number().int().min(1).max(60).optional(),
  resolution: Rendition.optional(),
  storage: z
    .array(z.enum(['SEQUENTIAL', 'LATEST']))
    .max(2)
    .optional(),
})
const RenditionConfiguration = z
  .object({
    renditionSelection: z.enum(['ALL', 'NONE', 'CUSTOM']).optional(),
    renditions: z.array(Rendition).max(4).optional(),
  })
  .refine(
    ({ renditionSelection, renditions = [] }) =>
      renditionSelection !== 'CUSTOM' || renditions.length > 0,
    'CUSTOM needs a set of renditions',
  )
export const CreateRecordingConfiguration = z.object({
  name: ChannelName.optional(),
  destinationConfiguration: z.object({
    s3: z.object({
      bucketName: z
        .string()
        .min(3)
        .max(63)
        .regex(/^[a-z0-9-.]+$/),
    }),
  }),
  tags: Tags.optional(),
  thumbnailConfiguration: ThumbnailConfiguration.optional(),
  recordingReconnectWindowSeconds: z.number().int().min(0).max(300).optional(),
  renditionConfiguration: RenditionConfiguration.optional(),
})
export type CreateRecordingConfiguration = z.infer<typeof CreateRecordingConfiguration>
export const OneRecordingConfiguration = z.object({
  arn: RecordingConfigurationArn.min(1),
})
export const ListRecordingConfigurations = z.object({ maxResults: pageSize(100), nextToken })
