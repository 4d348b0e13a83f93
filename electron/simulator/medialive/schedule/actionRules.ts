import type { ChannelSpec } from '../channelShapes'
import { problem } from '../encoderRules'
import type { ValidationError } from '../faults'
import { attachmentNameOf } from '../running'
import { followedBy, kindOf, kindsOf, type KeptAction } from './actions'
import type { ActionKind, ScheduleAction } from './actionShapes'

type Problems = readonly ValidationError[]

/** What an action is checked against. */
export interface ActionFacts {
  readonly spec: ChannelSpec
  readonly channelClass: 'SINGLE_PIPELINE' | 'STANDARD'
  readonly now: number
  /** Names of actions whose time has come. */
  readonly passed: readonly string[]
  /** Whether an action may follow a live input, which has no end. */
  readonly mayFollowLive: boolean
}

/** Shortest time ahead of a fixed action, and of one that is deleted (user guide, "How a batch request works"). */
export const lockedMs = 15_000
const furthestMs = 14 * 24 * 3_600_000

/** Kinds that can follow an input switch (user guide, "Types of timing for actions"). */
const mayFollow: readonly ActionKind[] = [
  'inputSwitchSettings',
  'inputPrepareSettings',
  'scte35InputSettings',
  'scte35ReturnToNetworkSettings',
  'scte35SpliceInsertSettings',
  'scte35TimeSignalSettings',
]

/** Everything wrong with the actions to be created, `before` being what is in the schedule then. */
export function creationProblems(
  facts: ActionFacts,
  before: readonly KeptAction[],
  created: readonly ScheduleAction[],
): Problems {
  return created.flatMap((action, index) => {
    const path = `creates.scheduleActions[${index}]`
    const earlier = [...before.map(({ action: kept }) => kept), ...created.slice(0, index)]
    const kinds = kindsOf(action)
    if (kinds.length !== 1) {
      return [
        problem(`${path}.scheduleActionSettings`, 'must contain exactly one property'),
        ...nameProblems(earlier, action, path),
      ]
    }
    return [
      ...nameProblems(earlier, action, path),
      ...startProblems(facts, earlier, { action, path: `${path}.scheduleActionStartSettings` }),
      ...attachmentProblems(facts, action, `${path}.scheduleActionSettings`),
      ...featureProblems(facts, action, `${path}.scheduleActionSettings`),
    ]
  })
}

function nameProblems(
  earlier: readonly ScheduleAction[],
  { actionName }: ScheduleAction,
  path: string,
): Problems {
  const isTaken = earlier.some((other) => other.actionName === actionName)
  return isTaken
    ? [problem(`${path}.actionName`, `"${actionName}" is already in the schedule`)]
    : []
}

interface Located {
  readonly action: ScheduleAction
  readonly path: string
}

function startProblems(
  facts: ActionFacts,
  earlier: readonly ScheduleAction[],
  located: Located,
): Problems {
  const { scheduleActionStartSettings: start } = located.action
  const given = Object.values(start).filter((each) => each !== undefined)
  if (given.length !== 1) return [problem(located.path, 'must contain exactly one property')]
  const fixed = start.fixedModeScheduleActionStartSettings
  if (fixed !== undefined) return fixedProblems(facts, Date.parse(fixed.time), located.path)
  return followedBy(located.action) === undefined ? [] : followProblems(facts, earlier, located)
}

function fixedProblems({ now }: ActionFacts, time: number, path: string): Problems {
  const at = `${path}.fixedModeScheduleActionStartSettings.time`
  if (time < now + lockedMs) return [problem(at, 'must be at least 15 seconds in the future')]
  return time > now + furthestMs ? [problem(at, 'must be no more than 14 days in the future')] : []
}

function followProblems(
  facts: ActionFacts,
  earlier: readonly ScheduleAction[],
  { action, path }: Located,
): Problems {
  const at = `${path}.followModeScheduleActionStartSettings`
  const follow = followedBy(action)
  if (!mayFollow.includes(kindOf(action))) {
    return [problem(at, 'is for input switches, input prepares and SCTE-35 actions only')]
  }
  const reference = earlier.find(({ actionName }) => actionName === follow?.referenceActionName)
  const target = reference?.scheduleActionSettings.inputSwitchSettings
  if (target === undefined) {
    const what = `"${follow?.referenceActionName}" is no input switch of the schedule`
    return [problem(`${at}.referenceActionName`, what)]
  }
  const isSwitch = kindOf(action) === 'inputSwitchSettings'
  const isAfterEnd = follow?.followPoint === 'END'
  return [
    ...(isSwitch && !isAfterEnd
      ? [problem(`${at}.followPoint`, 'must be END for an input switch')]
      : []),
    ...(isAfterEnd
      ? endProblems(facts, target.inputAttachmentNameReference, at)
      : passedProblems(facts, follow?.referenceActionName ?? '', at)),
    ...branchProblems(earlier, action, at),
  ]
}

/** Whoever follows a start has to be there before it (user guide, "Types of starts for input prepares"). */
function passedProblems({ passed }: ActionFacts, name: string, path: string): Problems {
  if (!passed.includes(name)) return []
  return [problem(`${path}.referenceActionName`, `"${name}" has already started`)]
}

/** Every input this simulator knows is a live one. */
function endProblems(facts: ActionFacts, attachmentName: string, path: string): Problems {
  const attachment = facts.spec.inputAttachments.find(
    (each) => attachmentNameOf(each) === attachmentName,
  )
  const at = `${path}.referenceActionName`
  if (attachment?.inputSettings?.sourceEndBehavior === 'LOOP') {
    return [problem(at, 'refers to an input whose source end behavior is not CONTINUE')]
  }
  return facts.mayFollowLive ? [] : [problem(at, 'refers to a live input, which has no end')]
}

/** Two switches, or two prepares at one point, cannot follow the same action. */
function branchProblems(
  earlier: readonly ScheduleAction[],
  action: ScheduleAction,
  path: string,
): Problems {
  const kind = kindOf(action)
  if (kind !== 'inputSwitchSettings' && kind !== 'inputPrepareSettings') return []
  const mine = followedBy(action)
  const rival = earlier.find((other) => {
    const theirs = followedBy(other)
    return (
      kindOf(other) === kind &&
      theirs?.referenceActionName === mine?.referenceActionName &&
      theirs?.followPoint === mine?.followPoint
    )
  })
  return rival === undefined
    ? []
    : [problem(path, `"${mine?.referenceActionName}" is already followed by "${rival.actionName}"`)]
}

function attachmentProblems({ spec }: ActionFacts, action: ScheduleAction, path: string): Problems {
  const { inputSwitchSettings, inputPrepareSettings, scte35InputSettings } =
    action.scheduleActionSettings
  const named =
    inputSwitchSettings?.inputAttachmentNameReference ??
    inputPrepareSettings?.inputAttachmentNameReference ??
    scte35InputSettings?.inputAttachmentNameReference
  const at = `${path}.${kindOf(action)}.inputAttachmentNameReference`
  if (named === undefined) {
    return scte35InputSettings?.mode === 'FIXED' ? [problem(at, 'is required in FIXED mode')] : []
  }
  const isAttached = spec.inputAttachments.some((each) => attachmentNameOf(each) === named)
  return isAttached ? [] : [problem(at, `"${named}" is not attached to the channel`)]
}

/** What the channel has to be set up for before the schedule may ask for it. */
function featureProblems(facts: ActionFacts, action: ScheduleAction, path: string): Problems {
  const { encoderSettings } = facts.spec
  const features = encoderSettings.featureActivations
  const at = `${path}.${kindOf(action)}`
  const settings = action.scheduleActionSettings
  const needs = (isOn: boolean, what: string) => (isOn ? [] : [problem(at, `requires ${what}`)])
  if (settings.inputPrepareSettings) {
    const isOn = features?.inputPrepareScheduleActions === 'ENABLED'
    return needs(isOn, 'featureActivations.inputPrepareScheduleActions to be ENABLED')
  }
  const ofOutputs =
    settings.staticImageOutputActivateSettings ?? settings.staticImageOutputDeactivateSettings
  if (ofOutputs) {
    const isOn = features?.outputStaticImageOverlayScheduleActions === 'ENABLED'
    return [
      ...needs(isOn, 'featureActivations.outputStaticImageOverlayScheduleActions to be ENABLED'),
      ...outputProblems(facts.spec, ofOutputs.outputNames, at),
    ]
  }
  if (settings.motionGraphicsImageActivateSettings) {
    const graphics = encoderSettings.motionGraphicsConfiguration?.motionGraphicsInsertion
    return needs(graphics === 'ENABLED', 'motionGraphicsInsertion to be ENABLED')
  }
  const pauses = settings.pauseStateSettings?.pipelines ?? []
  const isSecond = pauses.some(({ pipelineId }) => pipelineId === 'PIPELINE_1')
  return facts.channelClass === 'SINGLE_PIPELINE' && isSecond
    ? [problem(`${at}.pipelines`, 'names PIPELINE_1, which the channel does not have')]
    : []
}

function outputProblems(spec: ChannelSpec, names: readonly string[], path: string): Problems {
  const outputs = spec.encoderSettings.outputGroups.flatMap((group) => group.outputs)
  const unknown = names.filter((name) => !outputs.some(({ outputName }) => outputName === name))
  return unknown.map((name) => problem(`${path}.outputNames`, `"${name}" is no output`))
}

/** When an action is to be performed; undefined for a follower. A switch of two pipelines takes 10 s. */
export function startOf(
  action: ScheduleAction,
  { now, channelClass }: Pick<ActionFacts, 'now' | 'channelClass'>,
): number | undefined {
  const { fixedModeScheduleActionStartSettings: fixed } = action.scheduleActionStartSettings
  if (fixed !== undefined) return Date.parse(fixed.time)
  if (followedBy(action) !== undefined) return undefined
  const isSwitch = kindOf(action) === 'inputSwitchSettings'
  return isSwitch && channelClass === 'STANDARD' ? now + switchDelayMs : now
}

/** "MediaLive internally sets the start time to 10 seconds in the future" (user guide). */
const switchDelayMs = 10_000
