/*
 * Invariants, each kept by test/unit/workflow:
 *  1. An effect begins only after its step-started entry is on disk, and so does its undo: whatever may
 *     have been made can be found by its key.
 *  2. A step that is on record as done is not done again; its recorded output is handed out instead.
 *  3. No two tries of one key are under way at the same time.
 *  4. A run ends only when nothing it began is still under way.
 *  5. Undos run in the reverse order of the step-started entries, one at a time, each until it worked.
 *  6. What nobody foresaw parks the run: nothing is done and nothing is undone until a person says so.
 *  7. After a journal write has failed, the run does nothing more; what it knew is kept in memory and
 *     written first when it is taken up again.
 *  8. One run id is one run, however often it is started. One exclusive run a session.
 */
import type { RunId, SessionId } from '../../../src/shared/domain/ids'
import { operatorError, type WireError } from '../../../src/shared/errors'
import type { CallTrace, Journal } from '../journal'
import type { Clock, Log } from '../ports'
import { openRunOf, type OpenRun } from './openRun'
import { Run } from './run'
import { outcomeOnRecord, RunRecord } from './runRecord'
import { noTrace } from './requests'
import { runSentences } from './sentences'
import type { AnyWorkflow, Equipment, RunHandle, Workflow } from './workflow'

export interface EngineParts<W> {
  readonly journal: Journal
  readonly clock: Clock
  readonly log: Log
  readonly world: W
  readonly workflows: readonly AnyWorkflow<W>[]
  /** Called after each entry, when it is on disk, and when a run comes to rest. */
  readonly onChange?: (sessionId: SessionId, runId: RunId) => void
  /** In [0, 1), for the jitter of retries. */
  readonly random?: () => number
  /** Absent: no ids of AWS come into the journal. */
  readonly trace?: CallTrace
}

/** What is asked of the engine by a click. `runId` comes from the command: a double click is one run. */
export interface Begin<In> {
  readonly runId: RunId
  readonly sessionId: SessionId
  readonly input: In
}

/** Starts runs, keeps their record, and takes them up again after a crash. */
export class Engine<W> {
  readonly #parts: EngineParts<W>
  readonly #equipment: Equipment<W>
  readonly #runs = new Map<RunId, Run<W>>()

  constructor(parts: EngineParts<W>) {
    this.#parts = parts
    const { world, clock, log, random = Math.random, trace = noTrace } = parts
    this.#equipment = { world, clock, log, random, trace }
  }

  /**
   * The run is on record when this returns. Throws an operator error, and has begun nothing, when the
   * session is busy or the journal cannot be written.
   */
  start<In, Out>(workflow: Workflow<W, In, Out>, begin: Begin<In>): RunHandle<Out> {
    return this.#start(workflow, begin) as RunHandle<Out> // what the body returns is an `Out`
  }

  #start<In, Out>(workflow: Workflow<W, In, Out>, begin: Begin<In>): RunHandle {
    const { runId, sessionId, input } = begin
    const known = this.#runs.get(runId)
    if (known) return known.handle
    const record = this.#recordOf(runId, sessionId)
    if (record.started) return this.#takeUp(record)

    const { name, version } = workflow
    if (!this.#workflow(name, version))
      throw new Error(`the workflow ${name} is not among those of the engine`)
    if (workflow.exclusive !== false) this.#refuseIfBusy(sessionId)
    try {
      record.append({ kind: 'run-started', workflow: name, version, input })
    } catch (thrown) {
      throw record.lost?.cause ?? thrown
    }
    return this.#going(this.#hold(record))
  }

  /** At start: takes up every run that did not end, the oldest first. Parked ones stay as they are. */
  recover(): readonly RunHandle[] {
    return this.#parts.journal
      .openRuns()
      .filter(({ runId }) => !this.#runs.has(runId))
      .map(({ runId, sessionId }) => this.#takeUp(this.#recordOf(runId, sessionId)))
  }

  /** Goes on with a run that waits or is parked. Throws where there is no such run. */
  resume(runId: RunId): RunHandle {
    const run = this.#find(runId)
    if (!run) throw new Error(`there is no open run ${runId}`)
    return this.#going(run)
  }

  /** Goes on with every waiting run whose error the predicate takes as mended. */
  resumeWaiting(mended: (error: WireError, run: OpenRun) => boolean): readonly RunHandle[] {
    return this.openRuns()
      .filter((run) => run.state === 'waiting' && run.error !== null && mended(run.error, run))
      .map(({ runId }) => this.resume(runId))
  }

  /**
   * Calls off what is under way and waits until it has let go. The run ends without being undone. Does
   * nothing where it has ended already; rejects with an operator error when the end cannot be written.
   */
  async cancel(runId: RunId, reason: string): Promise<void> {
    const run = this.#find(runId)
    if (!run) return
    await run.cancel(reason)
    this.#tidy(run)
  }

  /** Runs that have not ended, in the order in which they came into this console. */
  openRuns(): readonly OpenRun[] {
    return [...this.#runs.values()]
      .filter(({ record }) => !record.ended || record.lost)
      .map(openRunOf)
  }

  /** Whether a run of the session is open: of this workflow, or of any when none is named. */
  isOpen(sessionId: SessionId, workflow?: string): boolean {
    return this.openRuns().some(
      (run) => run.sessionId === sessionId && (workflow ?? run.workflow) === run.workflow,
    )
  }

  /** The console is closing: calls off what is under way and leaves every run open. */
  async close(): Promise<void> {
    await Promise.all([...this.#runs.values()].map((run) => run.interrupt()))
    this.#runs.clear()
  }

  #takeUp(record: RunRecord): RunHandle {
    if (record.ended) return { id: record.id, done: Promise.resolve(outcomeOnRecord(record)) }
    const run = this.#hold(record)
    return record.standing?.kind === 'parked' ? run.leave() : this.#going(run)
  }

  #hold(record: RunRecord): Run<W> {
    const { started } = record
    const workflow = started && this.#workflow(started.workflow, started.version)
    const run = new Run(record, workflow, this.#equipment)
    this.#runs.set(record.id, run)
    return run
  }

  /** The open run with this id, whether or not this console has taken it up yet. */
  #find(runId: RunId): Run<W> | undefined {
    const known = this.#runs.get(runId)
    if (known) return known
    const open = this.#parts.journal.openRuns().find((one) => one.runId === runId)
    return open && this.#hold(this.#recordOf(runId, open.sessionId))
  }

  #going(run: Run<W>): RunHandle {
    const handle = run.resume()
    this.#watch(run)
    return handle
  }

  #watch(run: Run<W>): void {
    void run.handle.done.then(() => {
      this.#tidy(run)
      this.#changed(run.record.sessionId, run.record.id)
    })
  }

  /** Whoever watches cannot bring a run down. */
  #changed(sessionId: SessionId, runId: RunId): void {
    try {
      this.#parts.onChange?.(sessionId, runId)
    } catch (thrown) {
      this.#parts.log.error('a watcher of runs failed', { run: runId, cause: thrown })
    }
  }

  /** What has ended is told from the journal from here on. */
  #tidy({ record }: Run<W>): void {
    if (record.ended && !record.lost) this.#runs.delete(record.id)
  }

  #refuseIfBusy(sessionId: SessionId): void {
    const busy = this.#parts.journal
      .openRuns()
      .filter((open) => open.sessionId === sessionId)
      .map(({ runId }) => this.#runs.get(runId)?.record ?? this.#recordOf(runId, sessionId))
      .find(({ started: of }) => of && this.#isExclusive(of.workflow))
    if (busy?.started) throw operatorError(runSentences.busy(busy.started.workflow))
  }

  /** Also of another version: what may stand beside others does so however it was begun. */
  #isExclusive(name: string): boolean {
    return this.#parts.workflows.find((known) => known.name === name)?.exclusive !== false
  }

  #workflow(name: string, version: number): AnyWorkflow<W> | undefined {
    return this.#parts.workflows.find((known) => known.name === name && known.version === version)
  }

  #recordOf(runId: RunId, sessionId: SessionId): RunRecord {
    const changed = () => this.#changed(sessionId, runId)
    return new RunRecord(runId, sessionId, { journal: this.#parts.journal, changed })
  }
}
