import type { ConsoleStatus } from '../../src/shared/domain/consoleStatus'
import type { SessionId } from '../../src/shared/domain/ids'
import type { CallObserver } from '../adapters/aws/callObserver'
import { StepCalls } from '../adapters/aws/callTrace'
import { endpointNotice } from '../adapters/aws/environmentEndpoint'
import { openVault } from '../adapters/keychain/openVault'
import type { Vault } from '../adapters/keychain/vault'
import { openStore, type OpenedStore } from '../adapters/storage/openStore'
import { systemClock } from '../adapters/system/clock'
import { thisConsole } from '../adapters/system/thisConsole'
import { systemIds } from '../adapters/system/ids'
import type { CallTrace } from '../core/journal'
import type { Clock, Ids, Log, Store } from '../core/ports'
import type { Self } from '../core/shows/showWorld'
import { Emitter } from './emitter'
import { openLogFile } from './logFile'
import { Places, type OpenPlace } from './places'
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
  /** Begin in rehearsal, whatever was chosen last. */
  readonly beginInRehearsal?: boolean
  /** For tests, and for whoever counts the calls. */
  readonly parts?: Partial<ReplaceableParts>
}

export interface ReplaceableParts {
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  /** Who sits here. */
  readonly owner: string
  readonly vault: Vault
  readonly calls: CallObserver
  /** `off`: a rehearsal is told of deliveries what AWS would tell, and nothing by this machine. */
  readonly witness: 'on' | 'off'
  /** Put around the real store, to break it on purpose. */
  readonly wrapStore: (store: Store) => Store
}

/** What the core stands on: this machine, and the accounts that are open. */
export interface Foundation {
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly trace: CallTrace
  readonly self: Self
  readonly vault: Vault
  readonly store: Store
  readonly opened: OpenedStore
  readonly shell: ShellPort
  readonly status: Signal<ConsoleStatus>
  readonly places: Places
  readonly testCards: TestCards
  readonly beginInRehearsal: boolean
  /** Something new was seen of an account and region. */
  readonly placeSeen: Emitter<OpenPlace>
  /** Something of a session is different now, on record or on screen. */
  readonly sessionTouched: Emitter<SessionId>
}

/** Opens the data folder and the keychain. Throws an operator error where there is no folder to work in. */
export async function layFoundation(options: ConsoleOptions): Promise<Foundation> {
  const { clock, ids, log, owner, vault, calls, witness, wrapStore } = await partsOf(options)
  const opened = openStore({ folder: options.dataFolder, now: () => clock.now() })
  const status = new Signal(statusAtStart(options, vault, opened))
  const placeSeen = new Emitter<OpenPlace>()
  const sessionTouched = new Emitter<SessionId>()
  const simulator = async () => {
    const address = await options.simulator()
    status.update({ rehearsalRtmp: address.rtmp })
    return address
  }
  const { speed, shell } = options
  const trace = new StepCalls()
  return {
    clock,
    ids,
    log,
    trace,
    self: { id: consoleId(opened, ids), owner },
    vault,
    opened,
    store: wrapStore(opened.store),
    shell,
    beginInRehearsal: options.beginInRehearsal ?? false,
    status,
    placeSeen,
    sessionTouched,
    places: new Places({
      clock,
      log,
      vault,
      simulator,
      speed,
      calls: trace.observing(calls),
      witness,
      onChange: (place) => placeSeen.emit(place),
    }),
    testCards: new TestCards(clock, (id) => sessionTouched.emit(id)),
  }
}

const CONSOLE_ID = 'console.id'

/** Made once; a console that may only look claims nothing, and needs none that lasts. */
function consoleId({ store, mayWrite }: OpenedStore, ids: Ids): string {
  const kept = store.setting(CONSOLE_ID)
  if (typeof kept === 'string') return kept
  const made = ids.next()
  if (mayWrite) store.putSetting(CONSOLE_ID, made)
  return made
}

function statusAtStart(
  { version, shell }: ConsoleOptions,
  { kind, trouble }: Vault,
  { mayWrite, notices }: OpenedStore,
): ConsoleStatus {
  const endpoint = endpointNotice()
  return {
    version,
    abilities: shell.abilities,
    keychain: { kind, trouble },
    awsOffsetMs: 0,
    mayWrite,
    notices: [...notices, ...(endpoint ? [endpoint] : [])],
    rehearsalRtmp: null,
  }
}

async function partsOf({ dataFolder, parts = {} }: ConsoleOptions): Promise<ReplaceableParts> {
  const clock = parts.clock ?? systemClock
  return {
    clock,
    ids: parts.ids ?? systemIds,
    log: parts.log ?? openLogFile(dataFolder, () => clock.now()),
    owner: parts.owner ?? thisConsole(),
    vault: parts.vault ?? (await openVault()),
    calls: parts.calls ?? {},
    witness: parts.witness ?? 'on',
    wrapStore: parts.wrapStore ?? ((store) => store),
  }
}
