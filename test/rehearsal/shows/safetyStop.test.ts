import { describe, expect, it } from 'vitest'
import { expectGivenBack } from '../../harness/aftermath'
import { live, plan, prepared, reaches, signedIn, stopped, wrapped } from '../../harness/operator'
import { rehearsalsInTest, type Rehearsal } from '../../harness/rehearsalsInTest'
import { draftOf } from '../../harness/operator'
import { HOUR, MINUTE } from '../../harness/builders'

const { open, live: again } = rehearsalsInTest()

async function onAir(plannedInMs: number | null = null) {
  const rehearsal = await open()
  const { life, aws } = rehearsal
  const plannedEndAt = plannedInMs === null ? null : aws.simulator.clock.now() + plannedInMs
  const sessionId = await prepared(life, await plan(life, draftOf({ plannedEndAt })))
  await live(life, sessionId)
  return { ...rehearsal, sessionId, plannedEndAt }
}

const stateOf = ({ aws }: Pick<Rehearsal, 'aws'>) => aws.things().channels[0]?.state
const schedules = ({ aws }: Pick<Rehearsal, 'aws'>) => aws.things().schedules
const stopsOf = ({ aws: { simulator } }: Pick<Rehearsal, 'aws'>) =>
  simulator.events.since(0).filter((event) => event['operation'] === 'StopChannel')

describe('a console that dies for good while its show is on air', () => {
  it('is off the air within the minute of its safety stop, and the next start tells so', async () => {
    const rehearsal = await onAir(HOUR)
    const { aws, life, folder, sessionId, plannedEndAt } = rehearsal
    const safetyAt = (plannedEndAt ?? 0) + 30 * MINUTE
    expect(life.session(sessionId)?.safetyStopAt).toBe(safetyAt)
    await life.close()
    aws.simulator.clock.advance(safetyAt - aws.simulator.clock.now() - MINUTE)
    expect(stateOf(rehearsal)).toBe('RUNNING')
    aws.simulator.clock.advance(3 * MINUTE)
    const [stop] = stopsOf(rehearsal)
    expect(stop?.at).toBeGreaterThanOrEqual(safetyAt)
    expect(stop?.at).toBeLessThanOrEqual(safetyAt + 2 * MINUTE)
    aws.simulator.clock.advance(2 * MINUTE)
    expect(stateOf(rehearsal)).toBe('IDLE')
    expect(schedules(rehearsal)).toEqual([])

    const next = await again(aws, folder)
    await signedIn(next)
    const view = await reaches(next, sessionId, 'armed')
    expect(view.tallyWhy).toMatch(/safety stop in AWS was set for \d\d:\d\d UTC/)
    expectGivenBack(aws, await wrapped(next, sessionId))
  })
})

describe('the safety stop', () => {
  it('is there before the channel starts, and gone when the show is off the air', async () => {
    const rehearsal = await onAir()
    const { aws, life, sessionId } = rehearsal
    const calls = life.calls.map(({ operation }) => operation)
    expect(calls.indexOf('CreateSchedule')).toBeGreaterThan(0)
    expect(calls.indexOf('CreateSchedule')).toBeLessThan(calls.indexOf('StartChannel'))
    expect(schedules(rehearsal)).toHaveLength(1)
    await stopped(life, sessionId)
    expect(schedules(rehearsal)).toEqual([])
    expect(life.session(sessionId)?.safetyStopAt).toBeNull()
    expectGivenBack(aws, await wrapped(life, sessionId))
  })

  it('is set anew for every start', async () => {
    const rehearsal = await onAir()
    const { life, sessionId } = rehearsal
    const first = life.session(sessionId)?.safetyStopAt ?? 0
    await stopped(life, sessionId)
    await live(life, sessionId)
    expect(life.session(sessionId)?.safetyStopAt).toBeGreaterThan(first)
    expect(schedules(rehearsal)).toHaveLength(1)
  })

  it('moves with the plan, once for a gesture however often it comes', async () => {
    const rehearsal = await onAir(HOUR)
    const { life, sessionId, plannedEndAt } = rehearsal
    const order = { commandId: life.gesture(), sessionId, byMs: 30 * MINUTE }
    await life.handlers.sessions.extend(order)
    await life.handlers.sessions.extend(order)
    const later = (plannedEndAt ?? 0) + HOUR
    await life.until('it is moved', () => life.session(sessionId)?.safetyStopAt === later)
    expect(life.session(sessionId)?.plannedEndAt).toBe(later - 30 * MINUTE)
    expect(life.calls.filter(({ operation }) => operation === 'UpdateSchedule')).toHaveLength(1)
  })

  it('is not made anew by a plan that moves after it has done its work', async () => {
    const rehearsal = await onAir(HOUR)
    const { life, aws, sessionId } = rehearsal
    aws.simulator.drills.arm({ kind: 'delay', operation: 'ListChannels', delayMs: 1, times: 1 })
    for (const { name } of schedules(rehearsal)) await deleted(rehearsal, name)
    await life.handlers.sessions.extend({
      commandId: life.gesture(),
      sessionId,
      byMs: 30 * MINUTE,
    })
    await life.until('it is told', () =>
      life.session(sessionId)?.runs.some(({ error }) => error?.code === 'safety-stop.gone'),
    )
    expect(schedules(rehearsal)).toEqual([])
  })

  it('never keeps a show that is off the air from being off the air', async () => {
    const rehearsal = await onAir()
    const { aws, life, sessionId } = rehearsal
    aws.simulator.drills.arm({ kind: 'deny', scope: 'scheduler' })
    await stopped(life, sessionId)
    expect(stateOf(rehearsal)).toBe('IDLE')
    aws.simulator.drills.clear()
    expectGivenBack(aws, await wrapped(life, sessionId))
  })

  it('is refused in words where the role does not do, and nothing runs', async () => {
    const rehearsal = await open()
    const { aws, life } = rehearsal
    const showId = await plan(life)
    const settings = life.account()?.settings
    if (!settings) throw new Error('signed in, there are settings')
    const safetyRoleArn = 'arn:aws:iam::111122223333:role/NoSuchRole'
    await life.handlers.account.saveSettings({ ...settings, safetyRoleArn })
    const sessionId = await prepared(life, showId)
    await life.handlers.sessions.goLive({ commandId: life.gesture(), sessionId })
    await life.until('it is told', () =>
      life.session(sessionId)?.runs.some(({ error }) => error?.code === 'safety-stop.role-refused'),
    )
    expect(stateOf(rehearsal)).toBe('IDLE')
    expectGivenBack(aws, await wrapped(life, sessionId))
  })

  it('is gone without where that was agreed to, and only there', async () => {
    const rehearsal = await open()
    const { aws, life } = rehearsal
    const showId = await plan(life)
    const settings = life.account()?.settings
    if (!settings) throw new Error('signed in, there are settings')
    await life.handlers.account.saveSettings({
      ...settings,
      safetyRoleArn: null,
      withoutSafetyStop: true,
    })
    const sessionId = await prepared(life, showId)
    await live(life, sessionId)
    expect(life.session(sessionId)?.safetyStopAt).toBeNull()
    expect(life.calls.some(({ service }) => service === 'Scheduler')).toBe(false)
    expectGivenBack(aws, await wrapped(life, sessionId))
  })
})

async function deleted({ aws }: Rehearsal, name: string): Promise<void> {
  const { SchedulerClient, DeleteScheduleCommand } = await import('@aws-sdk/client-scheduler')
  const client = new SchedulerClient({
    region: 'us-east-1',
    endpoint: aws.simulator.endpoint,
    credentials: { accessKeyId: 'SOMEBODY', secretAccessKey: 'else' },
  })
  await client.send(new DeleteScheduleCommand({ Name: name }))
  client.destroy()
}
