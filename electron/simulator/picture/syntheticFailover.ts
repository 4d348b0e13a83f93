import type { Failover } from '../medialive/picturePort'
import { type FailoverSide, healthAfter, healthAtStart, sideAfter } from './failover'
import type { Deadlines, Spells } from './syntheticSignal'

const bothWell = { primary: healthAtStart, secondary: healthAtStart }
/** The longest of the usual conditions. */
const usualLossMs = 3_000

/** The failover of one pair of inputs, looked at only when something can have changed. */
export class SyntheticFailover {
  #health = bothWell

  constructor(private readonly now: () => number) {}

  /** Another pair is chosen. */
  forget(): void {
    this.#health = bothWell
  }

  /** Which of the pair is to be on air now. */
  side(
    active: FailoverSide,
    pair: {
      readonly failover: Failover
      readonly spells: { readonly [Side in FailoverSide]: Spells }
    },
    deadlines: Deadlines,
  ): FailoverSide {
    const { failover, spells } = pair
    const after = (side: FailoverSide) =>
      healthAfter(this.#health[side], this.#observed(spells[side]), { failover, now: this.now() })
    this.#health = { primary: after('primary'), secondary: after('secondary') }
    for (const side of ['primary', 'secondary'] as const) {
      this.#wait(spells[side], failover, deadlines)
      deadlines.lasted(this.#health[side].wellSince, failover.errorClearMs)
    }
    return sideAfter(active, this.#health, failover.preference)
  }

  #observed({ noPicture, noSound, black }: Spells) {
    const lasts = (since: number | undefined) => (since === undefined ? 0 : this.now() - since)
    return { lossMs: lasts(noPicture), silenceMs: lasts(noSound), blackMs: lasts(black) }
  }

  #wait(spells: Spells, { conditions }: Failover, deadlines: Deadlines): void {
    const since = {
      'input-loss': spells.noPicture,
      'audio-silence': spells.noSound,
      'video-black': spells.black,
    }
    deadlines.lasted(spells.noPicture, usualLossMs)
    for (const { kind, afterMs } of conditions) deadlines.lasted(since[kind], afterMs)
  }
}
