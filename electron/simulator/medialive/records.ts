import type { ChannelClass, ChannelSpec, Tags } from './channelShapes'
import type { PipelineId } from './picturePort'
import type { Pending } from './stages'

export type ChannelState =
  | 'CREATING'
  | 'CREATE_FAILED'
  | 'IDLE'
  | 'STARTING'
  | 'RUNNING'
  | 'RECOVERING'
  | 'STOPPING'
  | 'DELETING'
  | 'DELETED'
  | 'UPDATING'
  | 'UPDATE_FAILED'

export type InputState = 'CREATING' | 'DETACHED' | 'ATTACHED' | 'DELETING' | 'DELETED'

/** Whether a group is IDLE or IN_USE follows from the inputs that name it. */
export type SecurityGroupState = 'READY' | 'UPDATING' | 'DELETED'

interface Resource {
  readonly id: string
  readonly region: string
  readonly tags: Tags
}

export interface ChannelRecord extends Resource {
  readonly spec: ChannelSpec
  readonly channelClass: ChannelClass
  readonly state: ChannelState
  readonly pending: Pending<ChannelState> | undefined
  readonly requestId: string | undefined
  /** Which pipelines are being restarted. */
  readonly pipelinesDown: readonly PipelineId[]
  /** Which are restarted after those, one after the other. */
  readonly pipelinesNext: readonly PipelineId[]
}

export interface InputRecord extends Resource {
  readonly name: string
  readonly type: 'RTMP_PUSH'
  /** `app/instance`; one makes the input of the class SINGLE_PIPELINE, two STANDARD. */
  readonly streamNames: readonly string[]
  readonly securityGroupIds: readonly string[]
  readonly state: InputState
  readonly pending: Pending<InputState> | undefined
  readonly requestId: string | undefined
  /** The one channel it is attached to, from the attachment until that channel is really gone. */
  readonly channelId: string | undefined
  /** On the way to DETACHED, because the channel is gone or uses it no more. */
  readonly releasing: boolean
}

export interface SecurityGroupRecord extends Resource {
  readonly cidrs: readonly string[]
  readonly state: SecurityGroupState
  readonly pending: Pending<SecurityGroupState> | undefined
}
