import { dollars, type Micros } from '../../shared/domain/money'

const CENT: Micros = 10_000

/** True for an amount that is not nothing and still no cent. */
export const isBelowCent = (micros: Micros): boolean => micros !== 0 && Math.abs(micros) < CENT

/** `$0.98`; what is below a cent is said to be so, not told to four digits. */
export const dollarsAtGlance = (micros: Micros): string =>
  isBelowCent(micros) ? `< ${dollars(CENT)}` : dollars(micros)
