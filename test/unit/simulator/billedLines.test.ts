import { describe, expect, it } from 'vitest'
import type { NewChannel } from '../../../electron/simulator/medialive/channelShapes'
import type { ChannelRecord } from '../../../electron/simulator/medialive/records'
import { channelRunOf } from '../../../electron/simulator/medialive/running'
import { region, spec } from './mediaLiveWorldFixture'

const channelOf = (asked: NewChannel): ChannelRecord => ({
  id: '1000001',
  region,
  tags: {},
  spec: asked,
  channelClass: 'SINGLE_PIPELINE',
  state: 'RUNNING',
  pending: undefined,
  requestId: undefined,
  pipelinesDown: [],
  pipelinesNext: [],
})

/** The one output's line, for a video described so. */
function lineFor(h264: object, size: object = { width: 1920, height: 1080 }) {
  const asked = spec('1000002')
  const video = { name: 'video', ...size, codecSettings: { h264Settings: h264 } }
  const encoderSettings = { ...asked.encoderSettings, videoDescriptions: [video] }
  return channelRunOf(channelOf(spec('1000002', { encoderSettings }))).outputs[0]
}
const at = (framerateNumerator: number, framerateDenominator: number) => ({
  framerateControl: 'SPECIFIED',
  framerateNumerator,
  framerateDenominator,
})

describe('an output is billed', () => {
  it.each([
    [at(25, 1), 30],
    [at(30_000, 1001), 30],
    [at(30, 1), 30],
    [at(50, 1), 60],
    [at(60_000, 1001), 60],
    [{ framerateControl: 'INITIALIZE_FROM_SOURCE' }, 60],
    [{}, 60],
  ])('by its frame rate: %o to %i', (h264, frameRate) => {
    expect(lineFor(h264)).toMatchObject({ frameRate })
  })

  it.each([
    [{ rateControlMode: 'CBR', bitrate: 9_999_999 }, 10],
    [{ rateControlMode: 'CBR', bitrate: 10_000_000 }, 20],
    [{ rateControlMode: 'VBR', bitrate: 20_000_000 }, 20],
    [{ rateControlMode: 'CBR', bitrate: 20_000_001 }, 50],
    [{ rateControlMode: 'QVBR', bitrate: 5_000_000, maxBitrate: 12_000_000 }, 20],
  ])('by its bitrate: %o to %i', (h264, bitrate) => {
    expect(lineFor(h264)).toMatchObject({ bitrate })
  })

  it.each([
    [{ width: 1024, height: 576 }, 'SD'],
    [{ width: 1280, height: 720 }, 'HD'],
    [{ height: 1080 }, 'HD'],
    [{ width: 3840, height: 2160 }, 'UHD'],
    [{}, 'HD'],
  ])('by its size: %o as %s', (size, resolution) => {
    expect(lineFor({}, size)).toMatchObject({ resolution })
  })

  it('as audio only when it has no video', () => {
    const asked = spec('1000002')
    const outputGroups = asked.encoderSettings.outputGroups.map((group) => ({
      ...group,
      outputs: group.outputs.map((output) => ({ ...output, videoDescriptionName: undefined })),
    }))
    const encoderSettings = { ...asked.encoderSettings, outputGroups }
    const run = channelRunOf(channelOf(spec('1000002', { encoderSettings })))
    expect(run.outputs).toEqual([{ name: 'main', codec: 'audio-only' }])
  })
})

describe('a run', () => {
  it('has every attached input on the bill, used or not', () => {
    const [attached] = spec('1000002').inputAttachments
    const inputAttachments = [attached, { ...attached, inputId: '1000003' }]
    const { inputs } = channelRunOf(channelOf(spec('1000002', { inputAttachments })))
    expect(inputs.map(({ name }) => name)).toEqual(['1000002', '1000003'])
  })

  it('has every configured output on the bill, and knows which share an encode', () => {
    const asked = spec('1000002')
    const outputGroups = asked.encoderSettings.outputGroups.flatMap((group) => [
      group,
      {
        ...group,
        name: 'second',
        outputs: group.outputs.map((output) => ({ ...output, outputName: 'second' })),
      },
    ])
    const encoderSettings = { ...asked.encoderSettings, outputGroups }
    const { outputs } = channelRunOf(channelOf(spec('1000002', { encoderSettings })))
    expect(outputs).toMatchObject([
      { name: 'main', encode: 'video' },
      { name: 'second', encode: 'video' },
    ])
  })
})
