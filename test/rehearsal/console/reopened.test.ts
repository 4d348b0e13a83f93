import { afterEach, describe, expect, it } from 'vitest'
import { memoryVault } from '../../../electron/adapters/keychain/memoryVault'
import { systemClock } from '../../../electron/adapters/system/clock'
import { Places } from '../../../electron/app/places'
import { startSimulator, type Simulator } from '../../../electron/simulator/simulator'
import { REHEARSAL } from '../../../src/shared/domain/account'
import { silent } from '../../harness/chores'
import { tempFolder } from '../../harness/tempFolder'

const closers: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

async function started(stateDir: string): Promise<Simulator> {
  const simulator = await startSimulator({ stateDir, clock: 'manual', picture: 'off' })
  closers.push(() => simulator.close())
  return simulator
}

describe('a simulator that has ended', () => {
  it('is replaced when the rehearsal is reopened, and what waits gets its answer', async () => {
    const folder = tempFolder()
    closers.push(() => folder.remove())
    let simulator = await started(folder.path)
    let searches = 0
    const places = new Places({
      clock: systemClock,
      log: silent,
      vault: memoryVault(null),
      simulator: () => {
        searches += 1
        const { endpoint, rtmp } = simulator
        return Promise.resolve({ endpoint, rtmp, pid: process.pid, speed: 1_000 })
      },
      speed: 1,
      calls: {},
      witness: 'on',
      onChange: () => undefined,
    })
    closers.push(() => places.close())
    const place = await places.open(REHEARSAL, 'us-east-1')
    const { mediaLive, recordings, witness } = place.cloud
    const before = await mediaLive.createSecurityGroup({ cidrs: ['203.0.113.4/32'], tags: {} })

    await simulator.close()
    simulator = await started(folder.path)
    await expect(mediaLive.listChannels()).rejects.toMatchObject({ wire: { fate: 'retry' } })
    const { askedAt = 0 } = place.observer.world().channels ?? {}
    const waiting = place.observer.until((world) => (world.channels?.askedAt ?? 0) > askedAt, {
      signal: AbortSignal.timeout(20_000),
    })
    await places.reopenRehearsal()

    expect(await waiting).toBe(true)
    expect((await places.open(REHEARSAL, 'us-east-1')).observer).toBe(place.observer)
    expect((await mediaLive.listSecurityGroups()).items.map(({ id }) => id)).toContain(before)
    await recordings.probe('tallylight-rehearsal')
    expect((await witness.deliveries('none')).size).toBe(0)
    expect(await place.cloud.publicAddress.ask()).toMatch(/^[0-9.]+$/)
    expect(searches).toBe(2)
  })
})
