import type { AccountSettings } from '../../../src/shared/domain/account'
import {
  RunId,
  SessionId,
  TakeId,
  type CommandId,
  type ShowId,
} from '../../../src/shared/domain/ids'
import type { Impending, Phase, SessionView } from '../../../src/shared/domain/session'
import type { Show } from '../../../src/shared/domain/show'
import { OperatorError, hasCode, operatorError } from '../../../src/shared/errors'
import type { SessionRecord } from '../ports'
import { extended } from '../safety/safetyStopAt'
import { stopAnyway } from '../safety/stopAnyway'
import type { AiringParts } from './airingParts'
import { adopt } from './adopt'
import { arm } from './arm'
import { goLive } from './goLive'
import { armedOf } from './history'
import { markTake } from './markTake'
import { moveEnd } from './moveEnd'
import { airingsIn, standingOf } from './phase'
import { showSentences } from './sentences'
import { standDown } from './standDown'
import { TakeDesk } from './takeDesk'
import { wrap } from './wrap'

/** Where a session airs, as it was when it was prepared. */
export interface Venue {
  readonly profile: string
  readonly region: string
  readonly rehearsal: boolean
  readonly settings: AccountSettings
}

interface Gesture {
  readonly commandId: CommandId
  readonly sessionId: SessionId
}

/**
 * The commands of a session. Each is on record when it returns, and the same command given twice is
 * one; what becomes of it is told by the board.
 */
export class Airing {
  /** Sessions in which a gesture is just taking the place of what was under way. */
  readonly #inHand = new Map<SessionId, Promise<unknown>>()

  /** Records of open sessions, for when the disk cannot be read any more. */
  readonly #known = new Map<SessionId, SessionRecord>()
  /** Sessions whose stop rests because it cannot be written, and is being sent all the same. */
  readonly #stopping = new Set<SessionId>()

  readonly #takes: TakeDesk

  constructor(private readonly parts: AiringParts) {
    this.#takes = new TakeDesk(parts)
  }

  /** The session's id is the command's: a double click prepares once. */
  prepare(commandId: CommandId, show: Show, venue: Venue): SessionId {
    const { store, engine, clock, board } = this.parts
    const sessionId = SessionId.parse(commandId)
    if (store.sessions.get(sessionId)) return sessionId
    const open = board.views().find((view) => view.showId === show.id && view.phase !== 'wrapped')
    if (open) throw operatorError(showSentences.sessionOpen(show.name))
    store.sessions.put({
      id: sessionId,
      show,
      ...venue,
      startedAt: clock.now(),
      plannedEndAt: show.plannedEndAt,
      certificate: null,
    })
    const ivsDestinations = show.destinations
      .filter(({ kind }) => kind === 'ivs')
      .map(({ id }) => id)
    engine.start(arm, {
      runId: RunId.parse(commandId),
      sessionId,
      input: { sessionId, ivsDestinations },
    })
    board.refresh(sessionId)
    return sessionId
  }

  goLive({ commandId, sessionId }: Gesture): void {
    const { store, engine } = this.parts
    const lines = store.journal.ofSession(sessionId)
    if (lines.some(({ runId }) => runId === RunId.parse(commandId))) return
    const view = this.#require(sessionId, 'go live', ['armed'])
    const armed = armedOf(lines)
    if (!armed) throw operatorError(showSentences.notNow('go live', view.phase))
    const airing = airingsIn(standingOf(view.runs, undefined), armed) + 1
    const isNewKey = store.setting(newKeyOf(sessionId)) === true
    engine.start(goLive, {
      runId: RunId.parse(commandId),
      sessionId,
      input: { sessionId, armed, airing, isNewKey },
    })
    store.putSetting(newKeyOf(sessionId), false)
  }

  /** The channel was made with the key of then: it is told the new one before it starts. */
  keyReplaced(showId: ShowId): void {
    for (const view of this.parts.board.views())
      if (view.showId === showId && view.phase !== 'wrapped')
        this.parts.store.putSetting(newKeyOf(view.id), true)
  }

  /** Wins over whatever is under way. Asked twice, or at rest, it is a success. */
  stop(gesture: Gesture): Promise<void> {
    return this.#inTurn(gesture.sessionId, () => this.#stop(gesture))
  }

  /** Ends the session: stops what runs, gives everything back, certifies. */
  wrap(gesture: Gesture): Promise<void> {
    return this.#inTurn(gesture.sessionId, () => this.#wrap(gesture))
  }

  #stop({ commandId, sessionId }: Gesture): Promise<void> {
    return this.#stopBy(RunId.parse(commandId), sessionId)
  }

  async #stopBy(runId: RunId, sessionId: SessionId): Promise<void> {
    await this.#evenUnwritten(sessionId, async () => {
      const view = this.#ours(sessionId)
      if (view.phase === 'wrapped' || this.#goesOn(sessionId, wrap.name)) return
      if (this.#goesOn(sessionId, standDown.name)) return
      const isAdopting = view.runs.at(-1)?.workflow === adopt.name
      if (view.phase === 'arming' && !isAdopting)
        throw operatorError(showSentences.notNow('stop', view.phase))
      await this.#clearTheWay(sessionId)
      this.#begin(standDown, runId, sessionId)
    })
    this.#takes.endAll(sessionId)
  }

  async #wrap({ commandId, sessionId }: Gesture): Promise<void> {
    await this.#evenUnwritten(sessionId, async () => {
      const view = this.#ours(sessionId)
      if (view.phase === 'wrapped' || this.#goesOn(sessionId, wrap.name)) return
      await this.#clearTheWay(sessionId)
      this.#begin(wrap, RunId.parse(commandId), sessionId)
    })
    this.#takes.endAll(sessionId)
  }

  /**
   * Under way already. Where it rests, a second click is the operator's word to go on; where it rests
   * because nothing can be written, that is thrown. One that another version began cannot go on.
   */
  #goesOn(sessionId: SessionId, workflow: string): boolean {
    const { engine } = this.parts
    const open = engine
      .openRuns()
      .filter((run) => run.sessionId === sessionId && run.workflow === workflow && run.canGoOn)
    for (const { runId, state, error } of open) {
      if (state !== 'running') engine.resume(runId)
      if (error?.code.startsWith('storage.')) throw new OperatorError(error)
    }
    return open.length > 0
  }

  #begin(what: typeof wrap | typeof standDown, runId: RunId, sessionId: SessionId): void {
    this.parts.engine.start(what, { runId, sessionId, input: { sessionId } })
  }

  /** What cannot be written down or read (a broken disk) is stopped all the same, and the trouble is told. */
  async #evenUnwritten(sessionId: SessionId, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (thrown) {
      if (REFUSALS.some((code) => hasCode(thrown, code))) throw thrown
      const session = this.#known.get(sessionId)
      if (session) await stopAnyway(await this.parts.cloudOf(session), sessionId)
      throw thrown
    }
  }

  /**
   * The show goes on for longer, or ends sooner: the plan moves, and the stop in AWS with it. Asked
   * twice it moves once.
   */
  extend({ commandId, sessionId }: Gesture, byMs: number): void {
    const { store, engine, board, awsNow } = this.parts
    if (store.journal.ofRun(RunId.parse(commandId)).length > 0) return
    this.#require(sessionId, 'be extended', ['live'])
    const session = store.sessions.get(sessionId)
    const armed = armedOf(store.journal.ofSession(sessionId))
    if (!session || !armed) throw operatorError(showSentences.sessionUnknown())
    const moved = extended(session, byMs, awsNow(sessionId))
    const input = { sessionId, channelId: armed.channelId, at: moved.safetyStopAt }
    store.together(() => {
      store.sessions.put({ ...session, plannedEndAt: moved.plannedEndAt })
      engine.start(moveEnd, { runId: RunId.parse(commandId), sessionId, input })
    })
    board.refresh(sessionId)
  }

  startTake(gesture: Gesture, name: string, pictureAgeMs: number | null): TakeId {
    const { store, board } = this.parts
    const { sessionId } = gesture
    const takeId = TakeId.parse(gesture.commandId)
    if (store.takes.get(takeId)) return takeId
    const view = this.#require(sessionId, 'record', ['live'])
    this.#takes.begin(view, { takeId, pictureAgeMs }, name)
    board.refresh(sessionId)
    return takeId
  }

  endTake({ sessionId }: Gesture, takeId: TakeId, pictureAgeMs: number | null): void {
    this.#takes.end(sessionId, { takeId, pictureAgeMs })
  }

  /** A run that has ended meanwhile is a success: it was the second half of a double click. */
  resume(runId: RunId): void {
    const { engine, store } = this.parts
    if (engine.openRuns().some((run) => run.runId === runId)) engine.resume(runId)
    else if (!store.journal.ofRun(runId).some(({ entry }) => entry.kind === 'run-ended'))
      throw operatorError(showSentences.runUnknown())
  }

  /**
   * Brings a session to where it belongs, from whatever state a crash or AWS left it in. Called after
   * every change; does nothing where nothing is to be done.
   */
  tend(sessionId: SessionId): void {
    const { engine, board } = this.parts
    const view = board.view(sessionId)
    if (!view || view.phase === 'wrapped' || this.#inHand.has(sessionId)) return
    // Another console's by now: only what was recorded here is closed.
    if (view.takenOver) return this.#takes.endAll(sessionId)
    this.#remember(sessionId)
    this.#stopUnwritten(view)
    const next = engine.isOpen(sessionId) ? undefined : unfinished(view, this.parts.clock.now())
    if (next) {
      this.#begin(next, this.#ownRun(next.name, sessionId, view), sessionId)
    }
    this.#takes.tend(view)
    this.#tendLimits(view)
  }

  /** A stop that was announced, and that nobody called off. */
  #tendLimits(view: SessionView): void {
    const { clock, log, store, awsNow } = this.parts
    const { id, impending, cost } = view
    const session = store.sessions.get(id)
    const isAtCap = cost.capMicros !== null && cost.soFarMicros >= cost.capMicros
    if (session && isAtCap && session.capReachedAt === undefined)
      store.sessions.put({ ...session, capReachedAt: awsNow(id) })
    if (impending?.stopsAt == null || clock.now() < impending.stopsAt) return
    const runId = this.#ownRun('auto-stop', id, view)
    this.#inTurn(id, () => this.#stopBy(runId, id)).catch((thrown: unknown) =>
      log.error('an announced stop failed', { cause: thrown }),
    )
  }

  /** The operator's word against the stop that is announced; a second click finds nothing to do. */
  keepRunning({ sessionId }: Gesture): void {
    const { store, board } = this.parts
    const view = this.#view(sessionId)
    const session = store.sessions.get(sessionId)
    if (!session || view.impending === null) return
    store.sessions.put({ ...session, kept: { ...session.kept, ...wavedThrough(view.impending) } })
    board.refresh(sessionId)
  }

  #remember(sessionId: SessionId): void {
    const session = this.parts.store.sessions.get(sessionId)
    if (session) this.#known.set(sessionId, session)
  }

  /** A stop or an end that rests on a full disk has been asked for all the same: AWS is told. */
  #stopUnwritten({ id, facts }: SessionView): void {
    const { engine, log, cloudOf } = this.parts
    const rests = engine
      .openRuns()
      .some(
        ({ sessionId, workflow, error }) =>
          sessionId === id && TAKES_DOWN.includes(workflow) && error?.code.startsWith('storage.'),
      )
    const session = this.#known.get(id)
    const isUp = facts.channel !== null && facts.channel.state === 'RUNNING'
    if (!rests || !isUp || !session || this.#stopping.has(id)) return
    this.#stopping.add(id)
    void cloudOf(session)
      .then((cloud) => stopAnyway(cloud, id))
      .catch((thrown: unknown) => log.warn('a stop could not be sent', { cause: thrown }))
      .finally(() => this.#stopping.delete(id))
  }

  /** Stop during Go live wins at once: what is under way lets go, and is not undone but stopped. */
  async #clearTheWay(sessionId: SessionId): Promise<void> {
    const { engine } = this.parts
    const open = engine
      .openRuns()
      .filter((run) => run.sessionId === sessionId)
      .filter(({ workflow, canGoOn }) => !canGoOn || !ASIDE.includes(workflow))
    await Promise.all(open.map(({ runId }) => engine.cancel(runId, 'stopped by the operator')))
  }

  /**
   * Of two clicks at once the second waits for the first; how that went is told to the first alone.
   * Meanwhile nothing is tended: it would see a run called off and nothing following it.
   */
  #inTurn(sessionId: SessionId, gesture: () => Promise<void>): Promise<void> {
    const turn = Promise.allSettled([this.#inHand.get(sessionId)])
      .then(gesture)
      .finally(() => {
        if (this.#inHand.get(sessionId) === turn) this.#inHand.delete(sessionId)
      })
    this.#inHand.set(sessionId, turn)
    return turn
  }

  #ownRun(what: string, sessionId: SessionId, view: SessionView): RunId {
    return RunId.parse(`${what}-${sessionId.slice(0, 40)}-${view.runs.length}`)
  }

  #view(sessionId: SessionId): SessionView {
    const view = this.parts.board.refresh(sessionId)
    if (!view) throw operatorError(showSentences.sessionUnknown())
    return view
  }

  /** One that another console has taken over is watched, and nothing else. */
  #ours(sessionId: SessionId): SessionView {
    const view = this.#view(sessionId)
    if (!view.takenOver) return view
    throw operatorError(showSentences.takenOver(view.takenOver.owner, view.takenOver.since))
  }

  #require(sessionId: SessionId, command: string, phases: readonly Phase[]): SessionView {
    const view = this.#ours(sessionId)
    if (!phases.includes(view.phase)) throw operatorError(showSentences.notNow(command, view.phase))
    return view
  }
}

/** The cause that is waved through, so that it is not announced again; another one is. */
const wavedThrough = ({ reason, cause }: Impending): NonNullable<SessionRecord['kept']> => {
  if (reason === 'no-input') return { noInputSince: cause }
  return reason === 'planned-end' ? { plannedEndAt: cause } : { capMicros: cause }
}

/** Whether a key of the show was replaced since the channel was told its keys. */
const newKeyOf = (sessionId: SessionId): string => `session.new-key/${sessionId}`

/** Answers to a stop that stand: it was heard, and there was nothing to do here. */
const REFUSALS: readonly string[] = ['session.not-now', 'claim.taken-over']

/** What a run does that takes a show off the air. */
const TAKES_DOWN: readonly string[] = [standDown.name, wrap.name]

/** What may go on beside whatever takes the show on or off the air. */
const ASIDE: readonly string[] = [markTake.name, moveEnd.name]

/** A clean-up that AWS refused is tried again by itself, but not in AWS's face. */
const TRY_AGAIN_MS = 120_000

/**
 * What a session at rest still owes: because a crash came between a gesture and what it began, or
 * because AWS refused a part of the clean-up.
 */
function unfinished(
  { phase, runs }: SessionView,
  now: number,
): typeof wrap | typeof standDown | undefined {
  const last = runs.findLast(({ workflow }) => !ASIDE.includes(workflow))
  if (last === undefined) return wrap
  const hasRest = TAKES_DOWN.includes(last.workflow) && now - (last.endedAt ?? 0) < TRY_AGAIN_MS
  if (phase === 'wrapping') return hasRest ? undefined : wrap
  // Called off by a stop that never came to be on record, or a stop that was itself given up.
  const isGivenUp = last.workflow === standDown.name && last.state === 'rolled-back' && !hasRest
  return last.state === 'cancelled' || isGivenUp ? standDown : undefined
}
