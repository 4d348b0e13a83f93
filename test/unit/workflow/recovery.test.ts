import { describe, expect, it } from 'vitest'
import { RunId, SessionId } from '../../../src/shared/domain/ids'
import { Guard, guardedJournal } from '../../harness/crash'
import { begin, bench, making, refusal, RUN, workflowOf } from './bench'

const a = making('make-a')
const b = making('make-b')
const c = making('make-c')
const inARow = workflowOf(async (run, input) => {
  await run.step(a, input)
  await run.step(b, input)
  return run.step(c, input)
})

/** A run that fell once so many entries were on disk. */
async function fallen(at: ReturnType<typeof bench>, entries: number, flow = inARow): Promise<void> {
  const journal = guardedJournal(at.journal, new Guard({ write: entries, when: 'after' }))
  await at.engine([flow], { journal }).start(flow, begin).done
  expect(at.kinds()).toHaveLength(entries)
}

describe('recovering', () => {
  it('goes on where the run fell, without doing again what is on record', async () => {
    const at = bench()
    await fallen(at, 4) // make-b was begun, and nothing came of it
    const [handle] = at.engine([inARow]).recover()
    expect((await handle?.done)?.kind).toBe('succeeded')
    expect(at.world.effects('do')).toEqual(['make-a', 'make-b', 'make-c'])
  })

  it('goes on undoing where it fell, without doing or undoing anything twice', async () => {
    const at = bench()
    at.world.fail('make-c', refusal('undo'))
    await fallen(at, 9) // up to the undo of make-c
    expect(at.kinds().at(-1)).toBe('step-undone')
    const [handle] = at.engine([inARow]).recover()
    expect(await handle?.done).toMatchObject({ kind: 'rolled-back', error: { code: 'test.undo' } })
    expect(at.world.effects('do')).toEqual(['make-a', 'make-b', 'make-c'])
    expect(at.world.effects('undo')).toEqual(['make-c', 'make-b', 'make-a'])
  })

  it('gives the undo what its step made, from the journal', async () => {
    const at = bench()
    at.world.fail('make-c', refusal('undo'))
    await fallen(at, 8) // run-unwinding was the last word
    await at.engine([inARow]).recover()[0]?.done
    expect(at.world.log.slice(-3)).toEqual([
      'undo make-c unknown',
      'undo make-b made make-b',
      'undo make-a made make-a',
    ])
  })

  it('checks an output before it is handed out again', async () => {
    const at = bench()
    await fallen(at, 3)
    const strict = making('make-a', {
      parse: () => {
        throw new Error('not what this version makes')
      },
    })
    const flow = workflowOf((run, input) => run.step(strict, input))
    expect((await at.engine([flow]).recover()[0]?.done)?.kind).toBe('parked')
  })

  it('takes up the runs of all sessions, the oldest first', async () => {
    const at = bench()
    const journal = guardedJournal(at.journal, new Guard({ write: 3, when: 'before' }))
    const dead = at.engine([inARow], { journal })
    const ids = ['run-2', 'run-1'].map((id) => RunId.parse(id))
    await Promise.all(
      ids.map(
        (runId) => dead.start(inARow, { ...begin, runId, sessionId: SessionId.parse(runId) }).done,
      ),
    )
    const again = at.engine([inARow])
    const handles = again.recover()
    expect(handles.map(({ id }) => id)).toEqual(ids)
    expect(again.recover()).toEqual([])
    const outcomes = await Promise.all(handles.map(({ done }) => done))
    expect(outcomes.map(({ kind }) => kind)).toEqual(['succeeded', 'succeeded'])
  })

  it('leaves a parked run to the operator, and takes up one that waits', async () => {
    const at = bench()
    at.world.fail('make-b', new Error('unforeseen'), refusal('wait'))
    await at.engine([inARow]).start(inARow, begin).done
    const second = at.engine([inARow])
    expect((await second.recover()[0]?.done)?.kind).toBe('parked')
    expect(at.kinds().at(-1)).toBe('run-parked')
    expect((await second.resume(RUN).done).kind).toBe('waiting')
    expect((await at.engine([inARow]).recover()[0]?.done)?.kind).toBe('succeeded')
  })
})

describe('a crash', () => {
  it('stops the effects that are under way, as the end of the process would', async () => {
    const at = bench()
    const slow = making('make-slow', {
      do: ({ signal }) => at.clock.sleep(3_600_000, signal).then(() => 'slow'),
    })
    const flow = workflowOf((run, input) =>
      Promise.all([run.step(slow, input), run.step(a, input)]),
    )
    const startedAt = at.clock.now()
    await fallen(at, 4, flow)
    expect(at.clock.now()).toBe(startedAt)
    expect(at.world.effects('undo')).toEqual([])
  })
})

describe('a run of another version', () => {
  it('is parked with a sentence when its workflow is not known, once', async () => {
    const at = bench()
    await fallen(at, 4)
    const newer = { ...inARow, version: 2 }
    const outcome = await at.engine([newer]).recover()[0]?.done
    expect(outcome).toMatchObject({ kind: 'parked', error: { code: 'run.unknown-workflow' } })
    await at.engine([newer]).recover()[0]?.done
    expect(at.kinds().filter((kind) => kind === 'run-parked')).toHaveLength(1)
    expect(at.world.effects('do')).toHaveLength(1)

    expect((await resumed(at, [inARow])).kind).toBe('succeeded')
  })

  it('is parked when it would begin a step before those on record', async () => {
    const at = bench()
    await fallen(at, 5)
    const changed = workflowOf(async (run, input) => {
      await run.step(c, input)
      await run.step(a, input)
      await run.step(b, input)
    })
    const outcome = await at.engine([changed]).recover()[0]?.done
    expect(outcome).toMatchObject({ kind: 'parked', error: { code: 'run.changed' } })
    expect(at.world.effects('do')).toEqual(['make-a', 'make-b'])
    expect(at.world.effects('undo')).toEqual([])
  })

  it('is parked when it does not come to what has to be undone', async () => {
    const at = bench()
    at.world.fail('make-c', refusal('undo'))
    await fallen(at, 8)
    const changed = workflowOf((run, input) => run.step(a, input))
    const outcome = await at.engine([changed]).recover()[0]?.done
    expect(outcome).toMatchObject({ kind: 'parked', error: { code: 'run.changed' } })
    expect(at.world.effects('undo')).toEqual([])
  })

  it('waits for parallel parts to come to their steps before it begins a new one', async () => {
    const at = bench()
    const [fast, slow1, slow2, fast2] = ['fast', 'slow-1', 'slow-2', 'fast-2'].map((n) => making(n))
    const flow = workflowOf(async (run, input) => {
      if (!fast || !slow1 || !slow2 || !fast2) return
      const branch = async () => {
        await run.step(slow1, input)
        await run.step(slow2, input)
      }
      await Promise.all([run.step(fast, input).then(() => run.step(fast2, input)), branch()])
    })
    // On record: fast, slow-1 and slow-2, but not fast-2, which is the first to be asked for again.
    for (const entry of [
      { kind: 'run-started' as const, workflow: 'test-flow', version: 1, input: 'plan' },
      ...['fast', 'slow-1', 'slow-2'].flatMap((name) => [
        { kind: 'step-started' as const, key: `run-1/${name}` },
        { kind: 'step-succeeded' as const, key: `run-1/${name}`, output: name },
      ]),
    ]) {
      at.journal.append(begin.sessionId, RUN, entry)
    }
    expect((await at.engine([flow]).recover()[0]?.done)?.kind).toBe('succeeded')
    expect(at.world.effects('do')).toEqual(['fast-2'])
  })

  it('is parked when its beginning cannot be read', async () => {
    const at = bench()
    const lost = { ...at.journal, append: at.journal.append.bind(at.journal), ofRun: () => [] }
    const journal = {
      ...lost,
      ofSession: () => [],
      openRuns: () => [{ runId: RUN, sessionId: begin.sessionId }],
    }
    const outcome = await at.engine([inARow], { journal }).recover()[0]?.done
    expect(outcome).toMatchObject({ kind: 'parked', error: { code: 'run.unreadable' } })
  })
})

async function resumed(at: ReturnType<typeof bench>, flows: Parameters<typeof at.engine>[0]) {
  const engine = at.engine(flows)
  engine.recover()
  return engine.resume(RUN).done
}

describe('an undo', () => {
  it('is tried again when it fails for the moment', async () => {
    const at = bench()
    at.world.fail('make-b', refusal('undo'))
    at.world.fail('undo make-a', refusal('retry'), refusal('retry'))
    expect((await at.engine([inARow]).start(inARow, begin).done).kind).toBe('rolled-back')
    expect(at.world.effects('undo')).toEqual(['make-b', 'make-a', 'make-a', 'make-a'])
    expect(at.world.made.size).toBe(0)
  })

  it('waits for the operator, and then goes on with itself', async () => {
    const at = bench()
    at.world.fail('make-b', refusal('undo'))
    at.world.fail('undo make-a', refusal('wait'))
    const engine = at.engine([inARow])
    expect((await engine.start(inARow, begin).done).kind).toBe('waiting')
    expect((await engine.resume(RUN).done).kind).toBe('rolled-back')
    expect(at.world.effects('undo')).toEqual(['make-b', 'make-a', 'make-a'])
    expect(at.world.effects('do')).toEqual(['make-a', 'make-b'])
  })

  it.each([
    ['is refused', refusal('undo')],
    ['meets something unforeseen', new Error('unforeseen')],
  ])('that %s parks the run and is not passed over', async (_, error) => {
    const at = bench()
    at.world.fail('make-c', refusal('undo'))
    at.world.fail('undo make-b', error)
    const engine = at.engine([inARow])
    const outcome = await engine.start(inARow, begin).done
    expect(outcome).toMatchObject({ kind: 'parked', error: { fate: 'park' } })
    expect([...at.world.made.keys()]).toEqual(['run-1/make-a', 'run-1/make-b'])
    expect((await engine.resume(RUN).done).kind).toBe('rolled-back')
    expect(at.world.made.size).toBe(0)
  })
})
