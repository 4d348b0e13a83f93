import { z } from 'zod'
import { Assumed } from '../kit/assumptions'
import { Drill } from '../kit/drillShapes'
import { GrantedQuotas } from '../kit/quotas'
import { RoleTable } from '../kit/roles'

/** A rehearsal's AWS as data: what it is asked to be and what goes wrong when. */
export const Scenario = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/),
  /** For people: what happens, in a sentence or two. */
  description: z.string().min(1).max(1000),
  /** Which dice it throws, and how long AWS takes; what the simulator is started with goes before. */
  seed: z.number().int().min(0).optional(),
  timing: z.enum(['true-to-life', 'quick']).optional(),
  assume: Assumed.optional(),
  quotas: GrantedQuotas.optional(),
  /** The account's IAM roles, all of them. */
  roles: RoleTable.optional(),
  /** Armed when the scenario begins: `startInMs` counts from there. */
  drills: z.array(Drill).max(200),
})
export type Scenario = z.infer<typeof Scenario>
