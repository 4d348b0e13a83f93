import { randomUUID } from 'node:crypto'
import { version } from '../../../../package.json'
import { CommandId, type SessionId } from '../../../../src/shared/domain/ids'
import type { SessionView } from '../../../../src/shared/domain/session'
import { memoryVault } from '../../../adapters/keychain/memoryVault'
import type { Console, ConsoleHandlers } from '../../../app/console'
import type { SimulatorAddress } from '../../../app/simulatorAddress'
import { startConsole } from '../../../app/startConsole'
import { terminalPort } from '../terminalPort'

/** A console without a window, and what one needs to play a show on it. */
export interface Stage {
  readonly handlers: ConsoleHandlers
  readonly console: Console
  readonly simulator: SimulatorAddress
  /** Calls made to AWS so far, by `Service.Operation`. */
  readonly calls: ReadonlyMap<string, number>
  readonly say: (line: string) => void
  gesture(): CommandId
  /** Resolves with the first view of the session that `wanted` takes; rejects when it is parked. */
  until(id: SessionId, what: string, wanted: (view: SessionView) => boolean): Promise<SessionView>
  /** Until somebody is signed in. */
  signedIn(): Promise<void>
  close(): Promise<void>
}

interface StageParts {
  readonly folder: string
  readonly speed: number
  readonly simulator: SimulatorAddress
  readonly say: (line: string) => void
}

/** Keys are held in memory, so that a rehearsal leaves nothing in the keychain of this machine. */
export async function openStage({ folder, speed, simulator, say }: StageParts): Promise<Stage> {
  const calls = new Map<string, number>()
  const console = await startConsole({
    dataFolder: folder,
    version,
    shell: terminalPort,
    speed,
    simulator: () => Promise.resolve(simulator),
    parts: {
      vault: memoryVault(null),
      calls: {
        onCall: ({ service, operation }) => {
          const name = `${service}.${operation}`
          calls.set(name, (calls.get(name) ?? 0) + 1)
        },
      },
    },
  })
  const { handlers } = console
  return {
    handlers,
    console,
    simulator,
    calls,
    say,
    gesture: () => CommandId.parse(randomUUID()),
    until: (id, what, wanted) => sessionUntil(handlers, { id, what, wanted }),
    signedIn: () => signedIn(handlers),
    close: () => console.close(),
  }
}

interface Wanted {
  readonly id: SessionId
  readonly what: string
  readonly wanted: (view: SessionView) => boolean
}

/** Nothing in a rehearsal should take as long, at any speed. */
const PATIENCE_MS = 15 * 60_000

function sessionUntil(
  handlers: ConsoleHandlers,
  { id, what, wanted }: Wanted,
): Promise<SessionView> {
  const { promise, resolve, reject } = Promise.withResolvers<SessionView>()
  const timer = setTimeout(() => reject(new Error(`gave up waiting until ${what}`)), PATIENCE_MS)
  const look = (view: SessionView) => {
    if (view.id !== id) return
    if (wanted(view)) resolve(view)
    else if (view.parked) reject(new Error(`${view.parked.what} ${view.parked.why}`))
  }
  const stop = handlers.sessions.all((event) => {
    if (event.kind === 'snapshot') event.items.forEach((item) => look(item))
    else if (event.kind === 'changed') look(event.item)
  })
  return promise.finally(() => {
    clearTimeout(timer)
    stop()
  })
}

function signedIn(handlers: ConsoleHandlers): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const stop = handlers.account.selected(({ state, trouble }) => {
    if (state === 'signed-in') resolve()
    if (state === 'trouble') reject(new Error(`${trouble?.what} ${trouble?.why}`))
  })
  return promise.finally(stop)
}
