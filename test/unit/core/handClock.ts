import type { Clock } from '../../../electron/core/ports'

interface Sleeper {
  readonly dueAt: number
  wake(): void
}

/** Lets everything that can happen without time passing happen. */
export async function turns(count = 10): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate)
}

/** Time that moves only when a test moves it, waking whoever is due on the way. */
export class HandClock implements Clock {
  #sleepers: Sleeper[] = []

  constructor(private at: number) {}

  now = (): number => this.at

  sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const sleeper = { dueAt: this.at + ms, wake: resolve }
      const abort = () => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper)
        reject(signal?.reason as Error)
      }
      if (signal?.aborted) return abort()
      signal?.addEventListener('abort', abort, { once: true })
      this.#sleepers.push(sleeper)
    })

  async advance(ms: number): Promise<void> {
    const target = this.at + ms
    await turns()
    for (;;) {
      const next = this.#sleepers.toSorted((a, b) => a.dueAt - b.dueAt)[0]
      if (!next || next.dueAt > target) break
      this.#sleepers = this.#sleepers.filter((other) => other !== next)
      this.at = next.dueAt
      next.wake()
      await turns()
    }
    this.at = target
  }
}
