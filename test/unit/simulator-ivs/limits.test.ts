import { describe, expect, it } from 'vitest'
import { excessOf } from '../../../electron/simulator/ivs/limits'

const mbps = (bitrate: number) => bitrate * 1_000_000

describe('what an IVS channel takes', () => {
  it.each([
    ['BASIC', 640, 480, 1.5],
    ['BASIC', 1280, 720, 3.5],
    ['BASIC', 1920, 1080, 3.5],
    ['STANDARD', 1920, 1080, 8.5],
    ['ADVANCED_HD', 1080, 1920, 8.5],
  ] as const)('%s takes %ix%i at %f Mbit/s', (type, width, height, bitrate) => {
    expect(excessOf(type, { width, height, bitrateBps: mbps(bitrate) })).toBeUndefined()
  })

  it.each([
    ['BASIC', 640, 480, 2],
    ['BASIC', 1920, 1080, 5],
    ['STANDARD', 1920, 1080, 10],
    ['STANDARD', 3840, 2160, 8],
  ] as const)('%s does not take %ix%i at %f Mbit/s', (type, width, height, bitrate) => {
    expect(excessOf(type, { width, height, bitrateBps: mbps(bitrate) })?.words).toMatch(/than/)
  })
})
