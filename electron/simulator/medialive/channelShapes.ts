import { z } from 'zod'
import {
  AudioDescription,
  GlobalConfiguration,
  TimecodeConfig,
  VideoDescription,
} from './encoderShapes'
import { OutputGroup } from './outputShapes'

const onOff = z.enum(['DISABLED', 'ENABLED'])

export const Tags = z.record(z.string(), z.string())
export type Tags = Readonly<Record<string, string>>

export const ChannelClass = z.enum(['SINGLE_PIPELINE', 'STANDARD'])
export type ChannelClass = z.infer<typeof ChannelClass>

const FailoverCondition = z.looseObject({
  failoverConditionSettings: z
    .looseObject({
      audioSilenceSettings: z
        .looseObject({
          audioSelectorName: z.string(),
          audioSilenceThresholdMsec: z.int().min(1000).optional(),
        })
        .optional(),
      inputLossSettings: z
        .looseObject({ inputLossThresholdMsec: z.int().min(100).optional() })
        .optional(),
      videoBlackSettings: z
        .looseObject({
          blackDetectThreshold: z.number().min(0).max(1).optional(),
          videoBlackThresholdMsec: z.int().min(1000).optional(),
        })
        .optional(),
    })
    .optional(),
})

const FailoverSettings = z.looseObject({
  secondaryInputId: z.string(),
  errorClearTimeMsec: z.int().min(1).optional(),
  failoverConditions: z.array(FailoverCondition).optional(),
  inputPreference: z.enum(['EQUAL_INPUT_PREFERENCE', 'PRIMARY_INPUT_PREFERRED']).optional(),
})
export type FailoverSettings = z.infer<typeof FailoverSettings>

export const InputAttachment = z.looseObject({
  inputId: z.string().min(1),
  automaticInputFailoverSettings: FailoverSettings.optional(),
  inputAttachmentName: z.string().min(1).optional(),
  inputSettings: z
    .looseObject({
      audioSelectors: z.array(z.looseObject({ name: z.string().min(1) })).optional(),
      deblockFilter: onOff.optional(),
      denoiseFilter: onOff.optional(),
      filterStrength: z.int().min(1).max(5).optional(),
      inputFilter: z.enum(['AUTO', 'DISABLED', 'FORCED']).optional(),
      smpte2038DataPreference: z.enum(['IGNORE', 'PREFER']).optional(),
      sourceEndBehavior: z.enum(['CONTINUE', 'LOOP']).optional(),
    })
    .optional(),
})
export type InputAttachment = z.infer<typeof InputAttachment>

export const OutputDestination = z.looseObject({
  id: z.string().min(1),
  settings: z
    .array(
      z.looseObject({
        url: z.string().optional(),
        streamName: z.string().optional(),
        username: z.string().optional(),
        passwordParam: z.string().optional(),
      }),
    )
    .optional(),
  mediaPackageSettings: z.array(z.unknown()).optional(),
  multiplexSettings: z.unknown().optional(),
  srtSettings: z.array(z.unknown()).optional(),
})
export type OutputDestination = z.infer<typeof OutputDestination>

export const InputSpecification = z.looseObject({
  codec: z.enum(['MPEG2', 'AVC', 'HEVC']),
  resolution: z.enum(['SD', 'HD', 'UHD']),
  maximumBitrate: z.enum(['MAX_10_MBPS', 'MAX_20_MBPS', 'MAX_50_MBPS']),
})
export type InputSpecification = z.infer<typeof InputSpecification>

export const EncoderSettings = z.looseObject({
  videoDescriptions: z.array(VideoDescription),
  audioDescriptions: z.array(AudioDescription),
  outputGroups: z.array(OutputGroup),
  timecodeConfig: TimecodeConfig,
  globalConfiguration: GlobalConfiguration.optional(),
  thumbnailConfiguration: z.looseObject({ state: z.enum(['AUTO', 'DISABLED']) }).optional(),
  motionGraphicsConfiguration: z
    .looseObject({ motionGraphicsInsertion: onOff.optional() })
    .optional(),
  featureActivations: z
    .looseObject({
      inputPrepareScheduleActions: onOff.optional(),
      outputStaticImageOverlayScheduleActions: onOff.optional(),
    })
    .optional(),
})
export type EncoderSettings = z.infer<typeof EncoderSettings>

const LogLevel = z.enum(['ERROR', 'WARNING', 'INFO', 'DEBUG', 'DISABLED'])

const Maintenance = z.looseObject({
  maintenanceDay: z.enum([
    'MONDAY',
    'TUESDAY',
    'WEDNESDAY',
    'THURSDAY',
    'FRIDAY',
    'SATURDAY',
    'SUNDAY',
  ]),
  maintenanceStartTime: z.string().regex(/^([01]?\d|2[0-3]):00$/),
})

/** What describes a channel, whether it is made or changed. */
export const ChannelSpec = z.object({
  name: z.string().min(1),
  roleArn: z.string().optional(),
  logLevel: LogLevel.optional(),
  maintenance: Maintenance.optional(),
  inputSpecification: InputSpecification,
  inputAttachments: z.array(InputAttachment),
  destinations: z.array(OutputDestination),
  encoderSettings: EncoderSettings,
})
export type ChannelSpec = z.infer<typeof ChannelSpec>

/** Members that AWS knows and this simulator does not; giving one is refused with 501, not passed over. */
const unsimulated = {
  vpc: z.unknown().optional(),
  cdiInputSpecification: z.unknown().optional(),
  anywhereSettings: z.unknown().optional(),
  linkedChannelSettings: z.unknown().optional(),
  channelSecurityGroups: z.unknown().optional(),
  inferenceSettings: z.unknown().optional(),
  channelEngineVersion: z.unknown().optional(),
}
export const unsimulatedMembers = Object.keys(unsimulated)

export const NewChannel = ChannelSpec.extend({
  dryRun: z.boolean().optional(),
  channelClass: ChannelClass.optional(),
  requestId: z.string().optional(),
  tags: Tags.optional(),
  ...unsimulated,
})
export type NewChannel = z.infer<typeof NewChannel>

/** UpdateChannel: what is left out stays, lists are replaced whole; but a role left out is removed. */
export const ChannelChange = ChannelSpec.partial().extend({
  dryRun: z.boolean().optional(),
  ...unsimulated,
})
export type ChannelChange = z.infer<typeof ChannelChange>

export const ClassChange = z.object({
  channelClass: ChannelClass,
  destinations: z.array(OutputDestination).optional(),
})
export type ClassChange = z.infer<typeof ClassChange>
