import type { Preflight } from '../../../src/shared/domain/preflight'
import { destinations } from './destinations'
import type { Check, PreflightFacts } from './facts'
import { feedFits } from './feedFits'
import { ingestAllowList } from './ingestAllowList'
import { mediaLiveRole } from './mediaLiveRole'
import { price } from './price'
import { quota } from './quota'
import { recordingsBucket } from './recordingsBucket'
import { safetyStop } from './safetyStop'
import { signIn } from './signIn'
import { streamKeys } from './streamKeys'

const checks: readonly Check[] = [
  signIn,
  mediaLiveRole,
  safetyStop,
  recordingsBucket,
  ingestAllowList,
  destinations,
  streamKeys,
  feedFits,
  quota,
  price,
]

/** All checks, in the order in which one would mend them. */
export const preflight = (facts: PreflightFacts): Preflight => ({
  checkedAt: facts.now,
  results: checks.map((check) => check(facts)),
})

/** What stands in the way, if anything. */
export const blockers = ({ results }: Preflight): Preflight['results'] =>
  results.filter(({ level }) => level === 'blocks')
