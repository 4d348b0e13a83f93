import { z } from 'zod'
import { Micros } from './money'

const rows = z.record(z.string(), Micros.nonnegative())

/** Prices as AWS published them on a day, in micro-dollars. What is not in it is not known. */
export const RateTable = z.object({
  datedAt: z.iso.date(),
  region: z.string(),
  source: z.string(),
  /** Rows nobody published: worked out from their neighbours, until a price list says better. */
  extrapolated: z.array(z.string()),
  perHourMicros: rows,
  perGigabyteMicros: rows,
  perThousandMicros: rows,
  perGigabyteMonthMicros: rows,
})
export type RateTable = z.infer<typeof RateTable>
