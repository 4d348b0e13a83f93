import { describe, expect, it } from 'vitest'
import {
  setOf,
  statisticOf,
  type StatisticSet,
} from '../../../electron/simulator/cloudwatch/statistics'

function stat(name: string, sets: readonly StatisticSet[]): number | undefined {
  const statistic = statisticOf(name)
  if (typeof statistic !== 'function') throw new Error(`${name} is no statistic here`)
  return statistic(sets)
}

const mixed: StatisticSet = { count: 2, sum: 6, min: 1, max: 5 }

describe('statistics', () => {
  it('are those of CloudWatch', () => {
    const sets = [setOf(4), mixed]
    expect(stat('SampleCount', sets)).toBe(3)
    expect(stat('Sum', sets)).toBe(10)
    expect(stat('Average', sets)).toBeCloseTo(10 / 3)
    expect(stat('Minimum', sets)).toBe(1)
    expect(stat('Maximum', sets)).toBe(5)
  })

  it('have percentiles of single values only', () => {
    const sets = [1, 2, 3, 4].map(setOf)
    expect(stat('p50', sets)).toBe(2)
    expect(stat('p100', sets)).toBe(4)
    expect(stat('p99.9', sets)).toBe(4)
    expect(stat('p50', [...sets, mixed])).toBeUndefined()
    expect(stat('p50', [setOf(-1)])).toBeUndefined()
  })

  it('tell what CloudWatch has from what nobody has', () => {
    expect(statisticOf('tm90')).toBe('not-simulated')
    expect(statisticOf('TM(10%:90%)')).toBe('not-simulated')
    expect(statisticOf('IQM')).toBe('not-simulated')
    for (const wrong of ['Min', 'None', 'p101', 'toString', '']) {
      expect(statisticOf(wrong)).toBeUndefined()
    }
  })
})
