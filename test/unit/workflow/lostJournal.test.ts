import { describe, expect, it } from 'vitest'
import type { Journal, JournalEntry } from '../../../electron/core/journal'
import { begin, bench, making, refusal, RUN, workflowOf, type Bench } from './bench'

const a = making('make-a')
const b = making('make-b')
const inARow = workflowOf(async (run, input) => {
  await run.step(a, input)
  return run.step(b, input)
})

/** A disk that is full while told so. */
function filling({ journal }: Bench, fullAt: (entry: JournalEntry) => boolean) {
  const disk = { full: fullAt }
  const over: Journal = {
    append: (sessionId, runId, entry) => {
      if (disk.full(entry)) throw refusal('wait', 'storage.full')
      return journal.append(sessionId, runId, entry)
    },
    ofRun: (runId) => journal.ofRun(runId),
    ofSession: (sessionId) => journal.ofSession(sessionId),
    openRuns: () => journal.openRuns(),
  }
  return { disk, journal: over }
}

describe('a journal that cannot be written', () => {
  it('lets no run begin', () => {
    const at = bench()
    const { journal } = filling(at, () => true)
    const engine = at.engine([inARow], { journal })
    expect(() => engine.start(inARow, begin)).toThrow(
      expect.objectContaining({ wire: expect.objectContaining({ code: 'storage.full' }) }),
    )
    expect(engine.openRuns()).toEqual([])
  })

  it('lets no effect begin whose entry was not written', async () => {
    const at = bench()
    const { disk, journal } = filling(at, ({ kind }) => kind === 'step-started')
    const engine = at.engine([inARow], { journal })
    const outcome = await engine.start(inARow, begin).done
    expect(outcome).toMatchObject({ kind: 'waiting', error: { code: 'storage.full' } })
    expect(at.world.log).toEqual([])
    expect(engine.openRuns()).toMatchObject([{ state: 'waiting', error: { code: 'storage.full' } }])

    disk.full = () => false
    const [handle] = engine.resumeWaiting(({ code }) => code === 'storage.full')
    expect((await handle?.done)?.kind).toBe('succeeded')
  })

  it('keeps what it knows in mind, and writes that first when there is room again', async () => {
    const at = bench()
    const { disk, journal } = filling(at, ({ kind }) => kind === 'step-succeeded')
    const engine = at.engine([inARow], { journal })
    expect((await engine.start(inARow, begin).done).kind).toBe('waiting')
    expect(at.kinds()).toEqual(['run-started', 'step-started'])

    expect((await engine.resume(RUN).done).kind).toBe('waiting')
    disk.full = () => false
    expect((await engine.resume(RUN).done).kind).toBe('succeeded')
    expect(at.world.effects('do')).toEqual(['make-a', 'make-b'])
    expect(at.kinds()).toEqual([
      'run-started',
      'step-started',
      'step-succeeded',
      'step-started',
      'step-succeeded',
      'run-ended',
    ])
  })

  it('lets no sibling try again after its pause', async () => {
    const at = bench()
    at.world.fail('make-b', refusal('retry'))
    const slow = making('make-slow', {
      do: () => at.clock.sleep(100).then(() => 'slow'),
    })
    const flow = workflowOf((run, input) =>
      Promise.all([run.step(slow, input), run.step(b, input)]),
    )
    const { journal } = filling(at, ({ kind }) => kind === 'step-succeeded')
    await at.engine([flow], { journal }).start(flow, begin).done
    expect(at.world.effects('do')).toEqual(['make-b'])
  })

  it('writes nothing more of the run, and keeps what its siblings came to', async () => {
    const at = bench()
    const slow = making('make-slow', {
      do: async ({ key }) => {
        await at.clock.sleep(5000)
        at.world.made.set(key, 1)
        return 'slow'
      },
    })
    const flow = workflowOf((run, input) =>
      Promise.all([run.step(slow, input), run.step(a, input)]),
    )
    let failed = false
    const { disk, journal } = filling(at, ({ kind }) => {
      const fails = !failed && kind === 'step-succeeded'
      failed ||= fails
      return fails
    })
    const engine = at.engine([flow], { journal })
    await engine.start(flow, begin).done
    expect(at.kinds()).toEqual(['run-started', 'step-started', 'step-started'])
    expect(at.world.made.size).toBe(2)

    disk.full = () => false
    expect((await engine.resume(RUN).done).kind).toBe('succeeded')
    expect(at.world.effects('do')).toEqual(['make-a'])
    expect(
      at.journal.ofRun(RUN).filter(({ entry }) => entry.kind === 'step-succeeded'),
    ).toHaveLength(2)
  })

  it('is found to have ended when only its end could not be written', async () => {
    const at = bench()
    const { disk, journal } = filling(at, ({ kind }) => kind === 'run-ended')
    const engine = at.engine([inARow], { journal })
    await engine.start(inARow, begin).done
    await expect(engine.cancel(RUN, 'stop')).rejects.toMatchObject({
      wire: { code: 'storage.full' },
    })
    disk.full = () => false
    expect(await engine.resume(RUN).done).toEqual({ kind: 'succeeded', output: 'made make-b' })
    expect(engine.openRuns()).toEqual([])
    expect(at.kinds().filter((kind) => kind === 'run-ended')).toHaveLength(1)
  })
})

describe('a watcher that fails', () => {
  it('does not bring the run down', async () => {
    const at = bench()
    const onChange = () => {
      throw new Error('the window is gone')
    }
    const engine = at.engine([inARow], { onChange })
    expect((await engine.start(inARow, begin).done).kind).toBe('succeeded')
  })

  it('is told of every entry', async () => {
    const at = bench()
    const seen: number[] = []
    const engine = at.engine([inARow], { onChange: () => seen.push(at.kinds().length) })
    await engine.start(inARow, begin).done
    expect(seen.slice(0, 6)).toEqual([1, 2, 3, 4, 5, 6])
  })
})
