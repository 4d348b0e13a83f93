import type { SessionId } from '../../src/shared/domain/ids'
import { rehearsalDrills } from '../adapters/rehearsal/drills'
import { bundledRates } from '../core/metering/rates'
import type { ObservedInput, SessionRecord } from '../core/ports'
import { nothingObserved } from '../core/reconcile/observed'
import { ClaimWatch } from '../core/safety/claimWatch'
import { Airing } from '../core/shows/airing'
import { SessionBoard } from '../core/shows/board'
import { inputOf } from '../core/shows/sessionView'
import { ShowBook } from '../core/shows/showBook'
import type { ShowWorld } from '../core/shows/showWorld'
import { showWorkflows } from '../core/shows/workflows'
import { Engine } from '../core/workflow/engine'
import { AccountDesk } from './accountDesk'
import { DrillDesk } from './drillDesk'
import type { Foundation } from './foundation'
import { Housekeeping } from './housekeeping'
import type { OpenPlace } from './places'
import { ResourceDesk } from './resourceDesk'

/** The core, put together on its foundation. */
export interface ShowRoom {
  readonly board: SessionBoard
  readonly engine: Engine<ShowWorld>
  readonly airing: Airing
  readonly desk: AccountDesk
  readonly claimWatch: ClaimWatch
  readonly resourceDesk: ResourceDesk
  readonly drillDesk: DrillDesk
  readonly book: ShowBook
  readonly housekeeping: Housekeeping
  readonly ingestOf: (sessionId: SessionId) => ObservedInput['ingest'] | undefined
  /** Opens the account and region that a session airs in. */
  readonly placeOf: (session: SessionRecord) => Promise<OpenPlace>
}

export function furnish(foundation: Foundation): ShowRoom {
  const { store, clock, log, vault, places, sessionTouched } = foundation
  const seenIn = (id: SessionId): OpenPlace | undefined => {
    const session = store.sessions.get(id)
    return session && places.opened(session.profile, session.region)
  }
  const engine = engineOn(foundation)
  const board = boardOn(foundation, engine)
  const awsNow = (id: SessionId) => {
    const time = seenIn(id)?.cloud.time
    return Math.max(clock.now() + (time?.offsetMs() ?? 0), time?.latest() ?? 0)
  }
  const cloudOf = async ({ profile, region }: SessionRecord) =>
    (await places.open(profile, region)).cloud
  const airing = new Airing({ store, clock, log, engine, board, cloudOf, awsNow })
  const claimWatch = new ClaimWatch({
    ...foundation,
    engine,
    cloudOf,
    onLost: (id) => sessionTouched.emit(id),
  })
  const onSignedIn = () => void engine.resumeWaiting(() => true)
  const desk = new AccountDesk({ ...foundation, onSignedIn })
  const inUse = (showId: string) =>
    board.views().some((view) => view.showId === showId && view.phase !== 'wrapped')
  const book = new ShowBook({ store, clock, keys: vault, inUse })
  return {
    board,
    engine,
    airing,
    claimWatch,
    resourceDesk: new ResourceDesk({ ...foundation, engine, board, desk, book }),
    placeOf: ({ profile, region }) => places.open(profile, region),
    desk,
    drillDesk: drillDeskOn(foundation, board),
    book,
    housekeeping: new Housekeeping({ ...foundation, board, airing, engine, desk, claimWatch }),
    ingestOf: (id) => {
      const [session, seen] = [store.sessions.get(id), seenIn(id)?.observer.world()]
      return session && seen && inputOf(session, seen)?.ingest
    },
  }
}

function drillDeskOn(foundation: Foundation, board: SessionBoard): DrillDesk {
  const { places } = foundation
  return new DrillDesk({
    ...foundation,
    isOver: (id) => board.view(id)?.phase === 'wrapped',
    drills: () => {
      const endpoint = places.rehearsalEndpoint()
      return endpoint === undefined ? undefined : rehearsalDrills(() => endpoint)
    },
  })
}

function engineOn(foundation: Foundation) {
  const { store, clock, log, trace, ids, self, vault, places, sessionTouched } = foundation
  return new Engine<ShowWorld>({
    journal: store.journal,
    clock,
    log,
    trace,
    world: {
      store,
      keys: vault,
      ids,
      self,
      place: ({ profile, region }) => places.open(profile, region),
    },
    workflows: showWorkflows,
    onChange: (id) => sessionTouched.emit(id),
  })
}

function boardOn(
  { store, opened, clock, places, testCards }: Foundation,
  engine: Engine<ShowWorld>,
) {
  return new SessionBoard({
    store,
    clock,
    rates: bundledRates,
    worldOf: ({ profile, region }) =>
      places.opened(profile, region)?.observer.world() ?? nothingObserved,
    openRuns: (id) => engine.openRuns().filter((run) => run.sessionId === id),
    hasTestCard: (id) => testCards.has(id),
    openSessionIds: () => opened.openSessionIds(),
    awsOffsetMs: ({ profile, region }) =>
      places.opened(profile, region)?.cloud.time.offsetMs() ?? 0,
  })
}
