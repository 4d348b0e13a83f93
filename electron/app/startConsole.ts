import type { ConsoleStatus } from '../../src/shared/domain/consoleStatus'
import type { SessionId } from '../../src/shared/domain/ids'
import type { CallObserver } from '../adapters/aws/callObserver'
import { openVault } from '../adapters/keychain/openVault'
import type { Vault } from '../adapters/keychain/vault'
import { openStore } from '../adapters/storage/openStore'
import { systemClock } from '../adapters/system/clock'
import { systemIds } from '../adapters/system/ids'
import { bundledRates } from '../core/metering/rates'
import type { Clock, Ids, Log, SessionRecord, Store } from '../core/ports'
import { nothingObserved } from '../core/reconcile/observed'
import { Airing } from '../core/shows/airing'
import { SessionBoard } from '../core/shows/board'
import { inputOf } from '../core/shows/sessionView'
import { ShowBook } from '../core/shows/showBook'
import type { ShowWorld } from '../core/shows/showWorld'
import { showWorkflows } from '../core/shows/workflows'
import { Engine } from '../core/workflow/engine'
import { AccountDesk } from './accountDesk'
import { atStake } from './atStake'
import type { Console } from './console'
import { accountHandlers } from './handlers/account'
import { frameHandlers } from './handlers/frame'
import { sessionHandlers } from './handlers/sessions'
import { showHandlers } from './handlers/shows'
import { Housekeeping } from './housekeeping'
import { openLogFile } from './logFile'
import { answerMedia } from './media'
import { Places } from './places'
import type { ShellPort } from './shellPort'
import { Signal } from './signal'
import type { SimulatorAddress } from './simulatorAddress'
import { TestCards } from './testCards'

export interface ConsoleOptions {
  readonly dataFolder: string
  readonly version: string
  readonly shell: ShellPort
  /** Where rehearsals find AWS; asked once, when the first is opened. */
  readonly simulator: () => Promise<SimulatorAddress>
  /** How much rehearsals hurry; 1 is true to life. */
  readonly speed: number
  /** For tests, and for whoever counts the calls. */
  readonly parts?: Partial<ReplaceableParts>
}

export interface ReplaceableParts {
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly vault: Vault
  readonly calls: CallObserver
  /** Put around the real store, to break it on purpose. */
  readonly wrapStore: (store: Store) => Store
}

/** Puts the whole program together. Every shell calls this, and nothing else of the console. */
export async function startConsole(options: ConsoleOptions): Promise<Console> {
  const { clock, ids, log, vault, calls, wrapStore } = await partsOf(options)
  const opened = openStore({ folder: options.dataFolder, now: () => clock.now() })
  const store = wrapStore(opened.store)
  const status = new Signal<ConsoleStatus>({
    version: options.version,
    abilities: options.shell.abilities,
    keychain: { kind: vault.kind, trouble: vault.trouble },
    awsOffsetMs: 0,
    mayWrite: opened.mayWrite,
    notices: [...opened.notices],
    rehearsalRtmp: null,
  })
  const simulator = async () => {
    const address = await options.simulator()
    status.update({ rehearsalRtmp: address.rtmp })
    return address
  }

  const places = new Places({
    clock,
    log,
    vault,
    simulator,
    speed: options.speed,
    calls,
    onChange: (place) => housekeeping.placeChanged(place),
  })
  const placeOf = ({ profile, region }: SessionRecord) => places.open(profile, region)
  const openedPlaceOf = ({ profile, region }: SessionRecord) => places.opened(profile, region)
  const testCards = new TestCards(clock, (id) => housekeeping.sessionChanged(id))
  const board = new SessionBoard({
    store,
    clock,
    rates: bundledRates,
    worldOf: (session) => openedPlaceOf(session)?.observer.world() ?? nothingObserved,
    hasTestCard: (id) => testCards.has(id),
  })
  const world: ShowWorld = { store, keys: vault, ids, place: placeOf }
  const engine = new Engine<ShowWorld>({
    journal: store.journal,
    clock,
    log,
    world,
    workflows: showWorkflows,
    onChange: (id) => housekeeping.sessionChanged(id),
  })
  const offsetMs = (id: SessionId) => {
    const session = store.sessions.get(id)
    return (session && openedPlaceOf(session)?.cloud.time.offsetMs()) ?? 0
  }
  const awsNow = (id: SessionId) => clock.now() + offsetMs(id)
  const airing = new Airing({ store, clock, engine, board, awsNow })
  const desk = new AccountDesk({
    store,
    places,
    clock,
    ids,
    log,
    onSignedIn: () => void engine.resumeWaiting(() => true),
  })
  const inUse = (showId: string) =>
    board.views().some((view) => view.showId === showId && view.phase !== 'wrapped')
  const book = new ShowBook({ store, clock, keys: vault, inUse })
  const housekeeping = new Housekeeping({
    store,
    clock,
    log,
    board,
    airing,
    status,
    shell: options.shell,
    mayWrite: opened.mayWrite,
  })
  const ingestOf = (id: SessionId) => {
    const session = store.sessions.get(id)
    const seen = session && openedPlaceOf(session)?.observer.world()
    return session && seen && inputOf(session, seen)?.ingest
  }
  const { shell } = options
  const common = { book, desk, vault, clock, shell }

  await housekeeping.start(async () => {
    await desk.signInAgain()
    if (!opened.mayWrite) return
    await Promise.allSettled(
      board
        .views()
        .filter(isOpen)
        .map(({ id }) => openPlaceOfSession(id)),
    )
    engine.recover()
  })

  async function openPlaceOfSession(id: SessionId): Promise<void> {
    const session = store.sessions.get(id)
    if (session) await placeOf(session)
  }

  return {
    handlers: {
      frame: frameHandlers(status),
      account: accountHandlers(desk),
      shows: showHandlers({ ...common, onKeySet: () => void engine.resumeWaiting(isAboutKeys) }),
      sessions: sessionHandlers({ ...common, airing, board, testCards, ingestOf }),
    },
    media: (request) =>
      answerMedia(request, {
        sessionOf: (id) => store.sessions.get(id),
        cloudOf: async (session) => (await placeOf(session)).cloud,
      }),
    atStake: () => atStake(board.views()),
    close: async () => {
      await housekeeping.close()
      await testCards.close()
      await engine.close()
      await places.close()
      opened.close()
    },
  }
}

const isOpen = ({ phase }: { readonly phase: string }): boolean => phase !== 'wrapped'
const isAboutKeys = ({ code }: { readonly code: string }): boolean => code.startsWith('key.')

async function partsOf({ dataFolder, parts = {} }: ConsoleOptions): Promise<ReplaceableParts> {
  const clock = parts.clock ?? systemClock
  return {
    clock,
    ids: parts.ids ?? systemIds,
    log: parts.log ?? openLogFile(dataFolder, () => clock.now()),
    vault: parts.vault ?? (await openVault()),
    calls: parts.calls ?? {},
    wrapStore: parts.wrapStore ?? ((store) => store),
  }
}
