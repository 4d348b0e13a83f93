import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryVault } from '../../electron/adapters/keychain/memoryVault'
import type { Console } from '../../electron/app/console'
import { startConsole } from '../../electron/app/startConsole'
import { startSimulator, type Simulator } from '../../electron/simulator/simulator'
import type { CommandId } from '../../src/shared/domain/ids'
import type { Phase, SessionView } from '../../src/shared/domain/session'
import { aDraft, anIvsDestination } from '../harness/builders'
import { VirtualClock } from '../harness/virtualClock'
import { InFlight } from './inFlight'

export const gesture = (): CommandId => randomUUID() as CommandId

/** The whole program in rehearsal, true to life, on a time that passes only when nobody works. */
export interface RehearsedShow {
  readonly console: Console
  readonly simulator: Simulator
  readonly clock: VirtualClock
  readonly inFlight: InFlight
  close(): Promise<void>
}

const abilities = {
  shell: 'terminal',
  clipboard: false,
  notifications: false,
  keepAwake: false,
} as const

export async function rehearsedShow(seed: number): Promise<RehearsedShow> {
  const simulator = await startSimulator({ clock: 'manual', picture: 'off', seed })
  const inFlight = new InFlight()
  const clock = new VirtualClock({
    startMs: simulator.clock.now(),
    inFlight: inFlight.count,
    onAdvance: (ms) => simulator.clock.advance(ms),
    idleTurns: 4,
  })
  const dataFolder = mkdtempSync(join(tmpdir(), 'tallylight-bench-'))
  const console = await startConsole({
    dataFolder,
    version: '0.0.0',
    shell: {
      abilities,
      copy: () => Promise.reject(new Error('no clipboard')),
      notify: () => {},
      keepAwake: () => {},
    },
    simulator: () =>
      Promise.resolve({ endpoint: simulator.endpoint, rtmp: simulator.rtmp, pid: process.pid }),
    speed: 1,
    parts: {
      clock,
      vault: memoryVault(null),
      calls: inFlight.observer,
      log: { info: () => {}, warn: () => {}, error: () => {} },
    },
  })
  await signedIn(console)
  return {
    console,
    simulator,
    clock,
    inFlight,
    close: async () => {
      await console.close()
      clock.close()
      inFlight.close()
      await simulator.close()
      rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}

const signedIn = ({ handlers }: Console): Promise<void> =>
  new Promise((resolve, reject) => {
    const stop = handlers.account.selected(({ state, trouble }) => {
      if (state === 'signing-in') return
      queueMicrotask(() => stop())
      if (state === 'signed-in') resolve()
      else reject(new Error(trouble?.what))
    })
  })

/** Resolves with the view in which the session first is in this phase, at the very moment it is told. */
export function reaching<T>(
  { handlers }: Console,
  phase: Phase,
  at: (view: SessionView) => T,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = handlers.sessions.all((event) => {
      const views =
        event.kind === 'snapshot' ? event.items : event.kind === 'changed' ? [event.item] : []
      for (const view of views) {
        if (view.parked) reject(new Error(view.parked.what))
        if (view.phase !== phase) continue
        resolve(at(view))
        queueMicrotask(() => stop())
      }
    })
  })
}

/** How long it took from the two clicks to what was seen, and how many calls to AWS it took. */
export interface Aired {
  readonly prepareMs: number
  readonly goLiveMs: number
  readonly calls: number
}

/** Prepares a show with an IVS destination and a recording, and goes live the moment it can. */
export async function air({ console, clock, inFlight }: RehearsedShow): Promise<Aired> {
  const { shows, sessions } = console.handlers
  const { showId } = await shows.create({
    commandId: gesture(),
    draft: aDraft({ destinations: [anIvsDestination()] }),
  })
  const callsBefore = inFlight.total
  const clickedAt = clock.now()
  const armed = reaching(console, 'armed', () => clock.now())
  const { sessionId } = await sessions.prepare({ commandId: gesture(), showId })
  const armedAt = await armed
  const live = reaching(console, 'live', () => clock.now())
  const goAt = clock.now()
  await sessions.goLive({ commandId: gesture(), sessionId })
  const liveAt = await live
  return {
    prepareMs: armedAt - clickedAt,
    goLiveMs: liveAt - goAt,
    calls: inFlight.total - callsBefore,
  }
}
