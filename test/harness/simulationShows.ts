import { DestinationId } from '../../src/shared/domain/ids'
import type { Destination } from '../../src/shared/domain/destination'
import type { ShowDraft } from '../../src/shared/domain/show'
import type { Dice } from './simulationDice'

/** In every stream key and in nothing else, so that one that got out is found. */
export const CANARY = 'canary-7f3d9b'

export const keyFor = (id: string): string => `${CANARY}-${id}`

const MINUTE = 60_000

/** A show of a story. Its planned end counts from the beginning of the story. */
export const aDraftOf = (dice: Dice, index: number): ShowDraft => ({
  name: `Show ${index + 1}`,
  shape: 'program',
  preset: dice.pick(['720p30', '1080p30']),
  feed: { height: 720, framesPerSecond: 30, bitrateBps: 2_000_000 },
  destinations: Array.from({ length: dice.between(0, 4) }, (_, number) =>
    aDestination(dice, number),
  ),
  recording: dice.pick(['keep-takes', 'keep-everything']),
  plannedEndAt: dice.chance(0.5) ? dice.between(1, 12) * MINUTE : null,
  capMicros: dice.chance(0.25) ? dice.between(1, 60) * 10_000 : null,
  autoStop: {
    noInputMinutes: dice.chance(0.3) ? dice.between(1, 3) : null,
    atPlannedEnd: dice.pick(['warn', 'stop']),
    atCap: dice.pick(['warn', 'stop']),
  },
})

function aDestination(dice: Dice, number: number): Destination {
  const id = DestinationId.parse(`place-${number + 1}`)
  const name = `Place ${number + 1}`
  if (dice.chance(0.4)) return { kind: 'ivs', id, name }
  const kind = dice.pick(['youtube', 'restream', 'rtmp'])
  return { kind, id, name, url: `rtmp://${number + 1}.rtmp.example.com/live` }
}
