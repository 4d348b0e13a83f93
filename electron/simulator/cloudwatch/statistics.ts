/** What CloudWatch keeps of the values of a window: its statistic set. */
export interface StatisticSet {
  readonly count: number
  readonly sum: number
  readonly min: number
  readonly max: number
}

export const setOf = (value: number): StatisticSet => ({
  count: 1,
  sum: value,
  min: value,
  max: value,
})

export const merged = (one: StatisticSet, other: StatisticSet): StatisticSet => ({
  count: one.count + other.count,
  sum: one.sum + other.sum,
  min: Math.min(one.min, other.min),
  max: Math.max(one.max, other.max),
})

/** A statistic of the sets of one period; undefined: there is none, which makes no data point. */
export type Statistic = (sets: readonly StatisticSet[]) => number | undefined

const simple: Readonly<Record<string, (whole: StatisticSet) => number>> = {
  SampleCount: ({ count }) => count,
  Sum: ({ sum }) => sum,
  Average: ({ sum, count }) => sum / count,
  Minimum: ({ min }) => min,
  Maximum: ({ max }) => max,
}

const percentile = /^p(\d{1,2}(?:\.\d{1,10})?|100)$/i
/** Trimmed and winsorized means, percentile ranks and the like ("Statistics definitions"). */
const otherStatistic = /^(tm|tc|ts|wm|pr)\d|^(TM|TC|TS|WM|PR)\(.*\)$|^IQM$/i

/** The statistic of this name; `not-simulated`: CloudWatch has it; undefined: it has not. */
export function statisticOf(name: string): Statistic | 'not-simulated' | undefined {
  const known = Object.hasOwn(simple, name) ? simple[name] : undefined
  if (known) return (sets) => known(sets.reduce(merged))
  const [, rank] = percentile.exec(name) ?? []
  if (rank !== undefined) return (sets) => percentileOf(sets, Number(rank) / 100)
  return otherStatistic.test(name) ? 'not-simulated' : undefined
}

/**
 * Of statistic sets a percentile is known only where each is of a single value (CloudWatch user
 * guide, "Percentiles").
 */
function percentileOf(sets: readonly StatisticSet[], rank: number): number | undefined {
  if (sets.some(({ min, max }) => min !== max || min < 0)) return undefined
  const sorted = [...sets].sort((one, other) => one.min - other.min)
  const wanted = rank * sorted.reduce((sum, { count }) => sum + count, 0)
  let passed = 0
  for (const { count, min } of sorted) {
    passed += count
    if (passed >= wanted) return min
  }
  return sorted.at(-1)?.min
}
