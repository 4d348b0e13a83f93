import type { EncoderSettings } from '@aws-sdk/client-medialive'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encoderSettings } from '../../../electron/core/encoder/encoderSettings'
import {
  bitrateTier,
  feedWarnings,
  inputSpecification,
} from '../../../electron/core/encoder/inputSpecification'
import { presetOf } from '../../../electron/core/encoder/presets'
import type { MeasuredFeed } from '../../../electron/core/witnesses'
import { outputAddresses } from '../../../electron/core/shows/naming'
import { DestinationId } from '../../../src/shared/domain/ids'
import { PresetId } from '../../../src/shared/domain/show'
import { aSession, aShow, anRtmpDestination } from '../../harness/builders'

const presetIds = fc.constantFrom(...PresetId.options)
const destinationIds = fc
  .stringMatching(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,46}[A-Za-z0-9])?$/)
  .filter((id) => DestinationId.safeParse(id).success)
const legs = fc.uniqueArray(destinationIds, { maxLength: 10 })

const rtmpGroup = (id: string) => ({
  Name: id,
  OutputGroupSettings: {
    RtmpGroupSettings: {
      AuthenticationScheme: 'COMMON',
      CacheFullBehavior: 'DISCONNECT_IMMEDIATELY',
      CacheLength: 30,
      CaptionData: 'ALL',
      InputLossAction: 'EMIT_OUTPUT',
      RestartDelay: 15,
    },
  },
  Outputs: [
    {
      OutputName: id,
      VideoDescriptionName: 'video_1080p30',
      AudioDescriptionNames: ['audio_aac'],
      CaptionDescriptionNames: [],
      OutputSettings: {
        RtmpOutputSettings: {
          Destination: { DestinationRefId: id },
          CertificateMode: 'VERIFY_AUTHENTICITY',
          ConnectionRetryInterval: 2,
          NumRetries: 100,
        },
      },
    },
  ],
})

describe('the encoder settings of 1080p30 with two legs', () => {
  const settings = encoderSettings(presetOf('1080p30'), ['website', 'studio'])

  it('take time from the clock and show slate, never a gap, when the input is lost', () => {
    expect(settings.TimecodeConfig).toEqual({ Source: 'SYSTEMCLOCK' })
    expect(settings.GlobalConfiguration).toEqual({
      InputEndAction: 'NONE',
      OutputTimingSource: 'SYSTEM_CLOCK',
      SupportLowFramerateInputs: 'DISABLED',
      InputLossBehavior: {
        BlackFrameMsec: 1000,
        RepeatFrameMsec: 1000,
        InputLossImageType: 'COLOR',
        InputLossImageColor: '101820',
      },
    })
    expect(settings.ThumbnailConfiguration).toEqual({ State: 'AUTO' })
  })

  it('encode H.264 High 4.1 at 5 Mb/s with a closed GOP of two seconds and no B frames', () => {
    expect(settings.VideoDescriptions).toEqual([
      {
        Name: 'video_1080p30',
        Width: 1920,
        Height: 1080,
        ScalingBehavior: 'DEFAULT',
        Sharpness: 50,
        RespondToAfd: 'NONE',
        CodecSettings: {
          H264Settings: {
            Profile: 'HIGH',
            Level: 'H264_LEVEL_4_1',
            RateControlMode: 'CBR',
            Bitrate: 5_000_000,
            BufSize: 10_000_000,
            FramerateControl: 'SPECIFIED',
            FramerateNumerator: 30,
            FramerateDenominator: 1,
            ParControl: 'SPECIFIED',
            ParNumerator: 1,
            ParDenominator: 1,
            GopSize: 2,
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
          },
        },
      },
    ])
  })

  it('encode stereo AAC-LC at 128 kb/s and 48 kHz', () => {
    expect(settings.AudioDescriptions).toEqual([
      {
        Name: 'audio_aac',
        AudioSelectorName: 'default-audio-selector',
        AudioTypeControl: 'FOLLOW_INPUT',
        LanguageCodeControl: 'FOLLOW_INPUT',
        CodecSettings: {
          AacSettings: {
            Profile: 'LC',
            RateControlMode: 'CBR',
            CodingMode: 'CODING_MODE_2_0',
            SampleRate: 48_000,
            Bitrate: 128_000,
            InputType: 'NORMAL',
            RawFormat: 'NONE',
            Spec: 'MPEG4',
          },
        },
      },
    ])
  })

  it('give each leg an output group of its own, which goes on sending and retrying', () => {
    expect(settings.OutputGroups?.slice(0, 2)).toEqual([rtmpGroup('website'), rtmpGroup('studio')])
  })

  it('record every segment of one GOP, dated by the clock, with names that do not repeat', () => {
    const recording = settings.OutputGroups?.at(-1)
    const { HlsGroupSettings: group } = recording?.OutputGroupSettings ?? {}
    expect(group).toMatchObject({
      Destination: { DestinationRefId: 'recording' },
      HlsCdnSettings: { HlsS3Settings: {} },
      Mode: 'VOD',
      SegmentLength: 2,
      ProgramDateTime: 'INCLUDE',
      ProgramDateTimeClock: 'SYSTEM_CLOCK',
      InputLossAction: 'EMIT_OUTPUT',
      DirectoryStructure: 'SINGLE_DIRECTORY',
      ManifestDurationFormat: 'FLOATING_POINT',
      TsFileMode: 'SEGMENTED_FILES',
      RedundantManifest: 'DISABLED',
      OutputSelection: 'MANIFESTS_AND_SEGMENTS',
    })
    const hls = recording?.Outputs?.[0]?.OutputSettings?.HlsOutputSettings
    expect(hls).toMatchObject({ NameModifier: '-1080p', SegmentModifier: '-$t$-' })
    expect(hls?.HlsSettings?.StandardHlsSettings?.M3u8Settings).toBeDefined()
  })
})

/** Every name that the settings refer to, with where it has to be found. */
function references(settings: EncoderSettings) {
  const outputs = (settings.OutputGroups ?? []).flatMap(({ Outputs = [] }) => Outputs)
  const groups = (settings.OutputGroups ?? []).map(({ OutputGroupSettings }) => OutputGroupSettings)
  return {
    videos: outputs.map(({ VideoDescriptionName }) => VideoDescriptionName),
    audios: outputs.flatMap(({ AudioDescriptionNames = [] }) => AudioDescriptionNames),
    addresses: [
      ...outputs.flatMap(
        ({ OutputSettings: one }) => one?.RtmpOutputSettings?.Destination?.DestinationRefId ?? [],
      ),
      ...groups.flatMap((one) => one?.HlsGroupSettings?.Destination?.DestinationRefId ?? []),
    ],
    outputNames: outputs.map(({ OutputName }) => OutputName ?? ''),
    groupNames: (settings.OutputGroups ?? []).map(({ Name }) => Name ?? ''),
  }
}

describe('encoder settings of any preset and legs', () => {
  it('never refer to a name that is not there', () => {
    fc.assert(
      fc.property(presetIds, legs, (presetId, ids) => {
        const settings = encoderSettings(presetOf(presetId), ids)
        const { videos, audios, addresses } = references(settings)
        const session = aSession({
          show: aShow({
            preset: presetId,
            destinations: ids.map((id) => anRtmpDestination({ id: DestinationId.parse(id) })),
          }),
        })
        const there = outputAddresses(session, 1, new Map()).map(({ id }) => id)
        const videoNames = settings.VideoDescriptions?.map(({ Name }) => Name)
        const audioNames = settings.AudioDescriptions?.map(({ Name }) => Name)
        expect(videos.every((name) => videoNames?.includes(name))).toBe(true)
        expect(audios.every((name) => audioNames?.includes(name))).toBe(true)
        expect(addresses.toSorted()).toEqual(there.toSorted())
      }),
    )
  })

  it('use each name once, in letters that MediaLive takes', () => {
    fc.assert(
      fc.property(presetIds, legs, (presetId, ids) => {
        const { outputNames, groupNames } = references(encoderSettings(presetOf(presetId), ids))
        for (const names of [outputNames, groupNames]) {
          expect(new Set(names).size).toBe(ids.length + 1)
          for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_-]{1,255}$/)
        }
      }),
    )
  })

  it.each(PresetId.options)('%s: specify the frame rate, or it would be billed as 60', (id) => {
    const preset = presetOf(id)
    const settings = encoderSettings(preset, ['studio'])
    const h264 = settings.VideoDescriptions?.[0]?.CodecSettings?.H264Settings
    expect(h264?.FramerateControl).toBe('SPECIFIED')
    expect([h264?.FramerateNumerator, h264?.FramerateDenominator]).toEqual([
      preset.framesPerSecond,
      1,
    ])
  })

  it.each(PresetId.options)('%s: fit the H.264 level they name', (id) => {
    const { width, height, framesPerSecond, level } = presetOf(id)
    // Macroblocks a second each level allows (H.264, table A-1).
    const most = { H264_LEVEL_3_1: 108_000, H264_LEVEL_4_1: 245_760, H264_LEVEL_4_2: 522_240 }
    const macroblocks = Math.ceil(width / 16) * Math.ceil(height / 16)
    expect(macroblocks * framesPerSecond).toBeLessThanOrEqual(most[level])
    expect(width * 9).toBe(height * 16)
  })

  it('are the same for the same show, so that drift can be seen', () => {
    const once = encoderSettings(presetOf('720p30'), ['a', 'b'])
    expect(encoderSettings(presetOf('720p30'), ['a', 'b'])).toEqual(once)
  })
})

describe('the input specification', () => {
  it.each([
    [500_000, 'MAX_10_MBPS'],
    [9_999_999, 'MAX_10_MBPS'],
    [10_000_000, 'MAX_20_MBPS'],
    [19_999_999, 'MAX_20_MBPS'],
    [20_000_000, 'MAX_50_MBPS'],
    [50_000_000, 'MAX_50_MBPS'],
  ] as const)('reserves for %i bit/s the tier %s', (bitrateBps, tier) => {
    expect(bitrateTier(bitrateBps)).toBe(tier)
    expect(inputSpecification({ height: 1080, framesPerSecond: 30, bitrateBps })).toEqual({
      Codec: 'AVC',
      Resolution: 'HD',
      MaximumBitrate: tier,
    })
  })
})

describe('warnings about the feed', () => {
  const declared = { height: 720, framesPerSecond: 30, bitrateBps: 5_000_000 } as const
  const asDeclared: MeasuredFeed = {
    arriving: true,
    bitrateBps: 5_000_000,
    framesPerSecond: 30,
    width: 1280,
    height: 720,
    keyframeIntervalMs: 2_000,
  }

  it('are none for a feed as declared, and for one that nobody measured', () => {
    expect(feedWarnings(declared, asDeclared)).toEqual([])
    const unmeasured = {
      bitrateBps: null,
      framesPerSecond: null,
      height: null,
      keyframeIntervalMs: null,
    }
    expect(feedWarnings(declared, { ...asDeclared, ...unmeasured })).toEqual([])
  })

  it('leave a tenth of room, as bitrates wobble', () => {
    expect(feedWarnings(declared, { ...asDeclared, bitrateBps: 5_500_000 })).toEqual([])
    expect(feedWarnings(declared, { ...asDeclared, bitrateBps: 5_500_001 })).toHaveLength(1)
  })

  it.each([
    ['bitrate', { bitrateBps: 9_000_000 }, /9\.0 Mb\/s, more than the declared 5\.0 Mb\/s/],
    ['lines', { height: 1080 }, /1080 lines, more than the declared 720/],
    ['frames', { framesPerSecond: 59.94 }, /60 frames a second, more than the declared 30/],
    ['keyframes', { keyframeIntervalMs: 10_000 }, /Keyframes are 10\.0 s apart/],
  ] as const)('say too much of: %s', (_, more, words) => {
    const [warning, ...rest] = feedWarnings(declared, { ...asDeclared, ...more })
    expect(warning).toMatch(words)
    expect(rest).toEqual([])
  })
})
