import {
  Circle,
  CircleDot,
  CircleDollarSign,
  Hexagon,
  LoaderCircle,
  Radio,
  TriangleAlert,
  type LucideIcon,
} from 'lucide-react'
import type { Phase } from '../../shared/domain/session'
import type { Tally } from '../../shared/domain/tally'

export interface TallyLook {
  readonly word: string
  readonly Icon: LucideIcon
}

const changingWords: Readonly<Record<Phase, string>> = {
  arming: 'Preparing',
  armed: 'Changing',
  starting: 'Starting',
  live: 'Changing',
  stopping: 'Stopping',
  wrapping: 'Cleaning up',
  wrapped: 'Changing',
}

/** A word and a shape for every lamp, so that none is told by its colour alone. */
export function tallyLook(tally: Tally, phase: Phase | null): TallyLook {
  switch (tally) {
    case 'dark':
      return { word: phase === 'wrapped' ? 'Ended' : 'Off', Icon: Circle }
    case 'ready':
      return { word: 'Ready', Icon: CircleDot }
    case 'changing':
      return { word: phase ? changingWords[phase] : 'Changing', Icon: LoaderCircle }
    case 'on-air':
      return { word: 'On air', Icon: Radio }
    case 'trouble':
      return { word: 'Trouble', Icon: TriangleAlert }
    case 'paid-not-on-air':
      return { word: 'Paid, not on air', Icon: CircleDollarSign }
    case 'rehearsal':
      return { word: 'Rehearsing', Icon: Hexagon }
  }
}
