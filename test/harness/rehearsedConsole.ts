import { randomUUID } from 'node:crypto'
import type { AwsCall } from '../../electron/adapters/aws/callObserver'
import type { Vault } from '../../electron/adapters/keychain/vault'
import type { Console } from '../../electron/app/console'
import type { ShellPort } from '../../electron/app/shellPort'
import { startConsole } from '../../electron/app/startConsole'
import type { Clock, Ids, Log, Store } from '../../electron/core/ports'
import type { Simulator } from '../../electron/simulator/simulator'
import type { AccountView } from '../../src/shared/domain/account'
import type { ConsoleStatus } from '../../src/shared/domain/consoleStatus'
import { CommandId, type SessionId } from '../../src/shared/domain/ids'
import type { SessionView } from '../../src/shared/domain/session'
import type { Show } from '../../src/shared/domain/show'
import { silent } from './chores'
import { collected } from './collected'
import type { RehearsedAws } from './rehearsedAws'
import { VirtualClock } from './virtualClock'

export interface LifeOptions {
  readonly folder: string
  /** What the console believes to be the rehearsal's speed: how often it looks. */
  readonly speed?: number
  readonly vault?: Vault
  /** `off`: deliveries are proven as on AWS, by IVS and CloudWatch. */
  readonly witness?: 'on' | 'off'
  readonly log?: Log
  /** Who sits at it. */
  readonly owner?: string
  readonly wrapStore?: (store: Store) => Store
  /** The clock on this machine's wall, where it is not AWS's. */
  readonly wrapClock?: (clock: Clock) => Clock
  readonly onCallStart?: (call: Pick<AwsCall, 'service' | 'operation'>) => void
  readonly onCall?: (call: AwsCall) => void
  /** Where names are to be the same each time. */
  readonly ids?: Ids
}

/** One life of a console: from its start to its end, or to the moment its power is cut. */
export interface Life {
  readonly console: Console
  readonly handlers: Console['handlers']
  readonly clock: Clock
  /** Every call to AWS that has ended. */
  readonly calls: readonly AwsCall[]
  gesture(): CommandId
  sessions(): readonly SessionView[]
  session(id: SessionId): SessionView | undefined
  shows(): readonly Show[]
  status(): ConsoleStatus | undefined
  account(): AccountView | undefined
  /** Every view of a session that was ever told, oldest first. */
  readonly told: readonly SessionView[]
  /** Resolves as soon as `pick` finds something; rejects with the story after half an hour without. */
  until<T>(what: string, pick: () => T | undefined | false): Promise<T>
  pass(ms: number): Promise<void>
  /** Time stands still from here on: nothing that waits goes on. */
  cutPower(): void
  close(): Promise<void>
}

const PATIENCE_MS = 30 * 60_000

const shell: ShellPort = {
  abilities: { shell: 'terminal', clipboard: false, notifications: false, keepAwake: false },
  copy: () => Promise.reject(new Error('no clipboard here')),
  notify: () => undefined,
  keepAwake: () => undefined,
}

/** The whole console against `aws`, on one clock with it. */
export async function startLife(aws: RehearsedAws, options: LifeOptions): Promise<Life> {
  const { simulator, traffic } = aws
  const clock = new VirtualClock({
    startMs: simulator.clock.now(),
    inFlight: traffic.inFlight,
    onAdvance: (ms) => simulator.clock.advance(ms),
    onIdle: aws.catchUp,
  })
  const vault = options.vault ?? aws.vault
  const wall = options.wrapClock?.(clock) ?? clock
  const life = await startLifeOn({ simulator, clock: wall, vault }, options)
  return {
    ...life,
    cutPower: () => clock.close(),
    close: async () => {
      await life.close()
      clock.close()
    },
  }
}

/** Where a console lives, and by which time. */
export interface Surroundings {
  readonly simulator: Pick<Simulator, 'endpoint' | 'rtmp'>
  readonly clock: Clock
  readonly vault: Vault
}

/** The same by any clock, in any process. It cannot cut its own power. */
export async function startLifeOn(
  { simulator: { endpoint, rtmp }, clock, vault }: Surroundings,
  options: Omit<LifeOptions, 'vault'>,
): Promise<Life> {
  const calls: AwsCall[] = []
  const { onCallStart, onCall, wrapStore, ids } = options
  const console = await startConsole({
    dataFolder: options.folder,
    version: '0.0.0',
    shell,
    speed: options.speed ?? 1,
    simulator: () => Promise.resolve({ endpoint, rtmp, pid: process.pid }),
    parts: {
      clock,
      log: options.log ?? silent,
      owner: options.owner ?? 'maria on studio-laptop',
      vault,
      calls: {
        onCall: (call) => {
          calls.push(call)
          onCall?.(call)
        },
        ...(onCallStart ? { onCallStart } : {}),
      },
      ...(wrapStore ? { wrapStore } : {}),
      ...(ids ? { ids } : {}),
      ...(options.witness ? { witness: options.witness } : {}),
    },
  })
  const { handlers } = console
  const views = viewsOf(handlers)
  return {
    console,
    handlers,
    clock,
    calls,
    ...views,
    gesture: () => CommandId.parse(randomUUID()),
    until: (what, pick) => until({ clock, what, views }, pick),
    pass: (ms) => clock.sleep(ms),
    cutPower: () => undefined,
    close: async () => {
      views.stop()
      await console.close()
    },
  }
}

function viewsOf(handlers: Console['handlers']) {
  const told: SessionView[] = []
  const changes = new Set<() => void>()
  const changed = () => changes.forEach((tell) => tell())
  const sessions = collected<SessionView>(({ items }) => {
    told.push(...items)
    changed()
  })
  const shows = collected<Show>(changed)
  let status: ConsoleStatus | undefined
  let account: AccountView | undefined
  const stops = [
    handlers.sessions.all(sessions.take),
    handlers.shows.all(shows.take),
    handlers.frame.status((value) => {
      status = value
      changed()
    }),
    handlers.account.selected((value) => {
      account = value
      changed()
    }),
  ]
  return {
    told,
    sessions: sessions.all,
    session: sessions.get,
    shows: shows.all,
    status: () => status,
    account: () => account,
    onChange: (tell: () => void) => {
      changes.add(tell)
      return () => changes.delete(tell)
    },
    stop: () => stops.forEach((stop) => stop()),
  }
}

interface Waiting {
  readonly clock: Clock
  readonly what: string
  readonly views: ReturnType<typeof viewsOf>
}

function until<T>({ clock, what, views }: Waiting, pick: () => T | undefined | false): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const over = new AbortController()
  const look = () => {
    const found = pick()
    if (found !== undefined && found !== false) resolve(found)
  }
  const stop = views.onChange(look)
  clock.sleep(PATIENCE_MS, over.signal).then(
    () => reject(new Error(`gave up waiting until ${what}: ${storyOf(views.sessions())}`)),
    () => undefined, // called off below, because it was reached in time
  )
  look()
  return promise.finally(() => {
    stop()
    over.abort(new Error('reached'))
  })
}

/** What a person needs to see of a wait that came to nothing. */
const storyOf = (sessions: readonly SessionView[]): string =>
  JSON.stringify(
    sessions.map(({ phase, parked, runs, takes, facts }) => ({
      phase,
      parked,
      facts,
      takes: takes.map(({ state, trouble }) => ({ state, trouble })),
      runs: runs.map(({ workflow, state, error, steps }) => ({
        workflow,
        state,
        error: error?.code,
        steps: steps.map((step) => `${step.name} ${step.state}`),
      })),
    })),
    undefined,
    1,
  )
