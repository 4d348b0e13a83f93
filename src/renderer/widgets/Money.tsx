import type { Micros } from '../../shared/domain/money'
import { dollarsAtGlance } from '../format/money'

interface Props {
  readonly micros: Micros
  readonly perHour?: boolean
}

/** An amount in the reader's notation, figures of equal width. */
export function Money({ micros, perHour = false }: Props) {
  return (
    <span className="num">
      {dollarsAtGlance(micros)}
      {perHour && <span className="unit">/h</span>}
    </span>
  )
}
