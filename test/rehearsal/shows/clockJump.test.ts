import { describe, expect, it } from 'vitest'
import type { SessionId } from '../../../src/shared/domain/ids'
import { expectGivenBack, expectLedgerIsBill } from '../../harness/aftermath'
import { HOUR, MINUTE, SECOND } from '../../harness/builders'
import {
  draftOf,
  live,
  plan,
  prepared,
  reaches,
  settledTake,
  stopped,
  wrapped,
} from '../../harness/operator'
import { rehearsalsInTest, type Rehearsal } from '../../harness/rehearsalsInTest'
import { WallClock } from '../../harness/wallClock'
import type { ShowDraft } from '../../../src/shared/domain/show'

const { open } = rehearsalsInTest()

interface Stage extends Rehearsal {
  readonly wall: WallClock
  readonly sessionId: SessionId
}

/** A show whose picture is proven to arrive everywhere, on a machine whose clock can be set. */
async function onAir(plannedInMs = 5 * HOUR, more: Partial<ShowDraft> = {}): Promise<Stage> {
  let wall: WallClock | undefined
  const wrapClock = (clock: ConstructorParameters<typeof WallClock>[0]) =>
    (wall = new WallClock(clock))
  const rehearsal = await open({ wrapClock }, { picture: 'synthetic' })
  const { aws, life } = rehearsal
  const plannedEndAt = aws.simulator.clock.now() + plannedInMs
  const sessionId = await prepared(life, await plan(life, draftOf({ plannedEndAt, ...more })))
  const body = JSON.stringify({ inputId: aws.things().inputs[0]?.id, on: true })
  await fetch(`${aws.simulator.endpoint}/_simulator/feeds`, { method: 'POST', body })
  await live(life, sessionId)
  if (!wall) throw new Error('the console has a clock')
  const stage = { ...rehearsal, wall, sessionId }
  await isProven(stage)
  return stage
}

const lamp = ({ life, sessionId }: Stage) => life.session(sessionId)?.tally
const isProven = (stage: Stage) =>
  stage.life.until('the lamp is lit', () => lamp(stage) === 'rehearsal')

/** Its clock goes ahead with AWS's, and nothing of it does. */
async function sleeps({ aws, wall }: Stage, ms: number): Promise<void> {
  await aws.pass(ms)
  wall.setBy(ms)
}

const jumps: readonly (readonly [string, (stage: Stage) => Promise<void> | void])[] = [
  ['slept for two hours', (stage) => sleeps(stage, 2 * HOUR)],
  ['slept for a minute', (stage) => sleeps(stage, MINUTE)],
  ['had its clock set ahead by two hours', ({ wall }) => wall.setBy(2 * HOUR)],
  ['had its clock set back by an hour', ({ wall }) => wall.setBy(-HOUR)],
]

describe.each(jumps)('a machine that %s while on air', (_, jump) => {
  it('shows nothing as the present before AWS was asked anew, and then what is', async () => {
    const stage = await onAir()
    const { aws, life, sessionId } = stage
    await jump(stage)
    const before = life.told.length
    aws.simulator.drills.arm({ kind: 'cut-request', scope: 'medialive', forMs: 40 * SECOND })
    await life.pass(30 * SECOND)
    const told = life.told.slice(before)
    expect(told.length).toBeGreaterThan(0)
    expect(told.map(({ tally }) => tally)).not.toContain('rehearsal')
    expect(told[0]).toMatchObject({ tally: 'trouble', facts: { observedAt: null, channel: null } })
    expect(life.status()?.notices.map(({ code }) => code)).toContain('clock.jumped')
    await isProven(stage)
    expect(life.session(sessionId)).toMatchObject({ phase: 'live', parked: null })
    expect(life.session(sessionId)?.facts.observedAt).toBeLessThanOrEqual(life.clock.now())
  })

  it('keeps its take whole, its money right and its stop in AWS where it was', async () => {
    const stage = await onAir()
    const { aws, life, sessionId } = stage
    const safetyStopAt = life.session(sessionId)?.safetyStopAt
    const { startTake, endTake } = life.handlers.sessions
    const order = { commandId: life.gesture(), sessionId, pictureAgeMs: null }
    await life.pass(10 * SECOND)
    const begunAt = aws.simulator.clock.now()
    const { takeId } = await startTake({ ...order, name: '' })
    await life.pass(10 * SECOND)
    await jump(stage)
    await life.pass(10 * SECOND)
    const seconds = (aws.simulator.clock.now() - begunAt) / SECOND
    await endTake({ ...order, commandId: life.gesture(), takeId })
    const take = await settledTake(life, sessionId, takeId)
    expect(take).toMatchObject({ state: 'verified', trouble: null })
    expect(Math.abs((take.seconds ?? 0) - seconds)).toBeLessThan(8)

    expect(life.session(sessionId)?.safetyStopAt).toBe(safetyStopAt)
    const extended = life.session(sessionId)?.plannedEndAt ?? 0
    await life.handlers.sessions.extend({ ...order, commandId: life.gesture(), byMs: HOUR })
    const moved = extended + HOUR + 30 * MINUTE
    await life.until('it is moved', () => life.session(sessionId)?.safetyStopAt === moved)
    expect(life.session(sessionId)?.plannedEndAt).toBe(extended + HOUR)

    await stopped(life, sessionId)
    const view = await wrapped(life, sessionId)
    expectGivenBack(aws, view)
    expectLedgerIsBill(aws, view)
  })
})

describe('the planned end of a show', () => {
  const stopsAtEnd = { autoStop: { ...draftOf().autoStop, atPlannedEnd: 'stop' as const } }

  it('is by AWS’s clock: a clock that was set ends nothing too soon, and not too late', async () => {
    const stage = await onAir(15 * MINUTE, stopsAtEnd)
    const { aws, life, sessionId, wall } = stage
    const { plannedEndAt } = life.session(sessionId) ?? {}
    wall.setBy(HOUR)
    await life.pass(5 * MINUTE)
    expect(life.session(sessionId)).toMatchObject({ phase: 'live', impending: null })
    wall.setBy(-2 * HOUR)
    await reaches(life, sessionId, 'armed')
    const late = aws.simulator.clock.now() - (plannedEndAt ?? 0)
    expect(late).toBeGreaterThanOrEqual(0)
    expect(late).toBeLessThan(2 * MINUTE)
  })

  it('that passed during a sleep is announced before anything is stopped', async () => {
    const stage = await onAir(15 * MINUTE, stopsAtEnd)
    const { life, sessionId } = stage
    await sleeps(stage, 20 * MINUTE)
    const wokeAt = life.clock.now()
    const { impending } = await life.until('it is announced', () => {
      const view = life.session(sessionId)
      return view?.impending ? view : undefined
    })
    expect(impending?.stopsAt).toBeGreaterThanOrEqual(wokeAt + 60 * SECOND)
    await life.handlers.sessions.keepRunning({ commandId: life.gesture(), sessionId })
    await life.pass(5 * MINUTE)
    expect(life.session(sessionId)?.phase).toBe('live')
  })
})

describe('a network that is lost for twenty minutes while on air', () => {
  it('is told with its age, changes nothing in AWS, and all is shown again when it is back', async () => {
    const stage = await onAir()
    const { aws, life, sessionId } = stage
    const before = life.told.length
    // At once: IVS may not even have been seen to be live.
    aws.simulator.drills.arm({ kind: 'cut-request', forMs: 20 * MINUTE })
    await life.pass(19 * MINUTE)
    const view = life.session(sessionId)
    expect(view).toMatchObject({ phase: 'live', tally: 'trouble' })
    expect(view?.tallyWhy).toMatch(/No word from AWS for 1[89] min: what it is doing is not known/)
    expect(life.clock.now() - (view?.facts.observedAt ?? 0)).toBeGreaterThan(18 * MINUTE)
    const lit = life.told.slice(before).filter(({ tally }) => tally === 'rehearsal')
    for (const { facts } of lit) expect(facts.observedAt).toBe(lit[0]?.facts.observedAt)
    expect(life.account()?.trouble?.code).toMatch(/^network\./)
    expect(aws.things().channels[0]?.state).toBe('RUNNING')
    expect(life.console.atStake().sentence).toMatch(/AWS stops it by itself at \d\d:\d\d/)

    await isProven(stage)
    expect(life.session(sessionId)).toMatchObject({ phase: 'live', parked: null })
    expect(life.account()).toMatchObject({ state: 'signed-in', trouble: null })
    await stopped(life, sessionId)
    const end = await wrapped(life, sessionId)
    expectGivenBack(aws, end)
    expectLedgerIsBill(aws, end)
  })

  it('takes a Stop that was pressed meanwhile, as soon as it is back', async () => {
    const stage = await onAir()
    const { aws, life, sessionId } = stage
    aws.simulator.drills.arm({ kind: 'cut-request', forMs: 20 * MINUTE })
    await life.handlers.sessions.stop({ commandId: life.gesture(), sessionId })
    await life.pass(19 * MINUTE)
    expect(aws.things().channels[0]?.state).toBe('RUNNING')
    expect(life.console.atStake().live).toBe(true)
    await reaches(life, sessionId, 'armed')
    expect(aws.things().channels[0]?.state).toBe('IDLE')
  })
})
