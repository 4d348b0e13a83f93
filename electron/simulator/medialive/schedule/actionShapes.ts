import { z } from 'zod'

/** The wire shapes of schedule actions, as in the MediaLive service model (API 2017-10-14). */
const whole = (from: number, to = Number.MAX_SAFE_INTEGER) => z.int().min(from).max(to)
const byte = whole(0, 255)

const InputClipping = z.object({
  inputTimecodeSource: z.enum(['ZEROBASED', 'EMBEDDED']),
  startTimecode: z.object({ timecode: z.string().optional() }).optional(),
  stopTimecode: z
    .object({
      lastFrameClippingBehavior: z.enum(['EXCLUDE_LAST_FRAME', 'INCLUDE_LAST_FRAME']).optional(),
      timecode: z.string().optional(),
    })
    .optional(),
})

const PipelineName = z.enum(['PIPELINE_0', 'PIPELINE_1'])

const Segmentation = z.object({
  deliveryRestrictions: z
    .object({
      archiveAllowedFlag: z.enum(['ARCHIVE_NOT_ALLOWED', 'ARCHIVE_ALLOWED']),
      deviceRestrictions: z.enum(['NONE', 'RESTRICT_GROUP0', 'RESTRICT_GROUP1', 'RESTRICT_GROUP2']),
      noRegionalBlackoutFlag: z.enum(['REGIONAL_BLACKOUT', 'NO_REGIONAL_BLACKOUT']),
      webDeliveryAllowedFlag: z.enum(['WEB_DELIVERY_NOT_ALLOWED', 'WEB_DELIVERY_ALLOWED']),
    })
    .optional(),
  segmentNum: byte.optional(),
  segmentationCancelIndicator: z.enum([
    'SEGMENTATION_EVENT_NOT_CANCELED',
    'SEGMENTATION_EVENT_CANCELED',
  ]),
  segmentationDuration: whole(0, 1_099_511_627_775).optional(),
  segmentationEventId: whole(0, 4_294_967_295),
  segmentationTypeId: byte.optional(),
  segmentationUpid: z
    .string()
    .regex(/^([0-9a-fA-F]{2})*$/)
    .optional(),
  segmentationUpidType: byte.optional(),
  segmentsExpected: byte.optional(),
  subSegmentNum: byte.optional(),
  subSegmentsExpected: byte.optional(),
})

const Image = z.object({
  passwordParam: z.string().optional(),
  uri: z.string().max(2048),
  username: z.string().optional(),
})

const imagePlace = {
  duration: whole(0).optional(),
  fadeIn: whole(0).optional(),
  fadeOut: whole(0).optional(),
  height: whole(1).optional(),
  image: Image,
  imageX: whole(0).optional(),
  imageY: whole(0).optional(),
  layer: whole(0, 7).optional(),
  opacity: whole(0, 100).optional(),
  width: whole(1).optional(),
}
const imageEnd = { fadeOut: whole(0).optional(), layer: whole(0, 7).optional() }
const outputNames = z.array(z.string())
const segmentTag = z.object({ tag: z.string().optional(), id3: z.string().optional() })
const id3 = z.object({ id3: z.string() })

/** All seventeen; an action has exactly one of them. */
const settings = {
  hlsId3SegmentTaggingSettings: segmentTag.optional(),
  hlsTimedMetadataSettings: id3.optional(),
  id3SegmentTaggingSettings: segmentTag.optional(),
  timedMetadataSettings: id3.optional(),
  inputPrepareSettings: z
    .object({
      inputAttachmentNameReference: z.string().optional(),
      inputClippingSettings: InputClipping.optional(),
      urlPath: z.array(z.string()).optional(),
    })
    .optional(),
  inputSwitchSettings: z
    .object({
      inputAttachmentNameReference: z.string(),
      inputClippingSettings: InputClipping.optional(),
      urlPath: z.array(z.string()).optional(),
    })
    .optional(),
  motionGraphicsImageActivateSettings: z
    .object({
      duration: whole(0, 86_400_000).optional(),
      passwordParam: z.string().optional(),
      url: z.string().optional(),
      username: z.string().optional(),
    })
    .optional(),
  motionGraphicsImageDeactivateSettings: z.object({}).optional(),
  pauseStateSettings: z
    .object({ pipelines: z.array(z.object({ pipelineId: PipelineName })).optional() })
    .optional(),
  scte35InputSettings: z
    .object({
      inputAttachmentNameReference: z.string().optional(),
      mode: z.enum(['FIXED', 'FOLLOW_ACTIVE']),
    })
    .optional(),
  scte35ReturnToNetworkSettings: z.object({ spliceEventId: whole(0, 4_294_967_295) }).optional(),
  scte35SpliceInsertSettings: z
    .object({
      duration: whole(0, 8_589_934_591).optional(),
      spliceEventId: whole(0, 4_294_967_295),
    })
    .optional(),
  scte35TimeSignalSettings: z
    .object({
      scte35Descriptors: z.array(
        z.object({
          scte35DescriptorSettings: z.object({
            segmentationDescriptorScte35DescriptorSettings: Segmentation,
          }),
        }),
      ),
    })
    .optional(),
  staticImageActivateSettings: z.object(imagePlace).optional(),
  staticImageDeactivateSettings: z.object(imageEnd).optional(),
  staticImageOutputActivateSettings: z.object({ ...imagePlace, outputNames }).optional(),
  staticImageOutputDeactivateSettings: z.object({ ...imageEnd, outputNames }).optional(),
} as const

export type ActionKind = keyof typeof settings
export const actionKinds = Object.keys(settings) as readonly ActionKind[] // the table's own keys

/** UTC, `2026-01-01T20:30:00.000Z`; the user guide's examples leave the milliseconds out at times. */
const utc = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/)
  .refine((time) => !Number.isNaN(Date.parse(time)))

const StartSettings = z.object({
  fixedModeScheduleActionStartSettings: z.object({ time: utc }).optional(),
  followModeScheduleActionStartSettings: z
    .object({ followPoint: z.enum(['START', 'END']), referenceActionName: z.string() })
    .optional(),
  immediateModeScheduleActionStartSettings: z.object({}).optional(),
})

export const ScheduleAction = z.object({
  actionName: z.string().min(1),
  scheduleActionSettings: z.object(settings),
  scheduleActionStartSettings: StartSettings,
})
export type ScheduleAction = z.infer<typeof ScheduleAction>

export const ScheduleBatch = z.object({
  creates: z.object({ scheduleActions: z.array(ScheduleAction) }).optional(),
  deletes: z.object({ actionNames: z.array(z.string()) }).optional(),
})
export type ScheduleBatch = z.infer<typeof ScheduleBatch>
