import type {
  AudioDescription,
  EncoderSettings,
  OutputGroup,
  VideoDescription,
} from '@aws-sdk/client-medialive'
import type { EncodingPreset } from '../../../src/shared/domain/preset'
import { RECORDING_ADDRESS } from '../../../src/shared/domain/ids'
import { AUDIO_NAME, AUDIO_SELECTOR, videoName } from './names'
import { hlsGroup, rtmpGroup } from './outputGroups'

const GOP_SECONDS = 2 // what IVS and YouTube ask for, and the length of our segments

/**
 * Pure: the same preset and legs always give the same settings, so that they can be compared for
 * drift. Secrets are not in them: an output names its address by id only.
 */
export function encoderSettings(
  preset: EncodingPreset,
  legIds: readonly string[],
): EncoderSettings {
  const groups: OutputGroup[] = legIds.map((id) => rtmpGroup(id, preset))
  return {
    TimecodeConfig: { Source: 'SYSTEMCLOCK' },
    GlobalConfiguration: {
      InputEndAction: 'NONE',
      OutputTimingSource: 'SYSTEM_CLOCK',
      SupportLowFramerateInputs: 'DISABLED',
      InputLossBehavior: {
        BlackFrameMsec: 1000,
        RepeatFrameMsec: 1000,
        InputLossImageType: 'COLOR',
        InputLossImageColor: '101820',
      },
    },
    // Cannot be turned on once the channel runs (MediaLive user guide, "Starting a channel").
    ThumbnailConfiguration: { State: 'AUTO' },
    VideoDescriptions: [videoDescription(preset)],
    AudioDescriptions: [audioDescription(preset)],
    OutputGroups: [...groups, hlsGroup(RECORDING_ADDRESS, preset)],
  }
}

function videoDescription(preset: EncodingPreset): VideoDescription {
  return {
    Name: videoName(preset),
    Width: preset.width,
    Height: preset.height,
    ScalingBehavior: 'DEFAULT',
    Sharpness: 50,
    RespondToAfd: 'NONE',
    CodecSettings: { H264Settings: h264(preset) },
  }
}

/** The frame rate is always specified: taken from the source it is billed as 30 to 60 a second. */
function h264(preset: EncodingPreset) {
  return {
    Profile: 'HIGH',
    Level: preset.level,
    RateControlMode: 'CBR',
    Bitrate: preset.videoBitrateBps,
    BufSize: preset.videoBitrateBps * 2,
    FramerateControl: 'SPECIFIED',
    FramerateNumerator: preset.framesPerSecond,
    FramerateDenominator: 1,
    ParControl: 'SPECIFIED',
    ParNumerator: 1,
    ParDenominator: 1,
    GopSize: GOP_SECONDS,
    GopSizeUnits: 'SECONDS',
    GopClosedCadence: 1,
    GopNumBFrames: 0,
    GopBReference: 'DISABLED',
    SubgopLength: 'FIXED',
    NumRefFrames: 1,
    ScanType: 'PROGRESSIVE',
    SceneChangeDetect: 'DISABLED',
    EntropyEncoding: 'CABAC',
    AdaptiveQuantization: 'AUTO',
    LookAheadRateControl: 'MEDIUM',
    QualityLevel: 'STANDARD_QUALITY',
    AfdSignaling: 'NONE',
    ColorMetadata: 'INSERT',
    FlickerAq: 'ENABLED',
    SpatialAq: 'ENABLED',
    TemporalAq: 'ENABLED',
    TimecodeInsertion: 'DISABLED',
    Syntax: 'DEFAULT',
  } as const
}

function audioDescription(preset: EncodingPreset): AudioDescription {
  return {
    Name: AUDIO_NAME,
    AudioSelectorName: AUDIO_SELECTOR,
    AudioTypeControl: 'FOLLOW_INPUT',
    LanguageCodeControl: 'FOLLOW_INPUT',
    CodecSettings: {
      AacSettings: {
        Profile: 'LC',
        RateControlMode: 'CBR',
        CodingMode: 'CODING_MODE_2_0',
        SampleRate: 48_000,
        Bitrate: preset.audioBitrateBps,
        InputType: 'NORMAL',
        RawFormat: 'NONE',
        Spec: 'MPEG4',
      },
    },
  }
}
