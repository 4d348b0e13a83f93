import type { Assumptions } from '../../kit/assumptions'
import type { ChannelSpec } from '../channelShapes'
import type { PipelineId } from '../picturePort'
import { attachmentNameOf } from '../running'
import { latestPause, latestSwitch, nameOf, pipelinesOfPause, type KeptAction } from './actions'

/** What the schedule has made of a channel's present run. JSON. */
export interface ScheduledRun {
  readonly attachmentName: string
  /** The input switch that put this attachment on air; undefined: none did. */
  readonly switchedBy: string | undefined
  readonly paused: readonly PipelineId[]
  readonly graphics: Graphics | undefined
}

interface Graphics {
  readonly actionName: string
  readonly url: string | undefined
  /** Epoch ms; undefined: until it is deactivated. */
  readonly until: number | undefined
}

/**
 * How a run begins. MediaLive looks for the last fixed or immediate input switch whose time has come
 * and starts with that input, else with the first attachment (user guide, "Starting and restarting a
 * channel that has multiple inputs"). Nothing is said of a pause whose time has come.
 */
export function firstRun(
  actions: readonly KeptAction[],
  { inputAttachments }: ChannelSpec,
  assumptions: Assumptions,
): ScheduledRun {
  const attached = inputAttachments.map(attachmentNameOf)
  const last = latestSwitch(actions)
  const wanted = last?.action.scheduleActionSettings.inputSwitchSettings
  const named = wanted?.inputAttachmentNameReference
  const isAttached = named !== undefined && attached.includes(named)
  const pause = assumptions.of('overdue-pause') === 'held' ? latestPause(actions) : undefined
  return {
    attachmentName: isAttached ? named : (attached[0] ?? ''),
    switchedBy: isAttached && last ? nameOf(last) : undefined,
    paused: pause ? pipelinesOfPause(pause.action) : [],
    graphics: undefined,
  }
}

/** The run after an action, as far as the schedule decides it. */
export function runAfter(
  run: ScheduledRun,
  { action }: KeptAction,
  { inputAttachments }: ChannelSpec,
  now: number,
): ScheduledRun {
  const { inputSwitchSettings, pauseStateSettings, ...settings } = action.scheduleActionSettings
  const { actionName } = action
  if (inputSwitchSettings) {
    const attachmentName = inputSwitchSettings.inputAttachmentNameReference
    const isAttached = inputAttachments.some((each) => attachmentNameOf(each) === attachmentName)
    if (!isAttached) return run
    return { ...run, attachmentName, switchedBy: actionName }
  }
  if (pauseStateSettings) return { ...run, paused: pipelinesOfPause(action) }
  if (settings.motionGraphicsImageDeactivateSettings) return { ...run, graphics: undefined }
  const graphics = settings.motionGraphicsImageActivateSettings
  if (graphics === undefined) return run
  const until = graphics.duration ? now + graphics.duration : undefined
  return { ...run, graphics: { actionName, url: graphics.url, until } }
}
