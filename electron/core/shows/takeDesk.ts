import { RunId, type SessionId, type TakeId } from '../../../src/shared/domain/ids'
import type { Phase, SessionView } from '../../../src/shared/domain/session'
import { operatorError } from '../../../src/shared/errors'
import type { AiringParts } from './airingParts'
import { markAt } from './markAt'
import { markTake } from './markTake'
import { armedOf } from './history'
import { airingsIn, standingOf } from './phase'
import { showSentences } from './sentences'

/** A mark as it was made: which picture, as old as it was on screen, in ms; null where nobody knows. */
export interface Mark {
  readonly takeId: TakeId
  readonly pictureAgeMs: number | null
}

/** A take that runs while the channel does not has to be closed. */
const MAY_RECORD: readonly Phase[] = ['live', 'stopping', 'starting']

/** The takes of sessions: begun by one mark, ended by another, closed by a run of their own. */
export class TakeDesk {
  constructor(private readonly parts: AiringParts) {}

  begin(view: SessionView, { takeId, pictureAgeMs }: Mark, name: string): void {
    const { store, clock } = this.parts
    const awsNow = this.parts.awsNow(view.id)
    store.takes.put({
      id: takeId,
      sessionId: view.id,
      airing: airingsIn(
        standingOf(view.runs, undefined),
        armedOf(store.journal.ofSession(view.id)),
      ),
      name: name || `Take ${view.takes.length + 1}`,
      state: 'recording',
      inAt: markAt(awsNow, pictureAgeMs, (view.liveSince ?? 0) + awsNow - clock.now()),
      outAt: null,
      pictureAgeMs,
      outPictureAgeMs: null,
      playlist: null,
      seconds: null,
      bytes: null,
      trouble: null,
    })
  }

  /** Ended already, it is a success. */
  end(sessionId: SessionId, { takeId, pictureAgeMs }: Mark): void {
    const { store, board } = this.parts
    const take = store.takes.get(takeId)
    if (!take || take.sessionId !== sessionId) throw operatorError(showSentences.takeUnknown())
    if (take.state !== 'recording') return
    const outAt = markAt(this.parts.awsNow(sessionId), pictureAgeMs, take.inAt)
    store.takes.put({ ...take, state: 'closing', outAt, outPictureAgeMs: pictureAgeMs })
    this.#close(sessionId, takeId)
    board.refresh(sessionId)
  }

  /** A stop is the second mark of whatever is being recorded. */
  endAll(sessionId: SessionId): void {
    for (const { id, state } of this.parts.store.takesOf(sessionId))
      if (state === 'recording') this.end(sessionId, { takeId: id, pictureAgeMs: null })
  }

  /** After a crash, or when AWS has stopped: nothing records on, and nothing stays half closed. */
  tend({ id: sessionId, phase }: SessionView): void {
    if (!MAY_RECORD.includes(phase)) this.endAll(sessionId)
    for (const { id, state } of this.parts.store.takesOf(sessionId))
      if (state === 'closing') this.#close(sessionId, id)
  }

  /** One run a take, however often it is asked for; another where that one was called off. */
  #close(sessionId: SessionId, takeId: TakeId): void {
    const first = RunId.parse(`take-${takeId}`)
    const runId = this.#isCalledOff(first) ? RunId.parse(`take-${takeId}-again`) : first
    this.parts.engine.start(markTake, { runId, sessionId, input: { sessionId, takeId } })
  }

  /** A stop does that to the closing of a take that another version has begun. */
  #isCalledOff(runId: RunId): boolean {
    return this.parts.store.journal
      .ofRun(runId)
      .some(({ entry }) => entry.kind === 'run-ended' && entry.outcome === 'cancelled')
  }
}
