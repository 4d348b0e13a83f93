import { randomUUID } from 'node:crypto'
import { CommandId } from '../../../src/shared/domain/ids'
import type { Phase, SessionView } from '../../../src/shared/domain/session'
import { OperatorError } from '../../../src/shared/errors'
import type { ConsoleHandlers } from '../../app/console'

type Sessions = Pick<ConsoleHandlers['sessions'], 'all' | 'stop'>

const onTheWayOff: ReadonlySet<Phase> = new Set(['starting', 'live', 'stopping'])

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

  /** Takes everything off the air; resolves when it is, rejects where a person has to look first. */
  async stopAll(): Promise<void> {
    const live = this.all().filter(({ phase }) => phase === 'starting' || phase === 'live')
    await Promise.all(
      live.map(({ id }) =>
        this.sessions.stop({ commandId: CommandId.parse(randomUUID()), sessionId: id }),
      ),
    )
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const letGo = this.watch(() => {
      const open = this.all().filter(({ phase }) => onTheWayOff.has(phase))
      const parked = open.find((session) => session.parked !== null)?.parked
      if (parked) reject(new OperatorError(parked))
      else if (open.length === 0) resolve()
    })
    await promise.finally(letGo)
  }

  close(): void {
    this.#unsubscribe()
    this.#listeners.clear()
  }
}
