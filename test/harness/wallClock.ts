import type { Clock } from '../../electron/core/ports'

/** A clock that somebody can set while its owner goes on; waiting takes as long as before. */
export class WallClock implements Clock {
  #aheadMs = 0

  constructor(private readonly steady: Clock) {}

  now = (): number => this.steady.now() + this.#aheadMs

  sleep = (ms: number, signal?: AbortSignal): Promise<void> => this.steady.sleep(ms, signal)

  setBy(ms: number): void {
    this.#aheadMs += ms
  }
}
