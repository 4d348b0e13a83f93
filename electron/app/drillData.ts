import type { DrillName } from '../../src/shared/domain/drill'
import type { ChannelState } from '../../src/shared/domain/session'
import type { DrillData } from '../adapters/rehearsal/drills'

/** What a drill is about, by the names AWS gave; undefined where the show has none (yet). */
export interface DrillTargets {
  readonly inputId: string | undefined
  readonly channel: { readonly id: string; readonly state: ChannelState } | undefined
  /** Address of the destination, without the key. */
  readonly destination: string | undefined
}

const mediaLive = { scope: 'medialive' } as const

/**
 * A drill of the operator's in the simulator's words, without its length; undefined where what it is
 * about does not exist. Pure.
 */
export function drillData(name: DrillName, targets: DrillTargets): DrillData | undefined {
  const { inputId, channel, destination } = targets
  switch (name) {
    case 'feed-lost':
      return inputId === undefined ? undefined : { kind: 'drop-input', inputId }
    case 'feed-frozen':
      return inputId === undefined ? undefined : { kind: 'freeze-input', inputId }
    case 'feed-black':
      return inputId === undefined ? undefined : { kind: 'blacken-input', inputId }
    case 'destination-down':
      return destination === undefined ? undefined : { kind: 'destination-down', destination }
    case 'key-refused':
      return destination === undefined ? undefined : { kind: 'refuse-key', destination }
    case 'pipeline-lost':
      return channel && { kind: 'fail-pipeline', channelId: channel.id }
    case 'maintenance':
      return channel && { kind: 'maintenance', channelId: channel.id }
    case 'aws-throttles':
      return { kind: 'throttle', ...mediaLive }
    case 'aws-errors':
      return { kind: 'fault', ...mediaLive, ...internalError }
    case 'answer-lost':
      return { kind: 'lose-answer', ...mediaLive, operation: nextCommand(channel), times: 1 }
    case 'signed-out':
      return { kind: 'expire-credentials' }
    case 'not-allowed':
      return { kind: 'deny', ...mediaLive, operation: 'StartChannel' }
    case 'quota-full':
      return { kind: 'quota', name: 'medialive.channels', value: 0 }
  }
}

/** What the operator is most likely to do next to the channel; the poller's looks are not meant. */
function nextCommand(channel: DrillTargets['channel']): string {
  if (channel === undefined) return 'CreateChannel'
  return channel.state === 'IDLE' ? 'StartChannel' : 'StopChannel'
}

const internalError = {
  status: 500,
  type: 'InternalServerErrorException',
  message: 'Internal server error',
} as const

/** Which of the operator's drills an armed one is: the reverse of the above, by its kind. */
export function drillNameOf(drill: Readonly<Record<string, unknown>>): DrillName | null {
  return namesByKind[String(drill['kind'])] ?? null
}

const namesByKind: Readonly<Record<string, DrillName>> = {
  'drop-input': 'feed-lost',
  'freeze-input': 'feed-frozen',
  'blacken-input': 'feed-black',
  'destination-down': 'destination-down',
  'refuse-key': 'key-refused',
  'fail-pipeline': 'pipeline-lost',
  maintenance: 'maintenance',
  throttle: 'aws-throttles',
  fault: 'aws-errors',
  'lose-answer': 'answer-lost',
  'expire-credentials': 'signed-out',
  deny: 'not-allowed',
  quota: 'quota-full',
}
