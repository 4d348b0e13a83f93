import type { SessionId } from '../../src/shared/domain/ids'
import { toOperatorError, type WireError } from '../../src/shared/errors'
import { meter } from '../core/metering/meter'
import type { Clock, SessionRecord } from '../core/ports'
import type { Airing } from '../core/shows/airing'
import type { SessionBoard } from '../core/shows/board'
import { armedOf } from '../core/shows/history'
import type { ShowWorld } from '../core/shows/showWorld'
import type { Engine } from '../core/workflow/engine'
import type { AccountDesk } from './accountDesk'
import type { Foundation } from './foundation'
import type { OpenPlace } from './places'

export interface HousekeepingParts extends Foundation {
  readonly engine: Engine<ShowWorld>
  readonly board: SessionBoard
  readonly airing: Airing
  readonly desk: AccountDesk
}

/** Times on screen move by the second. */
const TICK_MS = 1_000
/** Room may have been made on the disk meanwhile. */
const STORAGE_TRIES_MS = 15_000
/** So much is lost at worst, of a file that is damaged beyond repair. */
const BACKUP_MS = 3_600_000

/**
 * What has to happen whenever something was seen or done: the meter is read, the session is brought
 * where it belongs, the board is brought up to date. It fails in words, and never brings the core down.
 */
export class Housekeeping {
  readonly #due = new Set<SessionId>()
  readonly #closing = new AbortController()
  #ticking: Promise<void> = Promise.resolve()
  readonly #told = new Set<string>()
  readonly #troubled = new Set<OpenPlace>()
  #keepsAwake = false
  #started = false

  constructor(private readonly parts: HousekeepingParts) {
    for (const { code } of parts.status.value.notices) this.#told.add(code)
    parts.placeSeen.listen((place) => this.#placeSeen(place))
    parts.sessionTouched.listen((id) => this.#touched(id))
  }

  /** `open` goes on in the background; nothing is tended before it has ended. */
  start(open: () => Promise<void>): void {
    this.#ticking = this.#guarded(open).then(() => {
      this.#started = true
      this.#touchAll()
      return this.#tick()
    })
  }

  #placeSeen(place: OpenPlace): void {
    if (this.#closing.signal.aborted) return
    const offset = Math.round(place.cloud.time.offsetMs())
    if (offset !== this.parts.status.value.awsOffsetMs)
      this.parts.status.update({ awsOffsetMs: offset })
    this.parts.desk.seen(place)
    this.#resumeAfterTrouble(place)
    void this.#guarded(async () => {
      for (const session of this.#openSessions()) {
        if (session.profile !== place.profile || session.region !== place.region) continue
        this.#touched(session.id)
        if (this.parts.opened.mayWrite) this.#readMeter(session, place)
      }
    })
  }

  /** AWS answers again: what waited for that goes on, without anybody's click. */
  #resumeAfterTrouble(place: OpenPlace): void {
    const isTrouble = place.observer.world().trouble !== null
    if (isTrouble) this.#troubled.add(place)
    else if (this.#troubled.delete(place))
      this.parts.engine.resumeWaiting(({ code }) => !code.startsWith('key.'))
  }

  /** Many changes at once make one look. */
  #touched(id: SessionId): void {
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
        if (this.parts.opened.mayWrite && this.#started) this.parts.airing.tend(id)
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
    const { clock, opened, engine } = this.parts
    const storage = every(STORAGE_TRIES_MS, clock)
    const backup = every(BACKUP_MS, clock)
    while (!this.#closing.signal.aborted) {
      await clock.sleep(TICK_MS, this.#closing.signal).catch(() => {})
      if (this.#closing.signal.aborted) return
      void this.#guarded(async () => this.#touchAll())
      for (const notice of opened.notices) this.#notice(notice)
      if (storage()) engine.resumeWaiting(({ code }) => code.startsWith('storage.'))
      if (backup() && opened.mayWrite) void this.#guarded(() => opened.backupNow())
    }
  }

  #touchAll(): void {
    for (const { id } of this.#openSessions()) this.#touched(id)
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
      this.parts.log.error('housekeeping failed', { code: wire.code, cause: thrown })
      this.#notice(wire)
    }
  }

  /** Each is told once, and again only after it was dismissed and has come back. */
  #notice(notice: WireError): void {
    const { status } = this.parts
    if (this.#told.has(notice.code)) return
    this.#told.add(notice.code)
    const others = status.value.notices.filter(({ code }) => code !== notice.code)
    status.update({ notices: [...others, notice] })
  }
}

/** True once in so many ms, first after one whole stretch. */
function every(ms: number, clock: Clock): () => boolean {
  let last = clock.now()
  return () => {
    if (clock.now() - last < ms) return false
    last = clock.now()
    return true
  }
}
