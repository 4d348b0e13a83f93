import type { ConsoleStatus } from '../../src/shared/domain/consoleStatus'
import type { SessionId } from '../../src/shared/domain/ids'
import { toOperatorError } from '../../src/shared/errors'
import { meter } from '../core/metering/meter'
import type { Clock, Log, SessionRecord, Store } from '../core/ports'
import type { Airing } from '../core/shows/airing'
import type { SessionBoard } from '../core/shows/board'
import { armedOf } from '../core/shows/history'
import type { OpenPlace } from './places'
import type { ShellPort } from './shellPort'
import type { Signal } from './signal'

export interface HousekeepingParts {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly board: SessionBoard
  readonly airing: Airing
  readonly status: Signal<ConsoleStatus>
  readonly shell: ShellPort
  readonly mayWrite: boolean
}

/** Times on screen move by the second. */
const TICK_MS = 1_000

/**
 * What has to happen whenever something was seen or done: the meter is read, the session is brought
 * where it belongs, the board is brought up to date. It fails in words, and never brings the core down.
 */
export class Housekeeping {
  readonly #due = new Set<SessionId>()
  readonly #closing = new AbortController()
  #ticking: Promise<void> = Promise.resolve()
  #keepsAwake = false
  #started = false

  constructor(private readonly parts: HousekeepingParts) {}

  /** Opens what is needed in the background: a window is there before AWS has answered. */
  start(open: () => Promise<void>): Promise<void> {
    const opening = this.#guarded(open).then(() => {
      this.#started = true
      this.#allSessions()
    })
    this.#ticking = opening.then(() => this.#tick())
    return Promise.resolve()
  }

  placeChanged(place: OpenPlace): void {
    if (this.#closing.signal.aborted) return
    const offset = Math.round(place.cloud.time.offsetMs())
    if (offset !== this.parts.status.value.awsOffsetMs)
      this.parts.status.update({ awsOffsetMs: offset })
    const sessions = this.#openSessions().filter(
      ({ profile, region }) => profile === place.profile && region === place.region,
    )
    for (const session of sessions) {
      if (this.parts.mayWrite) void this.#guarded(async () => this.#readMeter(session, place))
      this.sessionChanged(session.id)
    }
  }

  /** Many changes at once make one look. */
  sessionChanged(id: SessionId): void {
    if (this.#due.size === 0) queueMicrotask(() => this.#settle())
    this.#due.add(id)
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('the console closes'))
    await this.#ticking
    if (this.#keepsAwake) this.parts.shell.keepAwake(false)
  }

  #settle(): void {
    const ids = [...this.#due]
    this.#due.clear()
    if (this.#closing.signal.aborted) return
    for (const id of ids) {
      void this.#guarded(async () => {
        this.parts.board.refresh(id)
        if (this.parts.mayWrite && this.#started) this.parts.airing.tend(id)
      })
    }
    this.#keepAwake()
  }

  #readMeter(session: SessionRecord, { observer }: OpenPlace): void {
    const { store } = this.parts
    const known = store.usage.all().filter((usage) => usage.sessionId === session.id)
    const ivs = armedOf(store.journal.ofSession(session.id))?.ivs ?? []
    const changed = meter({ ...session, ivs }, observer.world(), known)
    if (changed.length > 0) store.together(() => changed.forEach((usage) => store.usage.put(usage)))
  }

  #keepAwake(): void {
    const live = this.parts.board
      .views()
      .some(({ phase }) => phase === 'starting' || phase === 'live')
    if (live === this.#keepsAwake) return
    this.#keepsAwake = live
    this.parts.shell.keepAwake(live)
  }

  async #tick(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      await this.parts.clock.sleep(TICK_MS, this.#closing.signal).catch(() => {})
      for (const { id } of this.#openSessions()) this.sessionChanged(id)
    }
  }

  #allSessions(): void {
    for (const { id } of this.#openSessions()) this.sessionChanged(id)
  }

  #openSessions(): readonly SessionRecord[] {
    const open = new Set(
      this.parts.board.views().flatMap(({ id, phase }) => (phase === 'wrapped' ? [] : [id])),
    )
    return this.parts.store.sessions.all().filter(({ id }) => open.has(id))
  }

  /** What fails here is told once as a notice, and tried again with the next change. */
  async #guarded(work: () => Promise<unknown>): Promise<void> {
    try {
      await work()
    } catch (thrown) {
      const { wire } = toOperatorError(thrown, 'housekeeping')
      const { log, status } = this.parts
      log.error('housekeeping failed', { code: wire.code, cause: thrown })
      const { notices } = status.value
      if (!notices.some(({ code }) => code === wire.code))
        status.update({ notices: [...notices, wire] })
    }
  }
}
