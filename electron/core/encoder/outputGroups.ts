import type { HlsGroupSettings, OutputGroup, StandardHlsSettings } from '@aws-sdk/client-medialive'
import type { EncodingPreset } from '../../../src/shared/domain/preset'
import { AUDIO_NAME, videoName } from './names'

export const SEGMENT_SECONDS = 2
/** A rest long enough that a platform's hiccup is over, short enough that nobody waits. */
const RESTART_SECONDS = 15
/** With few retries a channel whose only output lost its platform stops for good. */
const RETRIES = 100

/** One group a destination, so that metrics and alerts tell them apart. */
export function rtmpGroup(addressId: string, preset: EncodingPreset): OutputGroup {
  return {
    Name: addressId,
    OutputGroupSettings: {
      RtmpGroupSettings: {
        AuthenticationScheme: 'COMMON',
        CacheFullBehavior: 'DISCONNECT_IMMEDIATELY',
        CacheLength: 30,
        CaptionData: 'ALL',
        // The platform goes on seeing a picture (slate) when our feed drops.
        InputLossAction: 'EMIT_OUTPUT',
        RestartDelay: RESTART_SECONDS,
      },
    },
    Outputs: [
      {
        ...encodes(addressId, preset),
        OutputSettings: {
          RtmpOutputSettings: {
            Destination: { DestinationRefId: addressId },
            CertificateMode: 'VERIFY_AUTHENTICITY',
            ConnectionRetryInterval: 2,
            NumRetries: RETRIES,
          },
        },
      },
    ],
  }
}

/** The part of the file names that says the rendition: `show-1080p.m3u8`. */
export const nameModifier = (preset: EncodingPreset): string => `-${preset.height}p`

/** The recording: every segment kept and listed, dated, one GOP long. */
export const hlsGroup = (addressId: string, preset: EncodingPreset): OutputGroup => ({
  Name: addressId,
  OutputGroupSettings: {
    HlsGroupSettings: { Destination: { DestinationRefId: addressId }, ...recordingSettings },
  },
  Outputs: [
    {
      ...encodes(addressId, preset),
      OutputSettings: {
        HlsOutputSettings: {
          NameModifier: nameModifier(preset),
          SegmentModifier: '-$t$-',
          H265PackagingType: 'HVC1',
          HlsSettings: { StandardHlsSettings: transportStream },
        },
      },
    },
  ],
})

const recordingSettings = {
  HlsCdnSettings: { HlsS3Settings: {} },
  Mode: 'VOD',
  SegmentLength: SEGMENT_SECONDS,
  MinSegmentLength: 0,
  IndexNSegments: 10,
  KeepSegments: 21,
  InputLossAction: 'EMIT_OUTPUT',
  DirectoryStructure: 'SINGLE_DIRECTORY',
  ManifestCompression: 'NONE',
  ManifestDurationFormat: 'FLOATING_POINT',
  OutputSelection: 'MANIFESTS_AND_SEGMENTS',
  ProgramDateTime: 'INCLUDE',
  ProgramDateTimePeriod: SEGMENT_SECONDS,
  ProgramDateTimeClock: 'SYSTEM_CLOCK',
  StreamInfResolution: 'INCLUDE',
  ClientCache: 'ENABLED',
  CodecSpecification: 'RFC_4281',
  IvInManifest: 'INCLUDE',
  IvSource: 'FOLLOWS_SEGMENT_NUMBER',
  TsFileMode: 'SEGMENTED_FILES',
  RedundantManifest: 'DISABLED',
  CaptionLanguageSetting: 'OMIT',
  TimedMetadataId3Frame: 'PRIV',
  TimedMetadataId3Period: 10,
  HlsId3SegmentTagging: 'DISABLED',
  AdMarkers: [],
} satisfies Omit<HlsGroupSettings, 'Destination'>

const transportStream = {
  AudioRenditionSets: 'program_audio',
  M3u8Settings: {
    PcrControl: 'PCR_EVERY_PES_PACKET',
    AudioFramesPerPes: 4,
    Scte35Behavior: 'NO_PASSTHROUGH',
    TimedMetadataBehavior: 'PASSTHROUGH',
  },
} satisfies StandardHlsSettings

const encodes = (outputName: string, preset: EncodingPreset) => ({
  OutputName: outputName,
  VideoDescriptionName: videoName(preset),
  AudioDescriptionNames: [AUDIO_NAME],
  CaptionDescriptionNames: [],
})
