/** The value below which this share (0 to 1) of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const index = Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)
  const value = sorted[Math.max(0, index)]
  if (value === undefined) throw new Error('no values')
  return value
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** One line of the table that a run of the bench prints. */
export interface Figure {
  readonly what: string
  readonly measured: string
  readonly goal: string
}

/** Prints the table past the test runner, so that it stands in the output of every reporter. */
export function printTable(title: string, figures: readonly Figure[]): void {
  const width = (pick: (figure: Figure) => string) =>
    Math.max(...figures.map((figure) => pick(figure).length))
  const [what, measured] = [width((one) => one.what), width((one) => one.measured)]
  const lines = figures.map(
    (one) => `  ${one.what.padEnd(what)}  ${one.measured.padStart(measured)}  ${one.goal}`,
  )
  process.stdout.write(`\n${title}\n${lines.join('\n')}\n\n`)
}
