import { Crash, Guard, guardedStore, type CrashPoint } from './crash'
import type { RehearsedAws } from './rehearsedAws'
import { startLife, type Life, type LifeOptions } from './rehearsedConsole'

/** A guard that also says when it has fallen. */
class PowerSwitch extends Guard {
  readonly #fallen = Promise.withResolvers<'fallen'>()
  readonly fallen = this.#fallen.promise

  constructor(
    point: CrashPoint | undefined,
    private readonly onFall: () => void,
  ) {
    super(point)
  }

  override write<T>(work: () => T): T {
    try {
      return super.write(work)
    } catch (thrown) {
      if (thrown instanceof Crash) {
        this.onFall()
        this.#fallen.resolve('fallen')
      }
      throw thrown
    }
  }
}

/** What came of a life that was cut short, or was not. */
export type End<T> =
  | { readonly fell: true; readonly writes: number }
  | { readonly fell: false; readonly writes: number; readonly result: T }

/**
 * Lets a console live until the write at `point` (none: to its end). When it falls, nothing of it
 * does anything more: its time stands still, what it had asked AWS for still happens there.
 */
export async function liveUntil<T>(
  aws: RehearsedAws,
  options: LifeOptions,
  point: CrashPoint | undefined,
  script: (life: Life) => Promise<T>,
): Promise<End<T>> {
  let life: Life | undefined
  const power = new PowerSwitch(point, () => life?.cutPower())
  const wrapStore: LifeOptions['wrapStore'] = (store) => guardedStore(store, power)
  life = await startLife(aws, { ...options, wrapStore })
  try {
    const done = script(life).then((result) => ({ result }))
    // A script that is cut off ends with whatever its last call met.
    done.catch(() => undefined)
    const end = await Promise.race([power.fallen, done]).catch((thrown: unknown) => {
      if (power.fell) return 'fallen' as const
      throw thrown
    })
    const { writes } = power
    return end === 'fallen' ? { fell: true, writes } : { fell: false, writes, ...end }
  } finally {
    await life.close()
  }
}
