import { afterEach, describe, expect, it } from 'vitest'
import { memoryVault } from '../../../electron/adapters/keychain/memoryVault'
import { systemClock } from '../../../electron/adapters/system/clock'
import { startSimulator } from '../../../electron/simulator/simulator'
import type { SessionView } from '../../../src/shared/domain/session'
import { live, plan, prepared, stopped, wrapped } from '../../harness/operator'
import { startLifeOn, type Life } from '../../harness/rehearsedConsole'
import { tempFolder } from '../../harness/tempFolder'

const closers: Array<() => Promise<void> | void> = []
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

const SPEED = 100

/** A real picture on a real clock; only AWS hurries. */
async function withPicture(): Promise<Life> {
  const simulator = await startSimulator({ speed: SPEED })
  closers.push(() => simulator.close())
  const folder = tempFolder()
  closers.push(() => folder.remove())
  const life = await startLifeOn(
    { simulator, clock: systemClock, vault: memoryVault(null) },
    { folder: folder.path, speed: SPEED },
  )
  closers.push(() => life.close())
  return life
}

const lamps = (views: readonly SessionView[]) => [...new Set(views.map(({ tally }) => tally))]
const proven = ({ legs }: SessionView) =>
  legs.some(({ frames, state }) => (frames ?? 0) > 0 && state === 'streaming')

describe('the lamp of a rehearsal', () => {
  it('is lit only once somebody is proven to receive, and never says on air', async () => {
    const life = await withPicture()
    const sessionId = await prepared(life, await plan(life))
    await live(life, sessionId)
    expect(lamps(life.told)).not.toContain('rehearsal')
    await life.until('nobody receives', () => life.session(sessionId)?.tally === 'paid-not-on-air')

    await life.until('the ingest is known', () => life.session(sessionId)?.ingest ?? undefined)
    await life.handlers.sessions.testCard({ sessionId, on: true })
    await life.until('the lamp is lit', () => life.session(sessionId)?.tally === 'rehearsal')
    await life.handlers.sessions.testCard({ sessionId, on: false })
    await life.until('it is out again', () => life.session(sessionId)?.tally === 'trouble')

    await stopped(life, sessionId)
    await wrapped(life, sessionId)
    const lit = life.told.filter(({ tally }) => tally === 'rehearsal')
    expect(lit.length).toBeGreaterThan(0)
    expect(lit.every(proven)).toBe(true)
    expect(lamps(life.told)).not.toContain('on-air')
  })
})
