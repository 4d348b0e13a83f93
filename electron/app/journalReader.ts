import { existsSync } from 'node:fs'
import { placesIn } from '../adapters/storage/files'
import { openStore } from '../adapters/storage/openStore'
import type { SessionRecord, Store } from '../core/ports'
import { runsOf, showSteps } from '../core/shows/history'
import { standingOf } from '../core/shows/phase'
import { runStories, type RunStory } from '../core/workflow/runStory'
import type { SessionId } from '../../src/shared/domain/ids'
import type { Certificate, Phase } from '../../src/shared/domain/session'
import { operatorError, type WireError } from '../../src/shared/errors'
import { appSentences } from './sentences'

/** A session in a line. The phase is what the record says; what AWS is doing stands in no record. */
export interface SessionLine {
  readonly id: SessionId
  readonly show: string
  readonly rehearsal: boolean
  readonly region: string
  readonly startedAt: number
  readonly phase: Phase
  /** Why it waits for a person; null: it does not. */
  readonly parked: WireError | null
  readonly runs: number
}

/** Everything that is on record of what was done in a session. */
export interface SessionStory extends Omit<SessionLine, 'runs'> {
  readonly runs: readonly RunStory[]
  readonly certificate: Certificate | null
}

export interface JournalReader {
  /** The newest first. */
  sessions(): readonly SessionLine[]
  /**
   * By its id, the beginning of one, or the name of a show (its newest session). Throws an operator
   * error where there is none, or more than one.
   */
  session(named: string): SessionStory
  /** Records that could not be read, as of now. */
  notices(): readonly WireError[]
  close(): void
}

/**
 * Opens the data folder for looking, also beside a console that is at work in it. Throws an operator
 * error where there is nothing to read.
 */
export function openJournal(folder: string): JournalReader {
  if (!existsSync(placesIn(folder).database)) throw operatorError(appSentences.noData(folder))
  const opened = openStore({ folder, now: Date.now, readOnly: true })
  const { store } = opened
  return {
    sessions: () => newestFirst(store).map((session) => lineOf(store, session)),
    session: (named) => storyOf(store, found(newestFirst(store), named)),
    notices: () => opened.notices,
    close: () => opened.close(),
  }
}

const newestFirst = (store: Store): readonly SessionRecord[] =>
  store.sessions.all().toSorted((a, b) => b.startedAt - a.startedAt)

function lineOf(store: Store, session: SessionRecord): SessionLine {
  const runs = runsOf(store.outlineOf(session.id), [])
  return { ...headOf(session, runs), runs: runs.length }
}

function storyOf(store: Store, session: SessionRecord): SessionStory {
  const runs = runStories(store.journal.ofSession(session.id), showSteps)
  return { ...headOf(session, runs), runs, certificate: session.certificate }
}

function headOf(
  { id, show, rehearsal, region, startedAt }: SessionRecord,
  runs: Parameters<typeof standingOf>[0],
): Omit<SessionLine, 'runs'> {
  const stuck = runs.find(({ state }) => state === 'parked' || state === 'waiting')
  const { phase } = standingOf(runs, undefined)
  const parked = stuck?.error ?? null
  return { id, show: show.name, rehearsal, region, startedAt, phase, parked }
}

function found(sessions: readonly SessionRecord[], named: string): SessionRecord {
  const exact = sessions.find(({ id }) => id === named)
  const begun = sessions.filter(({ id }) => id.startsWith(named))
  const ofShow = sessions.find(({ show }) => show.name.toLowerCase() === named.toLowerCase())
  const one = exact ?? ofShow ?? (begun.length === 1 ? begun[0] : undefined)
  if (one) return one
  const ids = begun.map(({ id }) => id)
  throw operatorError(
    ids.length > 1 ? appSentences.sessionAmbiguous(named, ids) : appSentences.noSession(named),
  )
}
