import { z } from 'zod'

/**
 * The wire shapes of encoder settings: names, types, enumerations and required members as in the
 * MediaLive service model (API 2017-10-14). Members that are not checked here are kept as they came.
 */
const onOff = z.enum(['DISABLED', 'ENABLED'])
const whole = (from: number, to = Number.MAX_SAFE_INTEGER) => z.int().min(from).max(to)
const rateAtLeast1000 = whole(1000)

export const H264Settings = z.looseObject({
  adaptiveQuantization: z
    .enum(['AUTO', 'HIGH', 'HIGHER', 'LOW', 'MAX', 'MEDIUM', 'OFF'])
    .optional(),
  afdSignaling: z.enum(['AUTO', 'FIXED', 'NONE']).optional(),
  bitrate: rateAtLeast1000.optional(),
  bufFillPct: whole(0, 100).optional(),
  bufSize: whole(0).optional(),
  colorMetadata: z.enum(['IGNORE', 'INSERT']).optional(),
  entropyEncoding: z.enum(['CABAC', 'CAVLC']).optional(),
  flickerAq: onOff.optional(),
  forceFieldPictures: onOff.optional(),
  framerateControl: z.enum(['INITIALIZE_FROM_SOURCE', 'SPECIFIED']).optional(),
  framerateDenominator: whole(1).optional(),
  framerateNumerator: whole(1).optional(),
  gopBReference: onOff.optional(),
  gopClosedCadence: whole(0).optional(),
  gopNumBFrames: whole(0, 7).optional(),
  gopSize: z.number().positive().optional(),
  gopSizeUnits: z.enum(['FRAMES', 'SECONDS']).optional(),
  level: z
    .enum([
      'H264_LEVEL_1',
      'H264_LEVEL_1_1',
      'H264_LEVEL_1_2',
      'H264_LEVEL_1_3',
      'H264_LEVEL_2',
      'H264_LEVEL_2_1',
      'H264_LEVEL_2_2',
      'H264_LEVEL_3',
      'H264_LEVEL_3_1',
      'H264_LEVEL_3_2',
      'H264_LEVEL_4',
      'H264_LEVEL_4_1',
      'H264_LEVEL_4_2',
      'H264_LEVEL_5',
      'H264_LEVEL_5_1',
      'H264_LEVEL_5_2',
      'H264_LEVEL_AUTO',
    ])
    .optional(),
  lookAheadRateControl: z.enum(['HIGH', 'LOW', 'MEDIUM']).optional(),
  maxBitrate: rateAtLeast1000.optional(),
  minIInterval: whole(0, 30).optional(),
  numRefFrames: whole(1, 6).optional(),
  parControl: z.enum(['INITIALIZE_FROM_SOURCE', 'SPECIFIED']).optional(),
  parDenominator: whole(1).optional(),
  parNumerator: whole(1).optional(),
  profile: z
    .enum(['BASELINE', 'HIGH', 'HIGH_10BIT', 'HIGH_422', 'HIGH_422_10BIT', 'MAIN'])
    .optional(),
  qualityLevel: z.enum(['ENHANCED_QUALITY', 'STANDARD_QUALITY']).optional(),
  qvbrQualityLevel: whole(1, 10).optional(),
  rateControlMode: z.enum(['CBR', 'MULTIPLEX', 'QVBR', 'VBR']).optional(),
  scanType: z.enum(['INTERLACED', 'PROGRESSIVE']).optional(),
  sceneChangeDetect: onOff.optional(),
  slices: whole(1, 32).optional(),
  softness: whole(0, 128).optional(),
  spatialAq: onOff.optional(),
  subgopLength: z.enum(['DYNAMIC', 'FIXED']).optional(),
  syntax: z.enum(['DEFAULT', 'RP2027']).optional(),
  temporalAq: onOff.optional(),
  timecodeInsertion: z.enum(['DISABLED', 'PIC_TIMING_SEI']).optional(),
})
export type H264Settings = z.infer<typeof H264Settings>

export const VideoDescription = z.looseObject({
  name: z.string().min(1),
  width: whole(1).optional(),
  height: whole(1).optional(),
  respondToAfd: z.enum(['NONE', 'PASSTHROUGH', 'RESPOND']).optional(),
  scalingBehavior: z.enum(['DEFAULT', 'STRETCH_TO_OUTPUT', 'SMART_CROP']).optional(),
  sharpness: whole(0, 100).optional(),
  codecSettings: z.looseObject({ h264Settings: H264Settings.optional() }).optional(),
})
export type VideoDescription = z.infer<typeof VideoDescription>

const AacSettings = z.looseObject({
  bitrate: z.number().positive().optional(),
  codingMode: z
    .enum([
      'AD_RECEIVER_MIX',
      'CODING_MODE_1_0',
      'CODING_MODE_1_1',
      'CODING_MODE_2_0',
      'CODING_MODE_5_1',
    ])
    .optional(),
  inputType: z.enum(['BROADCASTER_MIXED_AD', 'NORMAL']).optional(),
  profile: z.enum(['HEV1', 'HEV2', 'LC']).optional(),
  rateControlMode: z.enum(['CBR', 'VBR']).optional(),
  rawFormat: z.enum(['LATM_LOAS', 'NONE']).optional(),
  sampleRate: z.number().positive().optional(),
  spec: z.enum(['MPEG2', 'MPEG4']).optional(),
  vbrQuality: z.enum(['HIGH', 'LOW', 'MEDIUM_HIGH', 'MEDIUM_LOW']).optional(),
})

export const AudioDescription = z.looseObject({
  name: z.string().min(1).max(255),
  audioSelectorName: z.string(),
  audioTypeControl: z.enum(['FOLLOW_INPUT', 'USE_CONFIGURED']).optional(),
  languageCode: z.string().min(1).max(35).optional(),
  languageCodeControl: z.enum(['FOLLOW_INPUT', 'USE_CONFIGURED']).optional(),
  codecSettings: z.looseObject({ aacSettings: AacSettings.optional() }).optional(),
})
export type AudioDescription = z.infer<typeof AudioDescription>

export const TimecodeConfig = z.looseObject({
  source: z.enum(['EMBEDDED', 'SYSTEMCLOCK', 'ZEROBASED']),
  syncThreshold: whole(1, 1_000_000).optional(),
})

export const GlobalConfiguration = z.looseObject({
  initialAudioGain: whole(-60, 60).optional(),
  inputEndAction: z.enum(['NONE', 'SWITCH_AND_LOOP_INPUTS']).optional(),
  outputLockingMode: z.enum(['EPOCH_LOCKING', 'PIPELINE_LOCKING', 'DISABLED']).optional(),
  outputTimingSource: z.enum(['INPUT_CLOCK', 'SYSTEM_CLOCK']).optional(),
  supportLowFramerateInputs: onOff.optional(),
  inputLossBehavior: z
    .looseObject({
      blackFrameMsec: whole(0, 1_000_000).optional(),
      inputLossImageColor: z.string().length(6).optional(),
      inputLossImageType: z.enum(['COLOR', 'SLATE']).optional(),
      repeatFrameMsec: whole(0, 1_000_000).optional(),
    })
    .optional(),
})
