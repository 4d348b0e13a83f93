import { describe, expect, it } from 'vitest'
import { begin, bench, making, refusal, RUN, SESSION, workflowOf } from './bench'

const a = making('make-a')
const b = making('make-b')
const c = making('make-c')

const inARow = workflowOf(async (run, input) => {
  await run.step(a, input)
  await run.step(b, input)
  return run.step(c, input)
})

describe('a run', () => {
  it('has its beginning on record before start returns', () => {
    const { engine, kinds } = bench()
    engine([inARow]).start(inARow, begin)
    expect(kinds()).toEqual(['run-started'])
  })

  it('records each step before and after its effect, and its end', async () => {
    const { engine, kinds, journal } = bench()
    const outcome = await engine([inARow]).start(inARow, begin).done
    expect(outcome).toEqual({ kind: 'succeeded', output: 'made make-c' })
    expect(kinds()).toEqual([
      'run-started',
      'step-started',
      'step-succeeded',
      'step-started',
      'step-succeeded',
      'step-started',
      'step-succeeded',
      'run-ended',
    ])
    expect(journal.ofRun(RUN)[1]?.entry).toEqual({ kind: 'step-started', key: 'run-1/make-a' })
  })

  it('is one run when it is started twice', async () => {
    const { engine, world } = bench()
    const it = engine([inARow])
    const first = it.start(inARow, begin)
    const second = it.start(inARow, begin)
    expect(second.done).toBe(first.done)
    await first.done
    expect(await it.start(inARow, begin).done).toEqual(await first.done)
    expect(world.effects('do')).toEqual(['make-a', 'make-b', 'make-c'])
  })

  it('tells steps of one name apart by their subject', async () => {
    const { engine, world } = bench()
    const each = making('make-leg', { subject: (input) => input })
    const legs = workflowOf((run) => Promise.all(['x', 'y'].map((leg) => run.step(each, leg))))
    await engine([legs]).start(legs, begin).done
    expect([...world.made.keys()]).toEqual(['run-1/make-leg/x', 'run-1/make-leg/y'])
  })

  it('refuses a second run of a busy session, and begins nothing', async () => {
    const { engine, journal, kinds } = bench()
    const it = engine([inARow])
    const first = it.start(inARow, begin)
    const other = { ...begin, runId: 'run-2' as typeof RUN }
    expect(() => it.start(inARow, other)).toThrow('still under way')
    expect(journal.ofRun(other.runId)).toEqual([])
    await first.done
    expect((await it.start(inARow, other).done).kind).toBe('succeeded')
    expect(kinds(other.runId)).toContain('run-ended')
  })
})

describe('a step that is refused', () => {
  it('has everything undone in reverse order, itself included', async () => {
    const { engine, world, kinds } = bench()
    world.fail('make-c', refusal('undo'))
    const outcome = await engine([inARow]).start(inARow, begin).done
    expect(outcome).toMatchObject({ kind: 'rolled-back', error: { code: 'test.undo' } })
    expect(world.log.slice(3)).toEqual([
      'undo make-c unknown',
      'undo make-b made make-b',
      'undo make-a made make-a',
    ])
    expect(world.made.size).toBe(0)
    expect(kinds().slice(-5)).toEqual([
      'run-unwinding',
      'step-undone',
      'step-undone',
      'step-undone',
      'run-ended',
    ])
  })

  it('waits for its siblings before anything is undone, and undoes them too', async () => {
    const { engine, world, clock } = bench()
    const slow = making('make-slow', {
      do: async ({ key }) => {
        await clock.sleep(5000)
        world.log.push('slow is there')
        world.made.set(key, 1)
        return 'slow'
      },
    })
    world.fail('make-a', refusal('undo'))
    const flow = workflowOf((run, input) =>
      Promise.all([run.step(a, input), run.step(slow, input)]),
    )
    const outcome = await engine([flow]).start(flow, begin).done
    expect(outcome.kind).toBe('rolled-back')
    expect(world.log).toEqual([
      'do make-a',
      'slow is there',
      'undo make-slow slow',
      'undo make-a unknown',
    ])
    expect(world.made.size).toBe(0)
  })

  it('lets no sibling begin anything more', async () => {
    const { engine, world, clock } = bench()
    const slow = making('make-slow', {
      do: async () => {
        await clock.sleep(5000)
        return 'slow'
      },
    })
    world.fail('make-a', refusal('undo'))
    const flow = workflowOf((run, input) =>
      Promise.all([run.step(a, input), run.step(slow, input).then(() => run.step(b, input))]),
    )
    expect((await engine([flow]).start(flow, begin).done).kind).toBe('rolled-back')
    expect(world.effects('do')).toEqual(['make-a'])
    expect(world.effects('undo')).toEqual(['make-slow', 'make-a'])
  })

  it('may be caught by the body, which then goes on', async () => {
    const { engine, world } = bench()
    world.fail('make-a', refusal('undo'))
    const flow = workflowOf(async (run, input) => {
      await run.step(a, input).catch(() => undefined)
      return run.step(b, input)
    })
    const outcome = await engine([flow]).start(flow, begin).done
    expect(outcome).toEqual({ kind: 'succeeded', output: 'made make-b' })
  })
})

describe('a step that fails for the moment', () => {
  it('is tried again with growing pauses, each try on record', async () => {
    const { engine, world, clock, journal } = bench()
    world.fail('make-b', refusal('retry'), refusal('retry'))
    const startedAt = clock.now()
    const outcome = await engine([inARow]).start(inARow, begin).done
    expect(outcome.kind).toBe('succeeded')
    expect(clock.now() - startedAt).toBe(250 + 500)
    const tries = journal.ofRun(RUN).filter(({ entry }) => entry.kind === 'step-attempted')
    expect(tries.map(({ entry }) => entry)).toMatchObject([
      { key: 'run-1/make-b', attempt: 1 },
      { key: 'run-1/make-b', attempt: 2 },
    ])
  })

  it('is undone when it has had enough', async () => {
    const { engine, world } = bench()
    const twice = making('make-b', { attempts: 2 })
    const flow = workflowOf(async (run, input) => {
      await run.step(a, input)
      await run.step(twice, input)
    })
    world.fail('make-b', refusal('retry'), refusal('retry'), refusal('retry'))
    const outcome = await engine([flow]).start(flow, begin).done
    expect(outcome).toMatchObject({ kind: 'rolled-back', error: { fate: 'undo' } })
    expect(world.effects('do')).toEqual(['make-a', 'make-b', 'make-b'])
    expect(world.made.size).toBe(0)
  })

  it('is not tried again past its deadline', async () => {
    const { engine, world, clock } = bench()
    const urgent = making('make-b', { attempts: 100, deadlineMs: 3000 })
    world.fail('make-b', ...Array.from({ length: 100 }, () => refusal('retry')))
    const flow = workflowOf((run, input) => run.step(urgent, input))
    const startedAt = clock.now()
    expect((await engine([flow]).start(flow, begin).done).kind).toBe('rolled-back')
    // Pauses of 250, 500 and 1000 ms; the next one, of 2000, would end too late.
    expect(world.effects('do')).toHaveLength(4)
    expect(clock.now() - startedAt).toBe(1750)
  })

  it('is called off when it takes too long, and tried again', async () => {
    const { engine, world, clock } = bench()
    let tries = 0
    const stuck = making('make-b', {
      timeoutMs: 10_000,
      do: async ({ signal }) => {
        tries += 1
        if (tries === 1) await clock.sleep(60_000, signal)
        return 'at last'
      },
    })
    const flow = workflowOf((run, input) => run.step(stuck, input))
    const startedAt = clock.now()
    const outcome = await engine([flow]).start(flow, begin).done
    expect(outcome).toEqual({ kind: 'succeeded', output: 'at last' })
    expect(clock.now() - startedAt).toBe(10_250)
    expect(clock.sleeping).toBe(0)
    expect(world.effects('undo')).toEqual([])
  })
})

describe('a step that needs the operator', () => {
  it('waits with nothing undone, then goes on from the same step', async () => {
    const { engine, world, kinds } = bench()
    world.fail('make-b', refusal('wait'))
    const it = engine([inARow])
    const outcome = await it.start(inARow, begin).done
    expect(outcome).toMatchObject({ kind: 'waiting', error: { code: 'test.wait' } })
    expect(it.openRuns()).toMatchObject([{ state: 'waiting', error: { code: 'test.wait' } }])
    expect(kinds().at(-1)).toBe('run-waiting')

    const [handle] = it.resumeWaiting(({ code }) => code === 'test.wait')
    expect((await handle?.done)?.kind).toBe('succeeded')
    expect(world.effects('do')).toEqual(['make-a', 'make-b', 'make-b', 'make-c'])
    expect(it.openRuns()).toEqual([])
  })

  it('parks on what nobody foresaw, with a reference and nothing touched', async () => {
    const { engine, world, kinds } = bench()
    world.fail('make-b', new TypeError('undefined is not a function'))
    const it = engine([inARow])
    const outcome = await it.start(inARow, begin).done
    expect(outcome).toMatchObject({
      kind: 'parked',
      error: { code: 'internal', reference: 'run-1/make-b' },
    })
    expect(kinds().at(-1)).toBe('run-parked')
    expect(world.effects('undo')).toEqual([])
    expect(it.isOpen(SESSION, 'test-flow')).toBe(true)
    expect((await it.resume(RUN).done).kind).toBe('succeeded')
  })

  it('cannot be talked out of it by a body that swallows everything', async () => {
    const { engine, world } = bench()
    world.fail('make-a', refusal('wait'))
    const flow = workflowOf(async (run, input) => {
      await run.step(a, input).catch(() => undefined)
      await run.step(b, input).catch(() => undefined)
      return 'as if nothing had been'
    })
    expect((await engine([flow]).start(flow, begin).done).kind).toBe('waiting')
    expect(world.effects('do')).toEqual(['make-a'])
  })
})
