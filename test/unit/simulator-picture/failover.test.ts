import { describe, expect, it } from 'vitest'
import type { Failover } from '../../../electron/simulator/medialive/picturePort'
import {
  healthAfter,
  healthAtStart,
  sideAfter,
  type InputHealth,
} from '../../../electron/simulator/picture/failover'

const failover: Failover = {
  secondaryInputId: '2',
  preference: 'EQUAL_INPUT_PREFERENCE',
  errorClearMs: 30_000,
  conditions: [
    { kind: 'input-loss', afterMs: 1_000 },
    { kind: 'audio-silence', afterMs: 2_000 },
    { kind: 'video-black', afterMs: 0 },
  ],
}
const well = { lossMs: 30, silenceMs: 20, blackMs: 0 }
const sick: InputHealth = { isHealthy: false, wellSince: undefined }

describe('the health of an input', () => {
  it.each([
    ['a picture that is late, not lost', { lossMs: 999 }, true],
    ['a lost picture', { lossMs: 1_000 }, false],
    ['silence', { silenceMs: 2_000 }, false],
    ['black, with a threshold of nothing', { blackMs: 1 }, false],
    ['no black at all, with a threshold of nothing', { blackMs: 0 }, true],
  ])('%s', (_, seen, isHealthy) => {
    const after = healthAfter(healthAtStart, { ...well, ...seen }, { failover, now: 0 })
    expect(after.isHealthy).toBe(isHealthy)
  })

  it('comes back only after ErrorClearTimeMsec without any condition', () => {
    const at = (before: InputHealth, now: number, seen = well) =>
      healthAfter(before, seen, { failover, now })
    const recovering = at(sick, 10_000)
    expect(at(recovering, 39_999).isHealthy).toBe(false)
    expect(at(recovering, 40_000).isHealthy).toBe(true)
    const relapsed = at(recovering, 39_999, { ...well, lossMs: 5_000 })
    expect(at(at(relapsed, 41_000), 70_999).isHealthy).toBe(false)
  })
})

describe('the side on air', () => {
  const fine = healthAtStart
  it.each([
    ['primary', fine, fine, 'EQUAL_INPUT_PREFERENCE', 'primary'],
    ['primary', sick, fine, 'EQUAL_INPUT_PREFERENCE', 'secondary'],
    ['primary', sick, sick, 'EQUAL_INPUT_PREFERENCE', 'primary'],
    ['secondary', fine, fine, 'EQUAL_INPUT_PREFERENCE', 'secondary'],
    ['secondary', fine, sick, 'EQUAL_INPUT_PREFERENCE', 'primary'],
    ['secondary', fine, fine, 'PRIMARY_INPUT_PREFERRED', 'primary'],
    ['secondary', sick, fine, 'PRIMARY_INPUT_PREFERRED', 'secondary'],
    ['secondary', sick, sick, 'PRIMARY_INPUT_PREFERRED', 'secondary'],
  ] as const)('from %s with %o and %o, %s: %s', (active, primary, secondary, preference, side) => {
    expect(sideAfter(active, { primary, secondary }, preference)).toBe(side)
  })
})
