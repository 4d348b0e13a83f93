import { describe, expect, it } from 'vitest'
import type { AvcConfig } from '../../../../electron/media/flv/avcConfig'
import { withParameterSets } from '../../../../electron/media/flv/parameterSets'

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'))
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const plain = (hex: string) => hex.replaceAll(' ', '')

const config = (changes: Partial<AvcConfig> = {}): AvcConfig => ({
  profile: 66,
  compatibility: 0xc0,
  level: 31,
  nalLengthBytes: 4,
  sps: [bytesOf('6742c01f')],
  pps: [bytesOf('68ce0f')],
  ...changes,
})
const picture = '00000003 65aabb'

describe('the parameter sets in front of a keyframe', () => {
  it('are NAL units with their lengths, the SPS first', () => {
    const frame = withParameterSets(bytesOf(picture), config())
    expect(hexOf(frame)).toBe(plain(`00000004 6742c01f 00000003 68ce0f ${picture}`))
  })

  it('have lengths of as many bytes as the frame', () => {
    const one = withParameterSets(bytesOf('03 65aabb'), config({ nalLengthBytes: 1 }))
    expect(hexOf(one)).toBe(plain('04 6742c01f 03 68ce0f 03 65aabb'))
    const two = withParameterSets(bytesOf('0003 65aabb'), config({ nalLengthBytes: 2 }))
    expect(hexOf(two)).toBe(plain('0004 6742c01f 0003 68ce0f 0003 65aabb'))
  })

  it('are all there are, in their order', () => {
    const sps = [bytesOf('6742c01f'), bytesOf('6764001f')]
    const pps = [bytesOf('68ce0f'), bytesOf('68ee3c80')]
    expect(hexOf(withParameterSets(bytesOf(picture), config({ sps, pps })))).toBe(
      plain(`00000004 6742c01f 00000004 6764001f 00000003 68ce0f 00000004 68ee3c80 ${picture}`),
    )
  })

  it('stand behind an access unit delimiter, and before everything else', () => {
    const rest = `00000002 0605 ${picture}`
    const frame = withParameterSets(bytesOf(`00000002 09f0 ${rest}`), config())
    expect(hexOf(frame)).toBe(plain(`00000002 09f0 00000004 6742c01f 00000003 68ce0f ${rest}`))
  })

  it('are not added where the encoder repeats them', () => {
    const repeated = bytesOf(`00000002 09f0 00000004 6742c01f 00000003 68ce0f ${picture}`)
    expect(withParameterSets(repeated, config())).toBe(repeated)
  })

  it('are completed where the encoder repeats only one kind', () => {
    const withSps = withParameterSets(bytesOf(`00000004 6742c01f ${picture}`), config())
    const withPps = withParameterSets(bytesOf(`00000003 68ce0f ${picture}`), config())
    const both = plain(`00000004 6742c01f 00000003 68ce0f ${picture}`)
    expect([hexOf(withSps), hexOf(withPps)]).toEqual([both, both])
  })

  it('leave alone what they do not fit: no NAL unit, or too short a length', () => {
    for (const frame of [bytesOf(''), bytesOf('000000ff 65')]) {
      expect(withParameterSets(frame, config())).toBe(frame)
    }
    const short = bytesOf('03 65aabb')
    const sps = [new Uint8Array(256).fill(0x67)]
    expect(withParameterSets(short, config({ nalLengthBytes: 1, sps }))).toBe(short)
    const longest = [new Uint8Array(255).fill(0x67)]
    const fitting = withParameterSets(short, config({ nalLengthBytes: 1, sps: longest }))
    expect(fitting.length).toBe(short.length + 256 + 4)
  })

  it('keep every byte of the frame, also one that is cut off, and of the place it lies in', () => {
    const message = bytesOf(`1701000000 ${picture} 000000ff 41`)
    const frame = withParameterSets(message.subarray(5), config())
    expect(hexOf(frame)).toBe(plain(`00000004 6742c01f 00000003 68ce0f ${picture} 000000ff 41`))
  })
})
