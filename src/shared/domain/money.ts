import { z } from 'zod'

/** Integer micro-dollars: 1,000,000 is one US dollar. Never a float, so that sums are exact. */
export const Micros = z.int()
export type Micros = z.infer<typeof Micros>

export const MICROS_PER_DOLLAR = 1_000_000

/** "$0.98": four digits below a cent, two above, in the reader's own notation. */
export function dollars(micros: Micros, locale?: string): string {
  const value = micros / MICROS_PER_DOLLAR
  const fine = micros !== 0 && Math.abs(micros) < 10_000
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: fine ? 4 : 2,
    maximumFractionDigits: fine ? 4 : 2,
  }).format(value)
}
