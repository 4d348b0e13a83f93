import { afterEach, describe, expect, it } from 'vitest'
import { memoryVault } from '../../../electron/adapters/keychain/memoryVault'
import { systemClock } from '../../../electron/adapters/system/clock'
import { startSimulator, type Simulator } from '../../../electron/simulator/simulator'
import type { SessionView } from '../../../src/shared/domain/session'
import { live, plan, prepared, stopped, youtube } from '../../harness/operator'
import { startLifeOn, type Life } from '../../harness/rehearsedConsole'
import { tempFolder } from '../../harness/tempFolder'

const closers: Array<() => Promise<void> | void> = []
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

const SPEED = 100

/** A real picture on a real clock, and nobody on this machine who tells what arrives. */
async function asOnAws(): Promise<{ readonly life: Life; readonly simulator: Simulator }> {
  const simulator = await startSimulator({ speed: SPEED })
  closers.push(() => simulator.close())
  const folder = tempFolder()
  closers.push(() => folder.remove())
  const life = await startLifeOn(
    { simulator, clock: systemClock, vault: memoryVault(null) },
    { folder: folder.path, speed: SPEED, witness: 'off' },
  )
  closers.push(() => life.close())
  return { life, simulator }
}

const leg = (view: SessionView | undefined) =>
  view?.legs.find(({ destinationId }) => destinationId === youtube)

describe('a console that has CloudWatch’s word alone', () => {
  it('proves an RTMP delivery by its output group, late, and not before it was observed', async () => {
    const { life, simulator } = await asOnAws()
    const sessionId = await prepared(life, await plan(life))
    await live(life, sessionId)
    const began = simulator.clock.now()
    await life.until('the ingest is known', () => life.session(sessionId)?.ingest ?? undefined)
    await life.handlers.sessions.testCard({ sessionId, on: true })
    await life.until('it is proven', () => leg(life.session(sessionId))?.state === 'streaming')

    const view = life.session(sessionId)
    expect(leg(view)).toMatchObject({ proof: 'metrics', frames: null, trouble: null })
    // Two whole windows of ten seconds, each seen only after it was over.
    const proof = leg(view)?.observedAt ?? 0
    expect(proof).toBeLessThanOrEqual(Date.now())
    expect(simulator.clock.now() - began).toBeGreaterThan(20_000)
    expect(view?.tallyWhy).toMatch(/as of \d+ s ago/)

    await stopped(life, sessionId)
    const lit = life.told.filter((told) => leg(told)?.state === 'streaming')
    expect(lit.every(({ facts }) => facts.channel?.state === 'RUNNING')).toBe(true)
    expect(lit.every((told) => (leg(told)?.observedAt ?? 0) > began)).toBe(true)
    const asked = life.calls.filter(({ operation }) => operation === 'GetMetricData')
    expect(asked.length).toBeGreaterThan(0)
    expect(asked.every(({ status }) => status === 200)).toBe(true)
  }, 120_000)
})
