import { z } from 'zod'

/** Blocks: cannot go on. Warns: said once, never in the way. Fine: shown so that one can trust it. */
export const CheckLevel = z.enum(['blocks', 'warns', 'fine'])
export type CheckLevel = z.infer<typeof CheckLevel>

export const CheckResult = z.object({
  /** Stable kebab name: `recordings-bucket`. */
  check: z.string(),
  level: CheckLevel,
  what: z.string(),
  todo: z.string().nullable(),
})
export type CheckResult = z.infer<typeof CheckResult>

export const Preflight = z.object({ checkedAt: z.int(), results: z.array(CheckResult) })
export type Preflight = z.infer<typeof Preflight>
