import { MediaLiveClient } from '@aws-sdk/client-medialive'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCloud, type OpenCloud } from '../../electron/adapters/aws/cloud'
import { rehearsalCredentials } from '../../electron/adapters/credentials/identify'
import { memoryVault } from '../../electron/adapters/keychain/memoryVault'
import { Observer } from '../../electron/core/reconcile/observer'
import { startSimulator, type Simulator } from '../../electron/simulator/simulator'
import { MINUTE } from '../harness/builders'
import { VirtualClock } from '../harness/virtualClock'
import { printTable } from './figures'
import { InFlight } from './inFlight'
import { makeAllowList, makeChannel } from './plainChannel'

const CHANNELS = 500
const MINUTES = 30
const region = 'us-east-1'

let simulator: Simulator
let cloud: OpenCloud
let observer: Observer
let clock: VirtualClock
let watched = 0
const inFlight = new InFlight()
const perMinute = () => inFlight.total / MINUTES

beforeAll(async () => {
  simulator = await startSimulator({ clock: 'manual', picture: 'off' })
  await fillAccount()
  clock = new VirtualClock({
    startMs: simulator.clock.now(),
    inFlight: inFlight.count,
    onAdvance: (ms) => simulator.clock.advance(ms),
  })
  cloud = openCloud({
    profile: '@rehearsal',
    region,
    rehearsal: true,
    endpoint: simulator.endpoint,
    credentials: rehearsalCredentials,
    vault: memoryVault(null),
    clock,
    observer: inFlight.observer,
  })
  const silent = { info: () => {}, warn: () => {}, error: () => {} }
  observer = new Observer({ cloud, clock, log: silent, hurry: 1 })
  await clock.sleep(MINUTES * MINUTE)
  watched = observer.world().channels?.items.length ?? 0
}, 120_000)

afterAll(async () => {
  await observer.close()
  cloud.close()
  clock.close()
  inFlight.close()
  await simulator.close()
  printTable(`watching ${watched} idle channels and as many inputs for ${MINUTES} minutes`, [
    { what: 'calls a minute', measured: perMinute().toFixed(1), goal: '<= 15' },
  ])
})

/** Somebody else's account, full: none of it is ours. */
async function fillAccount(): Promise<void> {
  for (const name of ['medialive.channels', 'medialive.push-inputs'] as const)
    simulator.drills.arm({ kind: 'quota', name, value: CHANNELS })
  const credentials = await rehearsalCredentials()
  const client = new MediaLiveClient({ region, endpoint: simulator.endpoint, credentials })
  const allowList = await makeAllowList(client)
  for (let made = 0; made < CHANNELS; made++) {
    await makeChannel(client, allowList, `channel-${made}`)
    // AWS takes 20 calls a second; on its own clock a second has passed.
    simulator.clock.advance(1_000)
  }
  simulator.clock.advance(5 * MINUTE)
  client.destroy()
}

describe('an account with 500 channels', () => {
  it('is seen whole', () => expect(watched).toBe(CHANNELS))

  it('is watched with 15 calls a minute at most while nothing of ours is there', () => {
    expect(perMinute()).toBeGreaterThan(0)
    expect(perMinute()).toBeLessThanOrEqual(15)
  })
})
