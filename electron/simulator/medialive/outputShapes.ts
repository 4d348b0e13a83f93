import { z } from 'zod'

/** The wire shapes of output groups and outputs, as in the MediaLive service model (API 2017-10-14). */
const onOff = z.enum(['DISABLED', 'ENABLED'])
const withOrWithout = z.enum(['EXCLUDE', 'INCLUDE'])
const whole = (from: number, to = Number.MAX_SAFE_INTEGER) => z.int().min(from).max(to)
const passthrough = z.enum(['NO_PASSTHROUGH', 'PASSTHROUGH'])
const OutputLocationRef = z.looseObject({ destinationRefId: z.string().optional() })

export const RtmpGroupSettings = z.looseObject({
  adMarkers: z.array(z.enum(['ON_CUE_POINT_SCTE35'])).optional(),
  authenticationScheme: z.enum(['AKAMAI', 'COMMON']).optional(),
  cacheFullBehavior: z.enum(['DISCONNECT_IMMEDIATELY', 'WAIT_FOR_SERVER']).optional(),
  cacheLength: whole(30).optional(),
  captionData: z.enum(['ALL', 'FIELD1_608', 'FIELD1_AND_FIELD2_608']).optional(),
  includeFillerNalUnits: z.enum(['AUTO', 'DROP', 'INCLUDE']).optional(),
  inputLossAction: z.enum(['EMIT_OUTPUT', 'PAUSE_OUTPUT']).optional(),
  restartDelay: whole(0).optional(),
})

export const RtmpOutputSettings = z.looseObject({
  destination: OutputLocationRef,
  certificateMode: z.enum(['SELF_SIGNED', 'VERIFY_AUTHENTICITY']).optional(),
  connectionRetryInterval: whole(1).optional(),
  numRetries: whole(0).optional(),
})

export const HlsGroupSettings = z.looseObject({
  destination: OutputLocationRef,
  adMarkers: z.array(z.enum(['ADOBE', 'ELEMENTAL', 'ELEMENTAL_SCTE35'])).optional(),
  captionLanguageSetting: z.enum(['INSERT', 'NONE', 'OMIT']).optional(),
  clientCache: onOff.optional(),
  codecSpecification: z.enum(['RFC_4281', 'RFC_6381']).optional(),
  directoryStructure: z.enum(['SINGLE_DIRECTORY', 'SUBDIRECTORY_PER_STREAM']).optional(),
  hlsCdnSettings: z
    .looseObject({
      hlsS3Settings: z
        .looseObject({
          cannedAcl: z
            .enum([
              'AUTHENTICATED_READ',
              'BUCKET_OWNER_FULL_CONTROL',
              'BUCKET_OWNER_READ',
              'PUBLIC_READ',
            ])
            .optional(),
        })
        .optional(),
    })
    .optional(),
  hlsId3SegmentTagging: onOff.optional(),
  indexNSegments: whole(3).optional(),
  inputLossAction: z.enum(['EMIT_OUTPUT', 'PAUSE_OUTPUT']).optional(),
  ivInManifest: withOrWithout.optional(),
  ivSource: z.enum(['EXPLICIT', 'FOLLOWS_SEGMENT_NUMBER']).optional(),
  keepSegments: whole(1).optional(),
  manifestCompression: z.enum(['GZIP', 'NONE']).optional(),
  manifestDurationFormat: z.enum(['FLOATING_POINT', 'INTEGER']).optional(),
  minSegmentLength: whole(0).optional(),
  mode: z.enum(['LIVE', 'VOD']).optional(),
  outputSelection: z
    .enum(['MANIFESTS_AND_SEGMENTS', 'SEGMENTS_ONLY', 'VARIANT_MANIFESTS_AND_SEGMENTS'])
    .optional(),
  programDateTime: withOrWithout.optional(),
  programDateTimeClock: z.enum(['INITIALIZE_FROM_OUTPUT_TIMECODE', 'SYSTEM_CLOCK']).optional(),
  programDateTimePeriod: whole(0, 3600).optional(),
  redundantManifest: onOff.optional(),
  segmentLength: whole(1).optional(),
  segmentsPerSubdirectory: whole(1).optional(),
  streamInfResolution: withOrWithout.optional(),
  timedMetadataId3Frame: z.enum(['NONE', 'PRIV', 'TDRL']).optional(),
  timedMetadataId3Period: whole(0).optional(),
  timestampDeltaMilliseconds: whole(0).optional(),
  tsFileMode: z.enum(['SEGMENTED_FILES', 'SINGLE_FILE']).optional(),
})

const M3u8Settings = z.looseObject({
  audioFramesPerPes: whole(0).optional(),
  pcrControl: z.enum(['CONFIGURED_PCR_PERIOD', 'PCR_EVERY_PES_PACKET']).optional(),
  pcrPeriod: whole(0, 500).optional(),
  scte35Behavior: passthrough.optional(),
  timedMetadataBehavior: passthrough.optional(),
})

export const HlsOutputSettings = z.looseObject({
  h265PackagingType: z.enum(['HEV1', 'HVC1']).optional(),
  nameModifier: z.string().min(1).optional(),
  segmentModifier: z.string().optional(),
  hlsSettings: z.looseObject({
    standardHlsSettings: z
      .looseObject({
        audioRenditionSets: z.string().optional(),
        m3u8Settings: M3u8Settings,
      })
      .optional(),
  }),
})

export const Output = z.looseObject({
  outputName: z.string().min(1).max(255).optional(),
  videoDescriptionName: z.string().optional(),
  audioDescriptionNames: z.array(z.string()).optional(),
  captionDescriptionNames: z.array(z.string()).optional(),
  outputSettings: z.looseObject({
    rtmpOutputSettings: RtmpOutputSettings.optional(),
    hlsOutputSettings: HlsOutputSettings.optional(),
  }),
})
export type Output = z.infer<typeof Output>

export const OutputGroup = z.looseObject({
  name: z.string().max(32).optional(),
  outputGroupSettings: z.looseObject({
    rtmpGroupSettings: RtmpGroupSettings.optional(),
    hlsGroupSettings: HlsGroupSettings.optional(),
  }),
  outputs: z.array(Output),
})
export type OutputGroup = z.infer<typeof OutputGroup>
