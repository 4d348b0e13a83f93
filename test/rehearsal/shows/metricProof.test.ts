import { afterEach, describe, expect, it } from 'vitest'
import type { SessionId } from '../../../src/shared/domain/ids'
import type { SessionView } from '../../../src/shared/domain/session'
import { live, plan, prepared, stopped, youtube } from '../../harness/operator'
import { rehearsedAws, type RehearsedAws } from '../../harness/rehearsedAws'
import { startLife, type Life } from '../../harness/rehearsedConsole'
import { tempFolder } from '../../harness/tempFolder'

const closers: Array<() => Promise<void> | void> = []
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

const MINUTE = 60_000

interface Stage {
  readonly aws: RehearsedAws
  readonly life: Life
  readonly sessionId: SessionId
}

/** A show on air, true to life, and nobody on this machine who tells what arrives. */
async function onAirAsOnAws(): Promise<Stage> {
  const aws = await rehearsedAws({ picture: 'synthetic' })
  closers.push(() => aws.close())
  const folder = tempFolder()
  closers.push(() => folder.remove())
  const life = await startLife(aws, { folder: folder.path, witness: 'off' })
  closers.push(() => life.close())
  const sessionId = await prepared(life, await plan(life))
  const [input] = aws.things().inputs
  const body = JSON.stringify({ inputId: input?.id, on: true })
  const feed = await fetch(`${aws.simulator.endpoint}/_simulator/feeds`, { method: 'POST', body })
  expect(feed.status).toBe(200)
  await live(life, sessionId)
  return { aws, life, sessionId }
}

const leg = (view: SessionView | undefined) =>
  view?.legs.find(({ destinationId }) => destinationId === youtube)
const isProven = (view: SessionView | undefined) => leg(view)?.state === 'streaming'

describe('a console that has CloudWatch’s word alone', () => {
  it('proves an RTMP delivery by its output group: late, and not before it was observed', async () => {
    const { life, sessionId } = await onAirAsOnAws()
    const liveAt = life.clock.now()
    expect(life.told.some(isProven)).toBe(false)
    await life.until('it is proven', () => isProven(life.session(sessionId)))

    // The first data come a minute or more after the start.
    expect(life.clock.now() - liveAt).toBeGreaterThan(MINUTE)
    const view = life.session(sessionId)
    expect(leg(view)).toMatchObject({ proof: 'metrics', frames: null, trouble: null })
    expect(view?.tallyWhy).toMatch(/as of \d+ (s|min) ago/)
    await life.pass(10 * MINUTE)
    await stopped(life, sessionId)

    const lit = life.told.filter(isProven)
    expect(lit.every(({ facts }) => facts.channel?.state === 'RUNNING')).toBe(true)
    expect(lit.every((told) => (leg(told)?.observedAt ?? 0) > liveAt - MINUTE)).toBe(true)
  })

  it('asks no more often than every twelve seconds, and not at all unless something runs', async () => {
    const { life, sessionId } = await onAirAsOnAws()
    await life.pass(10 * MINUTE)
    await stopped(life, sessionId)
    const stoppedAt = life.clock.now()
    await life.pass(10 * MINUTE)
    const asked = life.calls.filter(({ operation }) => operation === 'GetMetricData')
    const times = asked.map(({ startedAt }) => startedAt)
    expect(asked.length).toBeGreaterThan(30)
    expect(
      times.every((time, index) => index === 0 || time - (times[index - 1] ?? 0) > 12_000),
    ).toBe(true)
    expect(Math.max(...times)).toBeLessThanOrEqual(stoppedAt)
  })

  it('takes the proof back when CloudWatch has said nothing for three minutes', async () => {
    const { aws, life, sessionId } = await onAirAsOnAws()
    await life.until('it is proven', () => isProven(life.session(sessionId)))
    aws.simulator.drills.arm({ kind: 'deny', scope: 'monitoring' })
    const deniedAt = life.clock.now()
    await life.until(
      'it is not proven any more',
      () => leg(life.session(sessionId))?.state === 'unproven',
    )
    expect(life.clock.now() - deniedAt).toBeLessThan(3 * MINUTE + 20_000)
    expect(leg(life.session(sessionId))).toMatchObject({ proof: 'none', trouble: null })
    // What AWS does not tell of its metrics stands in nobody's way.
    await stopped(life, sessionId)
  })

  it('does not take the word on an earlier airing for proof of this one', async () => {
    const { aws, life, sessionId } = await onAirAsOnAws()
    // A stop and a start within seconds: what CloudWatch said before is still young.
    await life.until('it is proven', () => isProven(life.session(sessionId)))
    await life.pass(MINUTE)
    aws.simulator.drills.arm({ kind: 'slow-transitions', factor: 0.05 })
    await stopped(life, sessionId)
    const before = life.told.length
    await live(life, sessionId)
    const liveAt = life.clock.now()
    await life.until('it is proven again', () => isProven(life.session(sessionId)))
    const again = life.told.slice(before).filter(isProven)
    expect(again.length).toBeGreaterThan(0)
    expect(again.every((told) => (leg(told)?.observedAt ?? 0) > liveAt)).toBe(true)
  })

  it('does not show a destination that is down as reached', async () => {
    const { aws, life, sessionId } = await onAirAsOnAws()
    await life.until('it is proven', () => isProven(life.session(sessionId)))
    const host = new URL(leg(life.session(sessionId))?.address ?? '').hostname
    aws.simulator.drills.arm({ kind: 'destination-down', destination: host })
    await life.until('it is seen', () => leg(life.session(sessionId))?.state === 'error')
    await life.pass(5 * MINUTE)
    expect(isProven(life.session(sessionId))).toBe(false)
  })
})
