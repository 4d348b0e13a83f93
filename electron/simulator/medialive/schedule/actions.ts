import type { PipelineId } from '../picturePort'
import { actionKinds, type ActionKind, type ScheduleAction } from './actionShapes'

/** An action of a schedule, with what has become of it. Times in simulator epoch ms; JSON. */
export interface KeptAction {
  readonly action: ScheduleAction
  /** Counts up over the whole schedule: the order in which actions were created. */
  readonly order: number
  /** When it is to be performed; undefined for one that follows another. */
  readonly startsAt: number | undefined
  /** When its time came, whether the channel was running or not. */
  readonly passedAt: number | undefined
}

/** What one action does; every action that was accepted has exactly one kind. */
export function kindOf({ scheduleActionSettings }: ScheduleAction): ActionKind {
  const [kind] = kindsOf({ scheduleActionSettings })
  if (kind === undefined) throw new Error('an action without settings was accepted')
  return kind
}

export const kindsOf = ({
  scheduleActionSettings,
}: Pick<ScheduleAction, 'scheduleActionSettings'>): readonly ActionKind[] =>
  actionKinds.filter((kind) => scheduleActionSettings[kind] !== undefined)

export const nameOf = ({ action }: KeptAction): string => action.actionName

/** The action it follows; undefined for a fixed or an immediate one. */
export const followedBy = ({ scheduleActionStartSettings }: ScheduleAction) =>
  scheduleActionStartSettings.followModeScheduleActionStartSettings

export const isSwitch = ({ action }: KeptAction): boolean =>
  action.scheduleActionSettings.inputSwitchSettings !== undefined

const isPrepare = ({ action }: KeptAction): boolean =>
  action.scheduleActionSettings.inputPrepareSettings !== undefined

const isPause = ({ action }: KeptAction): boolean =>
  action.scheduleActionSettings.pauseStateSettings !== undefined

/** The pipelines that a pause action holds; all others it lets go on. */
export const pipelinesOfPause = ({
  scheduleActionSettings,
}: ScheduleAction): readonly PipelineId[] =>
  (scheduleActionSettings.pauseStateSettings?.pipelines ?? []).map(({ pipelineId }) =>
    pipelineId === 'PIPELINE_0' ? '0' : '1',
  )

/** Of a kind, the one whose time came last; followers do not count. */
function latest(
  actions: readonly KeptAction[],
  isOfKind: (kept: KeptAction) => boolean,
): KeptAction | undefined {
  return actions
    .filter((kept) => isOfKind(kept) && kept.passedAt !== undefined && kept.startsAt !== undefined)
    .sort((one, other) => (one.startsAt ?? 0) - (other.startsAt ?? 0) || one.order - other.order)
    .at(-1)
}

/** The fixed or immediate input switch that came last: it says which input is to be on air. */
export const latestSwitch = (actions: readonly KeptAction[]) => latest(actions, isSwitch)
export const latestPrepare = (actions: readonly KeptAction[]) => latest(actions, isPrepare)
export const latestPause = (actions: readonly KeptAction[]) => latest(actions, isPause)

/** Those that follow an action, directly or through others. */
export function chainAfter(actions: readonly KeptAction[], name: string): readonly KeptAction[] {
  return actions
    .filter(({ action }) => followedBy(action)?.referenceActionName === name)
    .flatMap((follower) => [follower, ...chainAfter(actions, nameOf(follower))])
}

/** "Actions with a start time of more than 1 hour ago (approximately)" are removed (service model). */
const staleAfterMs = 3_600_000

/**
 * The schedule without what AWS has cleaned up by itself. The last switch, prepare and pause stay, as
 * the channel may have to come back to them.
 */
export function withoutStale(actions: readonly KeptAction[], now: number): readonly KeptAction[] {
  const lasting = [latestSwitch(actions), latestPrepare(actions), latestPause(actions)]
  const stale = actions.filter(
    (kept) =>
      kept.passedAt !== undefined && kept.passedAt < now - staleAfterMs && !lasting.includes(kept),
  )
  if (stale.length === 0) return actions
  const gone = new Set(stale.flatMap((kept) => [kept, ...chainAfter(actions, nameOf(kept))]))
  return actions.filter((kept) => !gone.has(kept))
}

/** In the order of performance; a follower comes after what it follows. */
export function orderKey(actions: readonly KeptAction[], kept: KeptAction): string {
  const digits = (value: number) => String(value).padStart(15, '0')
  if (kept.startsAt !== undefined) return `${digits(kept.startsAt)}/${digits(kept.order)}`
  const reference = followedBy(kept.action)?.referenceActionName
  const followed = actions.find((other) => nameOf(other) === reference)
  const before = followed === undefined ? digits(0) : orderKey(actions, followed)
  return `${before}/${digits(kept.order)}`
}
