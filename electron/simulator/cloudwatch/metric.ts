/** A metric: every combination of dimensions is one of its own. */
export interface Metric {
  readonly namespace: string
  readonly name: string
  readonly dimensions: readonly Dimension[]
}

export interface Dimension {
  readonly name: string
  readonly value: string
}

/** The same for the same metric, in whatever order its dimensions are told. */
export function metricKey({ namespace, name, dimensions }: Metric): string {
  const sorted = dimensions.map((each) => [each.name, each.value]).sort(byName)
  return JSON.stringify([namespace, name, sorted])
}

const byName = ([one = '']: readonly string[], [other = '']: readonly string[]) =>
  one < other ? -1 : one > other ? 1 : 0

/** Dimensions as they are written down: `{ ChannelId: '1', Pipeline: '0' }`. */
export const dimensionsOf = (values: Readonly<Record<string, string>>): readonly Dimension[] =>
  Object.entries(values).map(([name, value]) => ({ name, value }))

/** One value, as a service measured it. */
export interface Reading {
  readonly region: string
  readonly metric: Metric
  readonly unit: Unit
  readonly value: number
  /** Readings of the same group and window arrive together. */
  readonly group: string
}

export type Unit =
  | 'Count'
  | 'Count/Second'
  | 'Bits/Second'
  | 'Megabits/Second'
  | 'Milliseconds'
  | 'Seconds'
  | 'Percent'
  | 'None'
