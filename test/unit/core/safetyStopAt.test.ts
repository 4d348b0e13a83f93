import { describe, expect, it } from 'vitest'
import { extended, safetyStopAt } from '../../../electron/core/safety/safetyStopAt'
import { HOUR, MINUTE, START } from '../../harness/builders'

describe('when AWS stops a show by itself', () => {
  it('is half an hour after its planned end', () => {
    expect(safetyStopAt(START + HOUR, START)).toBe(START + HOUR + 30 * MINUTE)
  })

  it('is two hours from now where no end is planned, or the planned one has passed', () => {
    expect(safetyStopAt(null, START)).toBe(START + 2 * HOUR)
    expect(safetyStopAt(START - MINUTE, START)).toBe(START + 2 * HOUR)
  })
})

describe('one click more', () => {
  it('moves the planned end, and the stop with it', () => {
    const moved = extended({ plannedEndAt: START + HOUR }, 30 * MINUTE, START)
    expect(moved).toEqual({
      plannedEndAt: START + HOUR + 30 * MINUTE,
      safetyStopAt: START + 2 * HOUR,
    })
  })

  it('counts from now where the planned end has passed', () => {
    const now = START + 2 * HOUR
    const moved = extended({ plannedEndAt: START + HOUR }, 30 * MINUTE, now)
    expect(moved).toEqual({ plannedEndAt: now + 30 * MINUTE, safetyStopAt: now + HOUR })
  })

  it('moves the stop alone where no end is planned', () => {
    const open = { plannedEndAt: null, safetyStopAt: START + 2 * HOUR }
    expect(extended(open, 30 * MINUTE, START)).toEqual({
      plannedEndAt: null,
      safetyStopAt: START + 2.5 * HOUR,
    })
  })
})
