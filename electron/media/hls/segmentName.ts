const digits = (value: number, width: number): string => String(value).padStart(width, '0')

const utcDate = (at: Date): string =>
  digits(at.getUTCFullYear(), 4) + digits(at.getUTCMonth() + 1, 2) + digits(at.getUTCDate(), 2)

const utcTime = (at: Date): string =>
  digits(at.getUTCHours(), 2) + digits(at.getUTCMinutes(), 2) + digits(at.getUTCSeconds(), 2)

/**
 * The name of a segment: base, name modifier, segment modifier, five-digit counter. `$dt$`, `$d$`
 * and `$t$` are the UTC time of this segment, not of the run (MediaLive user guide, "Identifiers for
 * variable data" and "Designing the segmentModifier"); without a modifier the counter follows `_`.
 */
export function segmentName(parts: {
  readonly baseName: string
  readonly nameModifier: string
  readonly segmentModifier: string
  readonly counter: number
  readonly atMs: number
}): string {
  const at = new Date(parts.atMs)
  const values: Readonly<Record<string, string>> = {
    $dt$: `${utcDate(at)}T${utcTime(at)}`,
    $d$: utcDate(at),
    $t$: utcTime(at),
  }
  const modifier = parts.segmentModifier.replace(/\$(?:dt|d|t)\$/g, (name) => values[name] ?? name)
  return `${parts.baseName}${parts.nameModifier}${modifier || '_'}${digits(parts.counter, 5)}.ts`
}
