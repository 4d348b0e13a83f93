import { z } from 'zod'

/** The lamp. `on-air` is the only red one, and only ever observed, never assumed. */
export const Tally = z.enum([
  'dark',
  'ready',
  'changing',
  'on-air',
  'trouble',
  'paid-not-on-air',
  'rehearsal',
])
export type Tally = z.infer<typeof Tally>
