import type { AwsFault } from '../kit/aws'
import { conflict } from './faults'
import type { ChannelState } from './records'

export type ChannelCommand =
  'StartChannel' | 'StopChannel' | 'UpdateChannel' | 'UpdateChannelClass' | 'DeleteChannel'

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
}

export const isLegal = (command: ChannelCommand, state: ChannelState): boolean =>
  legalStates[command].includes(state)

/** The refusal of an illegal command. Only the wording for DeleteChannel is known. */
export function illegal(command: ChannelCommand, id: string, state: ChannelState): AwsFault {
  const verb = {
    StartChannel: 'started',
    StopChannel: 'stopped',
    UpdateChannel: 'updated',
    UpdateChannelClass: 'updated',
    DeleteChannel: 'deleted',
  }[command]
  const isUp = ['STARTING', 'RUNNING', 'RECOVERING', 'STOPPING'].includes(state)
  return conflict(
    command === 'DeleteChannel' && isUp
      ? `Channel ${id} has not been stopped yet and cannot be deleted. Please stop the channel first.`
      : `Channel ${id} cannot be ${verb} while it is ${state}`,
  )
}
