import type { Drills } from '../kit/drills'
import { quotaReached } from './faults'

/** Defaults per Region (MediaLive user guide, "Quotas"); a drill may set another number. */
const quotas = {
  'medialive.channels': { usual: 5, what: 'channels' },
  'medialive.push-inputs': { usual: 5, what: 'push inputs' },
  'medialive.input-security-groups': { usual: 5, what: 'input security groups' },
} as const

export function checkQuota(drills: Drills, name: keyof typeof quotas, existing: number): void {
  const { usual, what } = quotas[name]
  const quota = drills.quota(name) ?? usual
  if (existing >= quota) throw quotaReached(what, quota)
}
