import type { Vault } from '../../electron/adapters/keychain/vault'
import type { Clock } from '../../electron/core/ports'
import { Crash, Guard } from './crash'
import type { Cut } from './simulationPlan'

/**
 * The power of one console. Until it is cut nothing is different; from then on nothing of it writes,
 * calls, or wakes, whatever was under way.
 */
export class Power extends Guard {
  readonly #fallen = Promise.withResolvers<'fallen'>()
  readonly fallen = this.#fallen.promise
  #cut: Exclude<Cut, { at: 'once' }> | undefined
  #left = 0
  #isOut = false

  constructor(private readonly onFall: (where: string) => void) {
    super()
  }

  override get fell(): boolean {
    return this.#isOut
  }

  cut(cut: Cut): void {
    if (cut.at === 'once') return this.#fall('at once')
    this.#cut = cut
    this.#left = cut.nth
  }

  override write<T>(work: () => T): T {
    if (this.#isItsTurn('write', 'before')) this.#fall('before a write')
    this.check()
    const result = work()
    if (this.#isItsTurn('write', 'after')) this.#fall('after a write')
    this.check()
    return result
  }

  /** Beside a call: before it leaves, or when it has had its effect. */
  call(when: 'before' | 'after', name: string): void {
    if (!this.#isOut && this.#isItsTurn('call', when)) this.#fall(`${when} ${name}`)
    this.check()
  }

  /** Throws where there is no power. */
  check(): void {
    if (this.#isOut) throw new Crash('there is no power')
  }

  /** Counts the writes, or the calls, up to the one that was named. */
  #isItsTurn(at: 'write' | 'call', when: 'before' | 'after'): boolean {
    return this.#cut?.at === at && this.#cut.when === when && --this.#left === 0
  }

  #fall(where: string): void {
    if (this.#isOut) return
    this.#isOut = true
    this.onFall(where)
    this.#fallen.resolve('fallen')
  }
}

/** The common time, for as long as there is power: who sleeps then is never woken, only called off. */
export const clockUnder = (power: Power, clock: Clock): Clock => ({
  now: () => clock.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error)
      const onAbort = () => reject(signal?.reason as Error)
      signal?.addEventListener('abort', onAbort, { once: true })
      if (power.fell) return
      clock.sleep(ms, signal).then(
        () => {
          if (power.fell) return
          signal?.removeEventListener('abort', onAbort)
          resolve()
        },
        () => undefined, // called off: rejected above
      )
    }),
})

/** A keychain outlives the console, and takes nothing from one without power. */
export const vaultUnder = (power: Power, vault: Vault): Vault => ({
  kind: vault.kind,
  trouble: vault.trouble,
  get: (ref) => vault.get(ref),
  has: (ref) => vault.has(ref),
  set: async (ref, secret) => {
    power.check()
    await vault.set(ref, secret)
  },
  delete: async (ref) => {
    power.check()
    await vault.delete(ref)
  },
})
