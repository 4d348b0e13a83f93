import { describe, expect, it } from 'vitest'
import { begin, bench, making, refusal, RUN, SESSION, workflowOf } from './bench'

const a = making('make-a')
const b = making('make-b')

/** A step that takes an hour unless it is called off, and then needs a while to let go. */
function patient(at: ReturnType<typeof bench>, deaf = false) {
  return making('make-slow', {
    do: async ({ signal }) => {
      at.world.log.push('begun')
      try {
        await at.clock.sleep(3_600_000, deaf ? undefined : signal)
      } finally {
        await at.clock.sleep(1000)
        at.world.log.push('let go')
      }
      return 'slow'
    },
  })
}

function slowly(at: ReturnType<typeof bench>, deaf = false) {
  const slow = patient(at, deaf)
  return workflowOf(async (run, input) => {
    await run.step(a, input)
    await run.step(slow, input)
    await run.step(b, input)
  })
}

/** Runs until the slow step is under way. */
const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise(setImmediate)
}

describe('cancelling', () => {
  it('calls off what is under way, waits until it has let go, and undoes nothing', async () => {
    const at = bench()
    const flow = slowly(at)
    const engine = at.engine([flow])
    const { done } = engine.start(flow, begin)
    await until(() => at.world.log.includes('begun'))
    const before = at.clock.now()

    await engine.cancel(RUN, 'the show is stopped')

    expect(at.world.log).toEqual(['do make-a', 'begun', 'let go'])
    expect(at.clock.now() - before).toBe(1000)
    expect(await done).toEqual({ kind: 'cancelled' })
    expect(at.journal.ofRun(RUN).at(-1)?.entry).toEqual({
      kind: 'run-ended',
      outcome: 'cancelled',
      output: { reason: 'the show is stopped' },
    })
    expect(engine.isOpen(SESSION)).toBe(false)
  })

  it('keeps on record what an effect that could not be called off came to', async () => {
    const at = bench()
    const flow = slowly(at, true)
    const engine = at.engine([flow])
    engine.start(flow, begin)
    await until(() => at.world.log.includes('begun'))
    await engine.cancel(RUN, 'stop')
    expect(at.kinds().slice(-2)).toEqual(['step-succeeded', 'run-ended'])
    expect(at.world.effects('do')).toEqual(['make-a'])
  })

  it('ends the pause between two tries at once', async () => {
    const at = bench()
    const often = making('make-b', { attempts: 100 })
    at.world.fail('make-b', ...Array.from({ length: 100 }, () => refusal('retry')))
    const flow = workflowOf((run, input) => run.step(often, input))
    const engine = at.engine([flow])
    engine.start(flow, begin)
    await until(() => at.world.effects('do').length === 3)
    await engine.cancel(RUN, 'stop')
    expect(at.world.effects('do')).toHaveLength(3)
    expect(at.kinds().at(-1)).toBe('run-ended')
    expect(at.clock.sleeping).toBe(0)
  })

  it('ends a run that waits or is parked', async () => {
    for (const error of [refusal('wait'), new Error('unforeseen')]) {
      const at = bench()
      at.world.fail('make-a', error)
      const flow = workflowOf((run, input) => run.step(a, input))
      const engine = at.engine([flow])
      await engine.start(flow, begin).done
      await engine.cancel(RUN, 'stop')
      expect(at.kinds().at(-1)).toBe('run-ended')
      expect(engine.openRuns()).toEqual([])
    }
  })

  it.each(['heeds', 'is deaf to'])('stops a run on its way back, if an undo %s it', async (how) => {
    const at = bench()
    const slowUndo = making('make-slow', {
      undo: async ({ signal }) => {
        at.world.log.push('undoing')
        await at.clock.sleep(3_600_000, how === 'heeds' ? signal : undefined)
      },
    })
    at.world.fail('make-b', refusal('undo'))
    const flow = workflowOf(async (run, input) => {
      await run.step(a, input)
      await run.step(slowUndo, input)
      await run.step(b, input)
    })
    const engine = at.engine([flow])
    const { done } = engine.start(flow, begin)
    await until(() => at.world.log.includes('undoing'))
    await engine.cancel(RUN, 'stop')
    expect(await done).toEqual({ kind: 'cancelled' })
    expect(at.world.effects('undo')).toEqual(['make-b'])
    expect(at.world.made.has('run-1/make-a')).toBe(true)
  })

  it('lets the next run of the session begin', async () => {
    const at = bench()
    const flow = slowly(at)
    const next = workflowOf((run, input) => run.step(b, input), { name: 'stop' })
    const engine = at.engine([flow, next])
    engine.start(flow, begin)
    await until(() => at.world.log.includes('begun'))
    const other = { ...begin, runId: 'run-2' as typeof RUN }
    expect(() => engine.start(next, other)).toThrow('still under way')
    await engine.cancel(RUN, 'stop')
    expect((await engine.start(next, other).done).kind).toBe('succeeded')
  })

  it('ends a run that nobody has taken up since the last start', async () => {
    const at = bench()
    const { sessionId } = begin
    at.journal.append(sessionId, RUN, {
      kind: 'run-started',
      workflow: 'gone',
      version: 1,
      input: null,
    })
    await at.engine([]).cancel(RUN, 'stop')
    expect(at.kinds()).toEqual(['run-started', 'run-ended'])
  })

  it('does nothing to a run that is not open', async () => {
    const at = bench()
    await at.engine([]).cancel(RUN, 'stop')
    expect(at.kinds()).toEqual([])
  })
})

describe('closing the console', () => {
  it('leaves the run open, and the next console goes on with it', async () => {
    const at = bench()
    const flow = slowly(at)
    const engine = at.engine([flow])
    const { done } = engine.start(flow, begin)
    await until(() => at.world.log.includes('begun'))
    await engine.close()
    expect(await done).toEqual({ kind: 'interrupted' })
    expect(at.kinds().at(-1)).toBe('step-started')
    expect(at.world.log).toEqual(['do make-a', 'begun', 'let go'])

    const outcome = await at.engine([flow]).recover()[0]?.done
    expect(outcome?.kind).toBe('succeeded')
    expect(at.world.effects('do')).toEqual(['make-a', 'make-b'])
  })

  it('does not take for a refusal what only came of being called off', async () => {
    const at = bench()
    let tries = 0
    const touchy = making('make-a', {
      do: async ({ signal }) => {
        tries += 1
        if (tries > 1) return 'made'
        at.world.log.push('begun')
        await at.clock.sleep(3_600_000, signal).catch(() => {
          throw refusal('undo')
        })
        return 'made'
      },
    })
    const flow = workflowOf((run, input) => run.step(touchy, input))
    const engine = at.engine([flow])
    engine.start(flow, begin)
    await until(() => at.world.log.includes('begun'))
    await engine.close()
    expect((await at.engine([flow]).recover()[0]?.done)?.kind).toBe('succeeded')
  })
})
