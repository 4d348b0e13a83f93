import { describe, expect, it } from 'vitest'
import type { CallTrace, JournalEntry } from '../../../electron/core/journal'
import { runStories } from '../../../electron/core/workflow/runStory'
import { runViews, stepTable } from '../../../electron/core/workflow/runView'
import { begin, bench, making, refusal, RUN, SESSION, workflowOf } from './bench'

/** Every effect asks AWS so often, and each answer has an id of its own. */
function asking(times: number): CallTrace {
  let id = 0
  return {
    during: (answered, work) => {
      for (let call = 0; call < times; call++) answered({ call: 'CreateThing', id: `id-${++id}` })
      return work()
    },
  }
}

const a = making('make-a')
const b = making('make-b')
const flow = workflowOf(async (run, input) => {
  await run.step(a, input)
  await run.step(b, input)
})

const requestsIn = (at: ReturnType<typeof bench>) =>
  at.journal
    .ofRun(RUN)
    .flatMap(({ entry }) =>
      'requests' in entry
        ? [`${entry.kind} ${entry.key} ${entry.requests?.map(({ id }) => id).join()}`]
        : [],
    )

describe('what AWS knows a call by', () => {
  it('stands with the try that made it, whatever became of it', async () => {
    const at = bench()
    at.world.fail('make-a', refusal('retry'))
    at.world.fail('make-b', refusal('undo'))
    await at.engine([flow], { trace: asking(1) }).start(flow, begin).done
    expect(requestsIn(at)).toEqual([
      'step-attempted run-1/make-a id-1',
      'step-succeeded run-1/make-a id-2',
      'step-failed run-1/make-b id-3',
      'step-undone run-1/make-b id-4',
      'step-undone run-1/make-a id-5',
    ])
  })

  it('is told of every step, over all of its tries', async () => {
    const at = bench()
    at.world.fail('make-a', refusal('retry'))
    await at.engine([flow], { trace: asking(1) }).start(flow, begin).done
    const lines = at.journal.ofSession(SESSION)
    const [run] = runViews(lines, stepTable([a, b]))
    expect(run?.steps.map(({ requests }) => requests.map(({ id }) => id))).toEqual([
      ['id-1', 'id-2'],
      ['id-3'],
    ])
    const [story] = runStories(lines, stepTable([a, b]))
    expect(story?.steps[0]?.attempts).toMatchObject([
      {
        attempt: 1,
        error: { code: 'test.retry' },
        requests: [{ call: 'CreateThing', id: 'id-1' }],
      },
    ])
  })

  it('is kept of the latest calls only, where a try makes many', async () => {
    const at = bench()
    await at.engine([flow], { trace: asking(500) }).start(flow, begin).done
    const done = at.journal.ofRun(RUN).find(({ entry }) => entry.kind === 'step-succeeded')?.entry
    const requests = done?.kind === 'step-succeeded' ? (done.requests ?? []) : []
    expect(requests).toHaveLength(12)
    expect(requests.at(-1)?.id).toBe('id-500')
  })

  it('is missing from entries of before, and they are read as they are', () => {
    const at = bench()
    const old: readonly JournalEntry[] = [
      { kind: 'run-started', workflow: 'test-flow', version: 1, input: null },
      { kind: 'step-started', key: 'run-1/make-a' },
      { kind: 'step-succeeded', key: 'run-1/make-a', output: 'made' },
    ]
    for (const entry of old) at.journal.append(SESSION, RUN, entry)
    const [run] = runViews(at.journal.ofSession(SESSION), stepTable([a]))
    expect(run?.steps).toMatchObject([{ state: 'done', requests: [] }])
  })
})
