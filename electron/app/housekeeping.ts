import { REHEARSAL } from '../../src/shared/domain/account'
import type { SessionId } from '../../src/shared/domain/ids'
import { operatorError, toOperatorError, type WireError } from '../../src/shared/errors'
import { isOutage } from '../core/workflow/attempts'
import { meter } from '../core/metering/meter'
import type { Clock, SessionRecord } from '../core/ports'
import type { ClaimWatch } from '../core/safety/claimWatch'
import type { ObservedWorld } from '../core/reconcile/observed'
import type { Airing } from '../core/shows/airing'
import type { SessionBoard } from '../core/shows/board'
import { armedOf, startAskedAt } from '../core/shows/history'
import type { ShowWorld } from '../core/shows/showWorld'
import type { Engine } from '../core/workflow/engine'
import type { AccountDesk } from './accountDesk'
import { isOnAir } from './atStake'
import type { Foundation } from './foundation'
import { appSentences } from './sentences'
import type { OpenPlace } from './places'

export interface HousekeepingParts extends Foundation {
  readonly engine: Engine<ShowWorld>
  readonly board: SessionBoard
  readonly airing: Airing
  readonly claimWatch: ClaimWatch
  readonly desk: AccountDesk
}

/** Times on screen move by the second. */
const TICK_MS = 1_000
/** A second that takes so long was a sleep of this machine, or its clock was set. */
const SLEPT_MS = 15_000
/** Room may have been made on the disk meanwhile. */
const STORAGE_TRIES_MS = 15_000
/** How often a simulator that does not answer is looked for. */
const REOPEN_MS = 5_000
/** A service that was out for long may be back, though nothing told us so. */
const OUTAGE_TRIES_MS = 120_000
/** How often it is asked whether the sessions of this console are still its own. */
const CLAIMS_MS = 60_000
/** A trouble that goes on is not told more often than so. */
const NOTICE_AGAIN_MS = 60_000
/** How what is long over is taken in after the start. */
const AT_A_TIME = 10
const BETWEEN_MS = 30
/** So long after its end a session's journal is folded, a session every so often. */
const FOLDED_AFTER_MS = 30 * 24 * 3_600_000
const FOLD_MS = 20_000
/** Where nothing was left to be folded, nothing soon will be. */
const FOLD_AGAIN_MS = 3_600_000
/** A first copy soon: many a console is open for less than an hour. */
const FIRST_BACKUP_MS = 60_000
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
  readonly #told = new Map<string, number>()
  readonly #announced = new Map<SessionId, string>()
  readonly #troubled = new Set<OpenPlace>()
  #keepsAwake = false
  #foldsAgainAt = 0
  #started = false

  readonly #mayReopen: () => boolean

  constructor(private readonly parts: HousekeepingParts) {
    this.#mayReopen = every(REOPEN_MS, parts.clock)
    for (const { code } of parts.status.value.notices) this.#told.set(code, parts.clock.now())
    parts.placeSeen.listen((place) => this.#placeSeen(place))
    parts.sessionTouched.listen((id) => this.#touched(id))
  }

  /** `open` goes on in the background; nothing is tended before it has ended. */
  start(open: () => Promise<void>): void {
    void this.#takeInTheRest()
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
    void this.#guarded(() => this.#findSimulatorAgain(place))
    void this.#guarded(async () => {
      for (const session of this.#openSessions()) {
        if (session.profile !== place.profile || session.region !== place.region) continue
        this.#touched(session.id)
        if (this.parts.opened.mayWrite) this.#readMeter(session, place)
      }
    })
  }

  /** A simulator ends by itself after a long sleep of this machine; the next has the same world. */
  async #findSimulatorAgain({ profile, observer }: OpenPlace): Promise<void> {
    const isGone = observer.world().trouble?.code.startsWith('network.') ?? false
    if (profile === REHEARSAL && isGone && this.#mayReopen())
      await this.parts.places.reopenRehearsal()
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
    for (const id of ids) this.#announce(id)
  }

  /** A stop that is about to come is told outside the window too, once. */
  #announce(id: SessionId): void {
    const view = this.parts.board.view(id)
    const { impending } = view ?? {}
    const key = impending ? `${impending.reason} ${impending.cause} ${impending.stopsAt}` : ''
    if (this.#announced.get(id) === key) return
    this.#announced.set(id, key)
    if (!view || !impending || !this.parts.shell.abilities.notifications) return
    this.parts.shell.notify(view.showName, `${impending.what} ${impending.todo}`)
  }

  #readMeter(session: SessionRecord, { observer, cloud }: OpenPlace): void {
    const { store } = this.parts
    const known = store.usageOf(session.id)
    const offsetMs = cloud.time.offsetMs()
    const lines = store.journal.ofSession(session.id)
    const asked = startAskedAt(lines)
    const metered = {
      ...session,
      ivs: armedOf(lines)?.ivs ?? [],
      startAskedAt: asked === undefined ? undefined : asked + offsetMs,
    }
    const changed = meter(metered, inAwsTime(observer.world(), offsetMs), known)
    if (changed.length > 0) store.together(() => changed.forEach((usage) => store.usage.put(usage)))
  }

  #keepAwake(): void {
    const live = this.parts.board.views().some(isOnAir)
    if (live === this.#keepsAwake) return
    this.#keepsAwake = live
    this.parts.shell.keepAwake(live)
  }

  async #tick(): Promise<void> {
    const { clock, opened, engine } = this.parts
    const storage = every(STORAGE_TRIES_MS, clock)
    const outage = every(OUTAGE_TRIES_MS, clock)
    const claims = every(CLAIMS_MS, clock)
    const backup = every(BACKUP_MS, clock, FIRST_BACKUP_MS)
    const fold = every(FOLD_MS, clock)
    while (!this.#closing.signal.aborted) {
      const before = clock.now()
      await clock.sleep(TICK_MS, this.#closing.signal).catch(() => {})
      if (this.#closing.signal.aborted) return
      const passed = clock.now() - before
      if (passed > SLEPT_MS || passed < 0) this.#comeBack(passed)
      void this.#guarded(async () => {
        // Another console may have begun what only it can change.
        if (!opened.mayWrite) this.parts.board.relist()
        this.#touchAll()
      })
      for (const notice of opened.notices) this.#notice(notice, Infinity)
      if (storage()) engine.resumeWaiting(({ code }) => code.startsWith('storage.'))
      if (outage()) engine.resumeWaiting(isOutage)
      if (claims() && opened.mayWrite) this.#lookAtClaims()
      if (backup() && opened.mayWrite) void this.#guarded(() => opened.backupNow())
      if (fold()) await this.#guarded(async () => this.#foldOld())
    }
  }

  /** Slowly: a look costs next to nothing, and whoever takes over is told so at a click as well. */
  #lookAtClaims(): void {
    for (const { id } of this.#openSessions())
      void this.#guarded(() => this.parts.claimWatch.look(id, CLAIMS_MS))
  }

  /** Years of shows: some at a time, so that nothing on screen stands still for them. */
  async #takeInTheRest(): Promise<void> {
    const { signal } = this.#closing
    // What matters now is there already, and a window is waited for.
    await new Promise(setImmediate)
    await this.#guarded(async () => {
      while (!signal.aborted && this.parts.board.takeInMore(AT_A_TIME))
        await this.parts.clock.sleep(BETWEEN_MS, signal).catch(() => {})
    })
  }

  /** A session a time, never while a show is on air: nothing on air may wait for it. */
  #foldOld(): void {
    const { opened, clock, board } = this.parts
    const now = clock.now()
    if (now < this.#foldsAgainAt || !opened.mayWrite || board.views().some(isOnAir)) return
    if (!opened.foldJournal(now - FOLDED_AFTER_MS)) this.#foldsAgainAt = now + FOLD_AGAIN_MS
  }

  /** This machine slept, or its clock was set: nothing is shown as the present before it was read anew. */
  #comeBack(passedMs: number): void {
    const { places, board, log } = this.parts
    log.warn('the clock has jumped', { passedMs })
    for (const { observer } of places.all()) observer.forget()
    board.watchAnew()
    void this.#guarded(async () => {
      for (const { id } of this.#openSessions()) board.refresh(id)
      if (board.views().some(isOnAir))
        this.#notice(operatorError(appSentences.clockJumped(passedMs)).wire, NOTICE_AGAIN_MS)
    })
  }

  #touchAll(): void {
    for (const { id } of this.#openSessions()) this.#touched(id)
  }

  #openSessions(): readonly SessionRecord[] {
    const { board, store } = this.parts
    return board
      .views()
      .filter(({ phase }) => phase !== 'wrapped')
      .flatMap(({ id }) => store.sessions.get(id) ?? [])
  }

  /** What fails here is told as a notice, and tried again with the next change. */
  async #guarded(work: () => Promise<unknown>): Promise<void> {
    try {
      await work()
    } catch (thrown) {
      const { wire } = toOperatorError(thrown, 'housekeeping')
      if (this.#notice(wire, NOTICE_AGAIN_MS))
        this.parts.log.error('housekeeping failed', { code: wire.code, cause: thrown })
    }
  }

  /** Told once; what goes on happening is told again a while after it was dismissed. */
  #notice(notice: WireError, againMs: number): boolean {
    const { status, clock } = this.parts
    const { notices } = status.value
    const toldAt = this.#told.get(notice.code)
    const isShown = notices.some(({ code }) => code === notice.code)
    if (isShown || (toldAt !== undefined && clock.now() - toldAt < againMs)) return false
    this.#told.set(notice.code, clock.now())
    status.update({ notices: [...notices, notice] })
    return true
  }
}

/** What is paid is dated by AWS's clock: this machine's may be set while the show goes on. */
const inAwsTime = (world: ObservedWorld, offsetMs: number): ObservedWorld =>
  world.channels === null
    ? world
    : { ...world, channels: { ...world.channels, askedAt: world.channels.askedAt + offsetMs } }

/** True once in so many ms, first after `firstMs`. */
function every(ms: number, clock: Clock, firstMs: number = ms): () => boolean {
  let next = clock.now() + firstMs
  return () => {
    // Further ahead than it was ever set: the clock has gone back.
    if (clock.now() < next && next - clock.now() <= ms) return false
    next = clock.now() + ms
    return true
  }
}
