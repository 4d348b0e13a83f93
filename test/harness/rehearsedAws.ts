import { memoryVault } from '../../electron/adapters/keychain/memoryVault'
import type { Vault } from '../../electron/adapters/keychain/vault'
import {
  startSimulator,
  type Simulator,
  type SimulatorOptions,
} from '../../electron/simulator/simulator'
import { SyntheticRecording } from './syntheticRecording'
import { watchTraffic, type Traffic } from './traffic'

interface Named {
  readonly id: string
  readonly state: string
}

/** The simulator's world, as far as the tests of whole shows ask it. */
export interface SimulatedThings {
  readonly channels: readonly Named[]
  readonly inputs: readonly Named[]
  readonly inputSecurityGroups: readonly Named[]
  readonly ivsChannels: readonly { readonly arn: string }[]
  /** Safety stops that are set. */
  readonly schedules: readonly { readonly name: string }[]
}

/** What outlives a console: AWS, the keychain, and the time they share. */
export interface RehearsedAws {
  readonly simulator: Simulator
  readonly traffic: Traffic
  readonly vault: Vault
  things(): SimulatedThings
  /** Everything that is still there, whoever made it. */
  leftovers(): readonly string[]
  /** Puts on record what running channels would have written by now. */
  catchUp(): Promise<void>
  /** Time passes while no console is there. */
  pass(ms: number): Promise<void>
  close(): Promise<void>
}

/**
 * AWS on a clock that moves when told. Without pictures what a channel records is made up; a synthetic
 * picture records itself.
 */
export async function rehearsedAws(options: SimulatorOptions = {}): Promise<RehearsedAws> {
  const simulator = await startSimulator({ clock: 'manual', picture: 'off', ...options })
  const recording =
    options.picture === 'synthetic'
      ? undefined
      : new SyntheticRecording(simulator.endpoint, () => worldOf(simulator).channels)
  const traffic = watchTraffic(simulator.endpoint)
  let caughtUpTo = 0
  const catchUp = async () => {
    const now = simulator.clock.now()
    if (now - caughtUpTo < LOOK_EVERY_MS) return
    const since = caughtUpTo || now
    caughtUpTo = now
    await recording?.catchUp(now, since)
  }
  return {
    simulator,
    traffic,
    vault: memoryVault(null),
    things: () => worldOf(simulator),
    leftovers: () => leftoversOf(worldOf(simulator)),
    catchUp,
    pass: async (ms) => {
      for (let left = ms; left > 0; left -= STRIDE_MS) {
        simulator.clock.advance(Math.min(left, STRIDE_MS))
        await catchUp()
      }
    },
    close: async () => {
      traffic.close()
      recording?.close()
      await simulator.close()
    },
  }
}

const LOOK_EVERY_MS = 500
/** Where nobody looks, the recording is brought up to date less often. */
const STRIDE_MS = 5_000

function worldOf(simulator: Simulator) {
  const { medialive, ivs, scheduler } = simulator.world() as {
    medialive: Omit<SimulatedThings, 'ivsChannels'> & {
      channels: ConstructorParameters<typeof SyntheticRecording>[1] extends () => infer C
        ? C
        : never
    }
    ivs: { channels: SimulatedThings['ivsChannels'] }
    scheduler: { schedules: SimulatedThings['schedules'] }
  }
  return { ...medialive, ivsChannels: ivs.channels, schedules: scheduler.schedules }
}

const leftoversOf = (things: SimulatedThings) => [
  ...there('channel', things.channels),
  ...there('input', things.inputs),
  ...there('input security group', things.inputSecurityGroups),
  ...things.ivsChannels.map(({ arn }) => `IVS channel ${arn}`),
  ...things.schedules.map(({ name }) => `safety stop ${name}`),
]

const there = (kind: string, items: readonly Named[]): readonly string[] =>
  items.filter(({ state }) => state !== 'DELETED').map(({ id, state }) => `${kind} ${id} ${state}`)
