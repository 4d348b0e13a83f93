import { z } from 'zod'
import { WireError } from '../errors'

/** What the shell around the core can do; what it lacks is said, not faked. */
export const Abilities = z.object({
  shell: z.enum(['desktop', 'browser', 'terminal']),
  clipboard: z.boolean(),
  notifications: z.boolean(),
  keepAwake: z.boolean(),
})
export type Abilities = z.infer<typeof Abilities>

/** Where stream keys are held: in the OS keychain, or in memory for this run only. */
export const KeychainView = z.object({
  kind: z.enum(['os', 'memory']),
  trouble: WireError.nullable(),
})
export type KeychainView = z.infer<typeof KeychainView>

/** What stands in the frame of the window, whatever is open in it. */
export const ConsoleStatus = z.object({
  version: z.string(),
  abilities: Abilities,
  keychain: KeychainView,
  /** Laptop clock to AWS's: add it to Date.now(). */
  awsOffsetMs: z.int(),
  /** False where another console holds the data folder. */
  mayWrite: z.boolean(),
  /** Things the operator should know, each with what to do: damaged file kept aside, disk full … */
  notices: z.array(WireError),
  rehearsalRtmp: z.string().nullable(),
})
export type ConsoleStatus = z.infer<typeof ConsoleStatus>
