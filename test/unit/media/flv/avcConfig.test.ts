import { describe, expect, it } from 'vitest'
import { nalUnits, parseAvcConfig, pictureOf } from '../../../../electron/media/flv/avcConfig'
import { parseSps } from '../../../../electron/media/flv/sps'

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'))

/** Sequence headers as x264 wrote them. */
const RECORDED = [
  {
    what: '1080p, whose 1088 coded lines are cropped',
    hex: '0142c028ffe100196742c028da01e0089f970110000003001000000303c0f1832a01000468ce0fc8',
    picture: { width: 1920, height: 1080, profile: 66, level: 40 },
  },
  {
    what: '720p',
    hex: '0142c01fffe100176742c01fda014016ec0440000003004000000f03c60ca801000468ce0fc8',
    picture: { width: 1280, height: 720, profile: 66, level: 31 },
  },
  {
    what: '4:4:4, which is cropped in other units and has a chroma field',
    hex: '01f4001fffe1001967f4001f919680d83de2fc0440000003004000000f03c60ca801000568ce0f1920fff8f800',
    picture: { width: 854, height: 480, profile: 244, level: 31 },
  },
  {
    what: 'interlaced 4:2:2, which counts its height in fields',
    hex: '017a001fffe10018677a001fbce80b424d8088000003000800000301e0f8b17501000468de0fc8fef8f800',
    picture: { width: 720, height: 576, profile: 122, level: 31 },
  },
]

describe('a video sequence header', () => {
  it.each(RECORDED)('gives size, profile and level of $what', ({ hex, picture }) => {
    const config = parseAvcConfig(bytesOf(hex))
    expect(config && pictureOf(config)).toEqual(picture)
  })

  it('keeps both parameter sets as they were', () => {
    const config = parseAvcConfig(bytesOf(RECORDED[1]?.hex ?? ''))
    expect(config).toMatchObject({ profile: 66, compatibility: 0xc0, level: 31, nalLengthBytes: 4 })
    expect(config?.pps.map((set) => Buffer.from(set).toString('hex'))).toEqual(['68ce0fc8'])
    expect(config?.sps[0]?.[0]).toBe(0x67)
  })

  it.each(RECORDED)('is refused wherever it is cut off: $what', ({ hex }) => {
    const whole = bytesOf(hex)
    const ppsEnd = 6 + 2 + (whole[7] ?? 0) + 1 + 2 + 4
    for (let length = 0; length < ppsEnd; length += 1) {
      expect(parseAvcConfig(whole.subarray(0, length))).toBeUndefined()
    }
  })

  it('is no picture when its parameter set is cut off', () => {
    expect(parseSps(bytesOf('6742c01fda'))).toBeUndefined()
    expect(parseSps(new Uint8Array(40))).toBeUndefined()
    expect(parseSps(new Uint8Array(0))).toBeUndefined()
  })
})

describe('the NAL units of a frame', () => {
  it('come without their lengths', () => {
    const units = nalUnits(bytesOf('00000002 6501 00000001 41'), 4)
    expect(units.map((unit) => [...unit])).toEqual([[0x65, 1], [0x41]])
  })

  it('end where a length does not fit', () => {
    expect(nalUnits(bytesOf('0001 65 ffff 65'), 2)).toHaveLength(1)
  })
})
