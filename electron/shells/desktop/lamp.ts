import type { SessionView } from '../../../src/shared/domain/session'
import type { Tally } from '../../../src/shared/domain/tally'

/** The lamp outside of the window: what it says and how it looks. Pure. */
export interface Lamp {
  readonly tally: Tally
  readonly word: string
}

const words: Readonly<Record<Tally, string>> = {
  'on-air': 'ON AIR',
  trouble: 'Trouble',
  'paid-not-on-air': 'Paid, not on air',
  changing: 'Changing',
  rehearsal: 'Rehearsal',
  ready: 'Ready',
  dark: 'Dark',
}

/** Of several shows the lamp shows the gravest; red wins, because viewers can see it. */
const gravity = Object.keys(words) as readonly Tally[]

export function lampOf(sessions: readonly Pick<SessionView, 'tally'>[]): Lamp {
  const tally = gravity.find((each) => sessions.some((session) => session.tally === each)) ?? 'dark'
  return { tally, word: words[tally] }
}

/** One line a show, as it stands in the tray's menu. */
export const lineOf = ({ showName, tally, tallyWhy }: SessionView): string =>
  `${words[tally]} · ${showName} · ${tallyWhy}`

type Rgb = readonly [number, number, number]
const colours: Readonly<Record<Tally, Rgb>> = {
  'on-air': [229, 46, 46],
  trouble: [240, 140, 30],
  'paid-not-on-air': [230, 200, 60],
  changing: [240, 180, 40],
  rehearsal: [150, 110, 230],
  ready: [150, 156, 164],
  dark: [70, 76, 84],
}

export const LAMP_SIZE = 32

/** Raw BGRA: full when viewers see it, hatched in rehearsal, otherwise a ring. Never colour alone. */
export function lampPixels(tally: Tally): Buffer {
  const [red, green, blue] = colours[tally]
  const pixels = Buffer.alloc(LAMP_SIZE * LAMP_SIZE * 4)
  for (let y = 0; y < LAMP_SIZE; y++) {
    for (let x = 0; x < LAMP_SIZE; x++) {
      if (isLit(tally, x, y)) pixels.set([blue, green, red, 255], (y * LAMP_SIZE + x) * 4)
    }
  }
  return pixels
}

const RADIUS = 14
const RING = 5

function isLit(tally: Tally, x: number, y: number): boolean {
  const middle = (LAMP_SIZE - 1) / 2
  const distance = Math.hypot(x - middle, y - middle)
  if (distance > RADIUS) return false
  if (tally === 'on-air' || distance > RADIUS - RING) return true
  return tally === 'rehearsal' && (x + y) % 8 < 4
}
