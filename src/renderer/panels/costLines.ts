import type { Micros } from '../../shared/domain/money'
import { isBelowCent } from '../format/money'
import { count } from '../format/words'

/** One line of a bill. */
export interface CostLine {
  readonly what: string
  readonly note: string
  readonly micros: Micros
}

const IDLE_OR_REQUESTS = /^Idle |requests/

/** Largest first; what is below a cent stands together in one last line, so that nothing is noise. */
export function linesForReading(lines: readonly CostLine[]): readonly CostLine[] {
  const small = lines.filter(({ micros }) => micros === 0 || isBelowCent(micros))
  const large = lines
    .filter((line) => !small.includes(line))
    .toSorted((a, b) => b.micros - a.micros)
  return small.length < 2 ? [...large, ...small] : [...large, together(small)]
}

const together = (small: readonly CostLine[]): CostLine => ({
  what: small.every(({ what }) => IDLE_OR_REQUESTS.test(what))
    ? 'Idle and requests'
    : `${count(small.length, 'item')} below a cent each`,
  note: '',
  micros: small.reduce((sum, { micros }) => sum + micros, 0),
})
