import { problem } from '../encoderRules'
import type { ValidationError } from '../faults'
import {
  chainAfter,
  followedBy,
  kindOf,
  latestPrepare,
  latestSwitch,
  nameOf,
  type KeptAction,
} from './actions'
import { lockedMs } from './actionRules'

export interface DeletionFacts {
  readonly now: number
  /** `idle` and `recovering` allow more than `running` does. */
  readonly channel: 'idle' | 'running' | 'recovering'
}

/**
 * Everything wrong with deleting these (MediaLive user guide, "Deleting actions from the schedule",
 * "Deleting and stopping input prepare actions", "Modifying actions in the schedule").
 */
export function deletionProblems(
  actions: readonly KeptAction[],
  names: readonly string[],
  facts: DeletionFacts,
): readonly ValidationError[] {
  const leftover = actions.filter((kept) => !names.includes(nameOf(kept)))
  const problems = names.flatMap((name, index) => {
    const path = `deletes.actionNames[${index}]`
    const kept = actions.find((each) => nameOf(each) === name)
    if (kept === undefined) return [problem(path, `"${name}" is not in the schedule`)]
    return [
      ...(names.indexOf(name) === index ? [] : [problem(path, `"${name}" is named twice`)]),
      ...(isLocked(kept, facts) ? [problem(path, `"${name}" starts in less than 15 seconds`)] : []),
      ...(isNeeded(actions, kept, facts)
        ? [problem(path, `"${name}" is needed while the channel is running`)]
        : []),
    ]
  })
  return [...problems, ...orphans(leftover, actions)]
}

/** An idle channel lets go of input switches and prepares at any time. */
function isLocked({ action, startsAt }: KeptAction, { now, channel }: DeletionFacts): boolean {
  const kind = kindOf(action)
  const isOfInputs = kind === 'inputSwitchSettings' || kind === 'inputPrepareSettings'
  if (channel === 'idle' && isOfInputs) return false
  return startsAt !== undefined && startsAt > now && startsAt < now + lockedMs
}

/** What a running channel would have to come back to if it failed. */
function isNeeded(
  actions: readonly KeptAction[],
  kept: KeptAction,
  { channel }: DeletionFacts,
): boolean {
  if (channel !== 'running') return false
  const onAir = latestSwitch(actions)
  if (kept === latestPrepare(actions) || kept === onAir) return true
  return onAir !== undefined && chainAfter(actions, nameOf(onAir)).includes(kept)
}

/** An action whose reference is gone. */
function orphans(
  leftover: readonly KeptAction[],
  before: readonly KeptAction[],
): readonly ValidationError[] {
  return leftover.flatMap(({ action }) => {
    const reference = followedBy(action)?.referenceActionName
    const isLost =
      reference !== undefined &&
      before.some((kept) => nameOf(kept) === reference) &&
      !leftover.some((kept) => nameOf(kept) === reference)
    const what = `"${action.actionName}" would be left following "${reference}"`
    return isLost ? [problem('deletes.actionNames', what)] : []
  })
}
