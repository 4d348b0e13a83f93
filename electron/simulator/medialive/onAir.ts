import { pipelinesUp } from './pipelines'
import type { PicturePlane, PipelineId } from './picturePort'
import type { ChannelRecord } from './records'
import { attachmentNameOf } from './running'
import type { ScheduledRun } from './schedule/runs'

/** `pipelineDetails` of DescribeChannel, one for each pipeline that works. */
export interface PipelineDetail {
  readonly pipelineId: PipelineId
  readonly activeInputAttachmentName?: string
  readonly activeInputSwitchActionName?: string
  readonly activeMotionGraphicsActionName?: string
  readonly activeMotionGraphicsUri?: string
}

interface RunFacts {
  readonly run: ScheduledRun | undefined
  readonly plane: Pick<PicturePlane, 'activeAttachment'>
  readonly now: number
}

/** What is on air: the picture knows, as it carries out failovers; without a picture the schedule does. */
export function pipelineDetails(
  channel: ChannelRecord,
  { run, plane, now }: RunFacts,
): readonly PipelineDetail[] {
  const scheduled = run?.attachmentName ?? channel.spec.inputAttachments.map(attachmentNameOf)[0]
  const graphics = run?.graphics
  const isShown = graphics !== undefined && (graphics.until ?? Infinity) > now
  return pipelinesUp(channel).map((pipelineId) => {
    const active = plane.activeAttachment(channel.id, pipelineId) ?? scheduled
    const isBySwitch = run?.switchedBy !== undefined && active === run.attachmentName
    return {
      pipelineId,
      ...(active === undefined ? {} : { activeInputAttachmentName: active }),
      ...(isBySwitch ? { activeInputSwitchActionName: run.switchedBy } : {}),
      ...(isShown ? { activeMotionGraphicsActionName: graphics.actionName } : {}),
      ...(isShown && graphics.url ? { activeMotionGraphicsUri: graphics.url } : {}),
    }
  })
}
