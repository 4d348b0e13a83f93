import type { Drill } from '../../electron/simulator/kit/drillShapes'
import type { Dice } from './simulationDice'

const making = [
  'CreateChannel',
  'CreateInput',
  'CreateInputSecurityGroup',
  'CreateSchedule',
] as const
const changing = [
  ...making,
  ...(['StartChannel', 'StopChannel', 'UpdateChannel', 'UpdateSchedule', 'PutObject'] as const),
  ...(['DeleteChannel', 'DeleteInput', 'DeleteInputSecurityGroup', 'DeleteSchedule'] as const),
  'DeleteObject',
] as const
const looking = [
  ...(['ListChannels', 'ListInputs', 'ListInputSecurityGroups', 'ListAlerts'] as const),
  ...(['GetSchedule', 'ListSchedules', 'GetObject', 'ListObjectsV2', 'ListStreams'] as const),
] as const

const anOperation = (dice: Dice): string =>
  dice.chance(0.75) ? dice.pick(changing) : dice.pick(looking)
const aScope = (dice: Dice): string =>
  dice.pick(['medialive', 'medialive', 'ivs', 's3', 'scheduler'])
const aWhile = (dice: Dice): number => dice.span(3_000, 60_000)

const trouble = (dice: Dice) => ({
  status: dice.pick([500, 503]),
  type: 'InternalServerErrorException',
  message: 'a drill',
})

const kinds = {
  'lose-answer': 20,
  'cut-body': 6,
  'cut-request': 8,
  unreliable: 10,
  fault: 12,
  throttle: 8,
  'expire-credentials': 8,
  deny: 5,
  'list-lag': 8,
  blind: 10,
  'slow-transitions': 3,
  quota: 4,
  'fail-create': 3,
  'fail-update': 2,
  pipeline: 4,
  picture: 6,
  delay: 2,
} as const

/** What AWS and the network are like for a while; all of it ends by itself or when it is cleared. */
export function someWeather(dice: Dice): readonly Drill[] {
  const kind = dice.weighted(kinds)
  switch (kind) {
    case 'lose-answer':
    case 'cut-body':
    case 'cut-request':
      return [{ kind, operation: anOperation(dice), times: dice.between(1, 3) }]
    case 'unreliable': {
      const way = dice.pick(['lose-answer', 'cut-body', 'cut-request'])
      return [{ kind: way, scope: aScope(dice), chance: 0.2, forMs: aWhile(dice) }]
    }
    case 'fault':
      return dice.chance(0.5)
        ? [{ kind, operation: anOperation(dice), ...trouble(dice), times: dice.between(1, 4) }]
        : [{ kind, scope: aScope(dice), ...trouble(dice), chance: 0.3, forMs: aWhile(dice) }]
    case 'throttle':
      return [{ kind, scope: aScope(dice), forMs: aWhile(dice) }]
    case 'expire-credentials':
      return [{ kind, accessKeyId: 'REHEARSAL', forMs: aWhile(dice) }]
    case 'deny':
      return [{ kind, operation: anOperation(dice), forMs: aWhile(dice) }]
    case 'list-lag':
      return [{ kind, lagMs: dice.between(1, LONGEST_LAG_S) * 1_000, forMs: aWhile(dice) }]
    case 'blind':
      // Made, unanswered, and on no list yet.
      return [
        { kind: 'list-lag', lagMs: LONGEST_LAG_S * 1_000, forMs: 60_000 },
        { kind: 'lose-answer', operation: dice.pick(making), times: dice.between(1, 2) },
      ]
    default:
      return strain(dice, kind)
  }
}

const LONGEST_LAG_S = 8

function strain(
  dice: Dice,
  kind:
    'slow-transitions' | 'quota' | 'fail-create' | 'fail-update' | 'pipeline' | 'picture' | 'delay',
): readonly Drill[] {
  switch (kind) {
    case 'slow-transitions':
      return [{ kind, factor: dice.between(2, 4), forMs: aWhile(dice) }]
    case 'quota': {
      const name = dice.pick(['medialive.channels', 'medialive.push-inputs', 'ivs.channels'])
      return [{ kind, name, value: 0, forMs: aWhile(dice) }]
    }
    case 'fail-create':
    case 'fail-update':
      return [{ kind, times: 1 }]
    case 'pipeline':
      return [{ kind: dice.pick(['fail-pipeline', 'maintenance']), channelId: '*' }]
    case 'picture':
      return dice.chance(0.5)
        ? [{ kind: dice.pick(['drop-input', 'blacken-input']), inputId: '*', forMs: aWhile(dice) }]
        : [{ kind: 'destination-down', destination: '*', forMs: aWhile(dice) }]
    case 'delay':
      return [{ kind, delayMs: 3, chance: 0.1, forMs: aWhile(dice) }]
  }
}

/** What is made first is made unanswered, and no list shows it. */
export const unseenMakings: readonly Drill[] = [
  { kind: 'list-lag', lagMs: LONGEST_LAG_S * 1_000, forMs: 60_000 },
  { kind: 'lose-answer', scope: 'medialive', operation: 'CreateInput', times: 1 },
  { kind: 'lose-answer', scope: 'medialive', operation: 'CreateChannel', times: 1 },
]
