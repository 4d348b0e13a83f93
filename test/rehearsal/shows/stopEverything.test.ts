import { describe, expect, it } from 'vitest'
import type { StopReport } from '../../../src/shared/domain/found'
import { foundBy, gestureFor, looked } from '../../harness/foundThings'
import { certified, draftOf, live, plan, prepared, signedIn } from '../../harness/operator'
import { openRegionGate } from '../../harness/regionGate'
import { rehearsalsInTest } from '../../harness/rehearsalsInTest'
import { startLifeOn, type Life } from '../../harness/rehearsedConsole'
import { tempFolder } from '../../harness/tempFolder'
import { watchTraffic } from '../../harness/traffic'
import { VirtualClock } from '../../harness/virtualClock'

const { open, live: begin } = rehearsalsInTest()

/** One show of a console that is gone, and two that are on air from another. */
async function threeOnAir() {
  const { aws, life: gone } = await open({ owner: 'maria on studio-1' })
  await live(gone, await prepared(gone, await plan(gone, draftOf({ name: 'Left behind' }))))
  await gone.close()
  const life = await begin(aws, tempFolder().path, { owner: 'tom on truck-2' })
  for (const name of ['Sunday service', 'Podcast'])
    await live(life, await prepared(life, await plan(life, draftOf({ name }))))
  return { aws, life }
}

async function stopAll(life: Life): Promise<StopReport> {
  const found = foundBy(life)
  await life.handlers.resources.stopEverything({ commandId: life.gesture() })
  for (let waited = 0; found().stop?.endedAt == null; waited += 4_000) {
    if (waited > 15 * 60_000) throw new Error(`not ended: ${JSON.stringify(found().stop)}`)
    await life.pass(4_000)
  }
  const { stop } = found()
  if (!stop) throw new Error('there is a report')
  return stop
}

const outcomes = ({ lines }: StopReport, kind = 'channel') =>
  lines.filter((line) => line.kind === kind).map(({ outcome }) => outcome)

describe('stop everything of mine', { timeout: 120_000 }, () => {
  it('stops what is on air here and what nobody here knows, and says so of each', async () => {
    const { aws, life } = await threeOnAir()
    const report = await stopAll(life)
    expect(outcomes(report)).toEqual(['stopped', 'stopped', 'stopped'])
    expect(report.lines.every(({ requestId }) => requestId !== null)).toBe(true)
    expect(aws.things().channels.map(({ state }) => state)).toEqual(['IDLE', 'IDLE', 'IDLE'])
    expect(life.sessions().map(({ phase }) => phase)).toEqual(['armed', 'armed'])
    const { sessions } = await looked(life)
    const [orphan] = sessions.filter(({ here }) => here === 'unknown')
    if (!orphan) throw new Error('it is offered')
    await life.handlers.resources.retire(gestureFor(life, orphan))
    await certified(life, orphan.sessionId)
  })

  it('works twice: then everything was off', async () => {
    const { life } = await threeOnAir()
    const commandId = life.gesture()
    await Promise.all([
      life.handlers.resources.stopEverything({ commandId }),
      life.handlers.resources.stopEverything({ commandId }),
    ])
    await stopAll(life)
    expect(outcomes(await stopAll(life))).toEqual(['was-off', 'was-off', 'was-off'])
    const stops = life.calls.filter(({ operation }) => operation === 'StopChannel')
    expect(stops.length).toBeLessThanOrEqual(6)
  })

  it('does what it can where a region is denied, and names that region', async () => {
    const { aws } = await threeOnAir()
    const gate = await openRegionGate(aws.simulator.endpoint)
    const traffic = watchTraffic(gate.endpoint)
    const folder = tempFolder()
    const clock = new VirtualClock({
      startMs: aws.simulator.clock.now(),
      inFlight: () => traffic.inFlight() + aws.traffic.inFlight(),
      onAdvance: (ms) => aws.simulator.clock.advance(ms),
    })
    const simulator = { endpoint: gate.endpoint, rtmp: aws.simulator.rtmp }
    const life = await startLifeOn({ simulator, clock, vault: aws.vault }, { folder: folder.path })
    await signedIn(life)
    gate.deny('eu-west-2')
    const report = await stopAll(life)
    expect(outcomes(report)).toEqual(['stopped', 'stopped', 'stopped'])
    expect(report.lines.filter(({ kind }) => kind === 'region')).toMatchObject([
      { region: 'eu-west-2', outcome: 'not-stopped', error: { code: 'access.denied' } },
    ])
    expect(report.lines.find(({ kind }) => kind === 'region')?.requestId).toContain(
      'request-denied',
    )
    await life.close()
    clock.close()
    traffic.close()
    await gate.close()
    folder.remove()
  })

  it('says with expired credentials what may still run, since when that was seen, and who else stops it', async () => {
    const { aws, life } = await threeOnAir()
    await looked(life)
    const seenBy = life.clock.now()
    aws.simulator.drills.arm({ kind: 'expire-credentials', accessKeyId: 'REHEARSAL' })
    const report = await stopAll(life)
    const channels = report.lines.filter(({ kind }) => kind === 'channel')
    expect(channels).toHaveLength(3)
    for (const line of channels) {
      expect(line).toMatchObject({ outcome: 'not-stopped', lastSeen: { state: 'RUNNING' } })
      expect(line.error?.code).toBe('credentials.expired')
      expect(line.error?.todo).not.toBe('')
      expect(line.lastSeen?.at).toBeLessThanOrEqual(seenBy + 60_000)
    }
    const armed = channels.filter(({ safetyStopAt }) => (safetyStopAt ?? 0) > seenBy)
    expect(armed, 'stops in AWS that this console knows of').toHaveLength(2)
    expect(aws.things().channels.map(({ state }) => state)).toEqual([
      'RUNNING',
      'RUNNING',
      'RUNNING',
    ])

    aws.simulator.drills.clear()
    await life.handlers.account.tryAgain()
    // Those of its own go on by themselves; the other takes a second hold.
    await life.until('its own are off', () =>
      life.sessions().every(({ phase }) => phase === 'armed'),
    )
    const again = await stopAll(life)
    expect(outcomes(again).toSorted()).toEqual(['stopped', 'was-off', 'was-off'])
  })

  it('has nothing to do where nothing is, and says so', async () => {
    const { life } = await open()
    await signedIn(life)
    expect((await stopAll(life)).lines).toEqual([])
  })
})
