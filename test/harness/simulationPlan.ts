import type { Drill } from '../../electron/simulator/kit/drillShapes'
import type { ShowDraft } from '../../src/shared/domain/show'
import { Dice } from './simulationDice'
import { aDraftOf } from './simulationShows'
import { someWeather, unseenMakings } from './simulationWeather'

/** Where a console's power goes: at once, or beside the nth write or call from now on. */
export type Cut =
  | { readonly at: 'once' }
  | { readonly at: 'write' | 'call'; readonly nth: number; readonly when: 'before' | 'after' }

export const clickNames = [
  'prepare',
  'goLive',
  'stop',
  'wrap',
  'startTake',
  'endTake',
  'extend',
  'keepRunning',
  'resume',
  'tryAgain',
  'setKey',
] as const
export type ClickName = (typeof clickNames)[number]

/** What happens next. `who` is the number of a console; a dead one does nothing. */
export type Happening =
  /** What a producer would do next, whatever state that is. */
  | { readonly kind: 'sensible'; readonly who: number; readonly dice: number }
  | {
      readonly kind: 'click'
      readonly who: number
      readonly what: ClickName
      readonly dice: number
      /** `same`: the gesture of a double click; `anew`: a second one in the same moment. */
      readonly again: 'no' | 'same' | 'anew'
    }
  | { readonly kind: 'crash'; readonly who: number; readonly cut: Cut }
  | { readonly kind: 'start'; readonly who: number }
  | { readonly kind: 'weather'; readonly drills: readonly Drill[] }
  | { readonly kind: 'clear-weather' }
  /** A colleague in the AWS console. */
  | { readonly kind: 'stranger'; readonly what: 'starts' | 'stops'; readonly dice: number }
  /** Every console dies, and nobody comes for hours. */
  | { readonly kind: 'abandon' }

export type Step = Happening & { readonly restMs: number }

/** A whole story as data: the same seed is the same plan. */
export interface Plan {
  readonly seed: number
  /** How AWS hurries. */
  readonly speed: number
  readonly shows: readonly ShowDraft[]
  readonly hasEncoder: boolean
  readonly consoles: 1 | 2
  readonly steps: readonly Step[]
}

const kinds = {
  sensible: 56,
  click: 14,
  crash: 10,
  weather: 14,
  'clear-weather': 4,
  stranger: 2,
} as const

const ABANDONED = 0.07

export function planOf(seed: number): Plan {
  const dice = new Dice(seed)
  const consoles = dice.chance(0.35) ? 2 : 1
  const steps: Step[] = [...aBlindBeginning(dice.fork('beginning'))]
  const length = dice.between(8, 22)
  while (steps.length < length) steps.push(...someSteps(dice, consoles))
  if (dice.chance(ABANDONED)) steps.push(...anAbandoning(dice))
  return {
    seed,
    speed: Number(dice.weighted({ '20': 75, '5': 20, '1': 5 })),
    shows: Array.from({ length: dice.chance(0.2) ? 2 : 1 }, (_, index) => aDraftOf(dice, index)),
    hasEncoder: dice.chance(0.75),
    consoles,
    steps,
  }
}

function someSteps(dice: Dice, consoles: 1 | 2): readonly Step[] {
  const who = consoles === 2 && dice.chance(0.4) ? 1 : 0
  const restMs = dice.chance(0.2) ? 0 : dice.span(300, 30_000)
  switch (dice.weighted(kinds)) {
    case 'sensible':
      return [{ kind: 'sensible', who, dice: dice.next(), restMs }]
    case 'click':
      return [{ ...aClick(dice, who), restMs }]
    case 'crash': {
      return [
        { kind: 'crash', who, cut: aCut(dice), restMs: dice.chance(0.5) ? 0 : restMs },
        // Something is to be under way when it falls.
        { kind: 'sensible', who, dice: dice.next(), restMs: dice.span(500, 90_000) },
        { kind: 'start', who, restMs: dice.span(300, 20_000) },
      ]
    }
    case 'weather':
      return [{ kind: 'weather', drills: someWeather(dice), restMs: dice.span(100, 5_000) }]
    case 'clear-weather':
      return [{ kind: 'clear-weather', restMs }]
    case 'stranger':
      return [{ kind: 'stranger', what: dice.pick(['starts', 'stops']), dice: dice.next(), restMs }]
  }
}

/** Seldom: what is made first is made unanswered, and no list shows it. */
const aBlindBeginning = (dice: Dice): readonly Step[] =>
  dice.chance(0.06)
    ? [
        { kind: 'weather', drills: unseenMakings, restMs: 0 },
        {
          kind: 'click',
          who: 0,
          what: 'prepare',
          dice: dice.next() * 0.9,
          again: 'no',
          restMs: dice.span(2_000, 20_000),
        },
      ]
    : []

/** Put on air first, wherever it stands. */
const anAbandoning = (dice: Dice): readonly Step[] => [
  ...(['prepare', 'goLive'] as const).map((what): Step => ({
    kind: 'click',
    who: 0,
    what,
    dice: dice.next() * 0.9,
    again: 'no',
    restMs: dice.span(8_000, 20_000),
  })),
  { kind: 'abandon', restMs: 0 },
]

const aClick = (dice: Dice, who: number): Happening => ({
  kind: 'click',
  who,
  what: dice.pick(clickNames),
  dice: dice.next(),
  again: dice.weighted({ no: 60, same: 20, anew: 20 }),
})

function aCut(dice: Dice): Cut {
  if (dice.chance(0.2)) return { at: 'once' }
  const when = dice.pick(['before', 'after'])
  return dice.chance(0.5)
    ? { at: 'write', nth: dice.between(1, 10), when }
    : { at: 'call', nth: dice.between(1, 14), when }
}
