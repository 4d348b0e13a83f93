import type { AwsFault } from '../kit/aws'
import type { Answer, Assumptions } from '../kit/assumptions'
import { badRequest, conflict } from './faults'
import type { ChannelRecord, ChannelState } from './records'

export type ChannelCommand =
  | 'StartChannel'
  | 'StopChannel'
  | 'UpdateChannel'
  | 'UpdateChannelClass'
  | 'DeleteChannel'
  | 'RestartChannelPipelines'

/**
 * In which states a command is legal (MediaLive user guide; model texts; the waiters of botocore).
 * That UpdateChannel needs an idle channel is documented; stopping while STARTING and deleting or
 * updating after a failure are inferred.
 */
const legalStates: Readonly<Record<ChannelCommand, readonly ChannelState[]>> = {
  StartChannel: ['IDLE'],
  StopChannel: ['RUNNING', 'RECOVERING', 'STARTING'],
  UpdateChannel: ['IDLE', 'UPDATE_FAILED'],
  UpdateChannelClass: ['IDLE', 'UPDATE_FAILED'],
  DeleteChannel: ['IDLE', 'CREATE_FAILED', 'UPDATE_FAILED'],
  RestartChannelPipelines: ['RUNNING'],
}

/** Throws what AWS refuses a command with whose time is not now. */
export function checkLegal(
  command: ChannelCommand,
  channel: ChannelRecord,
  assumptions: Assumptions,
): void {
  const isRefusedStart =
    command === 'StopChannel' &&
    channel.state === 'STARTING' &&
    assumptions.of('stop-while-starting') === 'conflict'
  if (legalStates[command].includes(channel.state) && !isRefusedStart) return
  throw illegal(command, channel, assumptions.of('wrong-state'))
}

const verbs: Readonly<Record<ChannelCommand, string>> = {
  StartChannel: 'started',
  StopChannel: 'stopped',
  UpdateChannel: 'updated',
  UpdateChannelClass: 'updated',
  DeleteChannel: 'deleted',
  RestartChannelPipelines: 'restarted',
}

/** The refusal of an illegal command. Wording and status are known of DeleteChannel only. */
export function illegal(
  command: ChannelCommand,
  { id, state }: Pick<ChannelRecord, 'id' | 'state'>,
  status: Answer<'wrong-state'>,
): AwsFault {
  const isUp = ['STARTING', 'RUNNING', 'RECOVERING', 'STOPPING'].includes(state)
  if (command === 'DeleteChannel') {
    return conflict(
      isUp
        ? `Channel ${id} has not been stopped yet and cannot be deleted. Please stop the channel first.`
        : `Channel ${id} cannot be deleted while it is ${state}`,
    )
  }
  const message = `Channel ${id} cannot be ${verbs[command]} while it is ${state}`
  return status === '400' ? badRequest(message) : conflict(message)
}
