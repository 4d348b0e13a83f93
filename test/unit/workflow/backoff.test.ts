import { describe, expect, it } from 'vitest'
import { backoffMs } from '../../../electron/core/workflow/backoff'

describe('the pause between two tries', () => {
  it.each([
    [1, 500],
    [2, 1000],
    [3, 2000],
    [6, 16_000],
    [7, 20_000],
    [50, 20_000],
  ])('after %i failures lies anywhere between nothing and %i ms', (failures, longest) => {
    expect(backoffMs(failures, 0)).toBe(0)
    expect(backoffMs(failures, 0.5)).toBe(longest / 2)
    expect(backoffMs(failures, 1 - Number.EPSILON)).toBe(longest)
  })
})
