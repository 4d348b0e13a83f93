import { randomUUID } from 'node:crypto'
import { CommandId } from '../../../src/shared/domain/ids'
import type { Phase, RunView, SessionView } from '../../../src/shared/domain/session'
import { OperatorError, operatorError } from '../../../src/shared/errors'
import { isOnAir } from '../../app/atStake'
import type { ConsoleHandlers } from '../../app/console'
import { standDown } from '../../core/shows/standDown'
import { wrap } from '../../core/shows/wrap'
import { notStopped } from './sentences'

type Sessions = Pick<ConsoleHandlers['sessions'], 'all' | 'stop'>

const ON_THE_WAY_OFF: ReadonlySet<Phase> = new Set(['starting', 'live', 'stopping'])
/** A stop that waits for a person, or has ended without having stopped. */
const FAILED: ReadonlySet<RunView['state']> = new Set([
  'waiting',
  'parked',
  'rolled-back',
  'cancelled',
])

const stopsOf = ({ runs }: SessionView): readonly RunView[] =>
  runs.filter(({ workflow }) => workflow === standDown.name || workflow === wrap.name)

const isNotOff = (session: SessionView): boolean =>
  isOnAir(session) || ON_THE_WAY_OFF.has(session.phase)

/** The sessions as the console tells them, for the parts of the desktop that are no window. */
export class SessionsWatch {
  readonly #known = new Map<string, SessionView>()
  readonly #listeners = new Set<() => void>()
  readonly #unsubscribe: () => void

  constructor(private readonly sessions: Sessions) {
    this.#unsubscribe = sessions.all((event) => {
      if (event.kind === 'snapshot') this.#known.clear()
      const items = event.kind === 'snapshot' ? event.items : []
      for (const item of items) this.#known.set(item.id, item)
      if (event.kind === 'changed') this.#known.set(event.item.id, event.item)
      if (event.kind === 'forgotten') this.#known.delete(event.id)
      for (const listener of this.#listeners) listener()
    })
  }

  all(): readonly SessionView[] {
    return [...this.#known.values()]
  }

  /** Calls back now and after every change. */
  watch(listener: () => void): () => void {
    this.#listeners.add(listener)
    listener()
    return () => void this.#listeners.delete(listener)
  }

  /**
   * Takes everything off the air; resolves when it is, rejects where a stop stands still or did not
   * work. Whatever else waits for a person in such a session (a take, say) does not hold it up.
   */
  async stopAll(): Promise<void> {
    const live = this.all().filter(isOnAir)
    const before = new Set(live.flatMap(stopsOf).flatMap((run) => (run.endedAt ? [run.id] : [])))
    await Promise.all(
      live.map(({ id }) =>
        this.sessions.stop({ commandId: CommandId.parse(randomUUID()), sessionId: id }),
      ),
    )
    // What the stop has changed is told a moment later; until then an old halt looks like a new one.
    await new Promise((resolve) => setImmediate(resolve))
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const letGo = this.watch(() => {
      const open = live.flatMap(({ id }) => this.#known.get(id) ?? []).filter(isNotOff)
      const failed = open
        .flatMap(stopsOf)
        .find((run) => !before.has(run.id) && FAILED.has(run.state))
      if (failed) reject(failed.error ? new OperatorError(failed.error) : operatorError(notStopped))
      else if (open.length === 0) resolve()
    })
    await promise.finally(letGo)
  }

  close(): void {
    this.#unsubscribe()
    this.#listeners.clear()
  }
}
