import { describe, expect, it } from 'vitest'
import type { JournalEntry, Written } from '../../../electron/core/journal'
import { runViews, stepTable } from '../../../electron/core/workflow/runView'
import { RunView } from '../../../src/shared/domain/session'
import { making, refusal, RUN, SESSION } from './bench'

const table = stepTable([
  making('make-a', { usualMs: 2000, longestMs: 9000 }),
  { name: 'look', do: () => Promise.resolve(0) },
])
const { wire: error } = refusal('undo')

/** A journal in which each entry is one second after the one before. */
const lines = (...entries: JournalEntry[]): readonly Written<JournalEntry>[] =>
  entries.map((entry, index) => ({
    seq: index + 1,
    at: index * 1000,
    runId: RUN,
    sessionId: SESSION,
    entry,
  }))

const started: JournalEntry = { kind: 'run-started', workflow: 'arm', version: 1, input: null }
const step = (kind: 'step-started' | 'step-undone', name: string): JournalEntry => ({
  kind,
  key: `run-1/${name}`,
})
const done = (name: string): JournalEntry => ({
  kind: 'step-succeeded',
  key: `run-1/${name}`,
  output: null,
})
const view = (...entries: JournalEntry[]) => runViews(lines(started, ...entries), table)[0]

describe('the activity list', () => {
  it('shows steps with their subject, times and how long they take', () => {
    const run = view(step('step-started', 'make-a/youtube/1'), done('make-a/youtube/1'))
    expect(run).toMatchObject({ id: RUN, workflow: 'arm', state: 'running', startedAt: 0 })
    expect(run?.steps).toEqual([
      {
        key: 'run-1/make-a/youtube/1',
        name: 'make-a',
        subject: 'youtube/1',
        state: 'done',
        attempt: 1,
        startedAt: 1000,
        endedAt: 2000,
        error: null,
        usualMs: 2000,
        longestMs: 9000,
        requests: [],
      },
    ])
    expect(RunView.parse(run)).toEqual(run)
  })

  it('shows which try a step is at and why the last one failed', () => {
    const attempt: JournalEntry = {
      kind: 'step-attempted',
      key: 'run-1/make-a',
      attempt: 1,
      error,
    }
    expect(view(step('step-started', 'make-a'), attempt)?.steps).toMatchObject([
      { state: 'running', attempt: 2, error },
    ])
  })

  it('never shows a step as running in a run that rests or is over', () => {
    const rest = view(step('step-started', 'make-a'), { kind: 'run-waiting', error })
    expect(rest).toMatchObject({ state: 'waiting', error, steps: [{ state: 'failed', error }] })
    const over = view(step('step-started', 'make-a'), {
      kind: 'run-ended',
      outcome: 'cancelled',
      output: null,
    })
    expect(over).toMatchObject({
      state: 'cancelled',
      endedAt: 2000,
      steps: [{ state: 'failed', endedAt: 2000 }],
    })
  })

  it('shows the way back step by step, passing over what has no undo', () => {
    const back = [
      step('step-started', 'make-a'),
      done('make-a'),
      step('step-started', 'look'),
      done('look'),
      { kind: 'run-unwinding', error } as const,
    ]
    expect(view(...back)).toMatchObject({
      state: 'undoing',
      error,
      steps: [{ state: 'undoing' }, { state: 'done' }],
    })
    const parked = [...back, { kind: 'run-parked', error } as const]
    expect(view(...parked)?.state).toBe('parked')
    expect(view(...parked, { kind: 'run-resumed' })?.state).toBe('undoing')
    expect(
      view(...back, step('step-undone', 'make-a'), {
        kind: 'run-ended',
        outcome: 'rolled-back',
        output: null,
      }),
    ).toMatchObject({
      state: 'rolled-back',
      error,
      steps: [{ state: 'undone' }, { state: 'done' }],
    })
  })

  it('shows a run that rests in memory only, because the disk is full', () => {
    const standing = new Map([[RUN, { kind: 'waiting' as const, error }]])
    const [run] = runViews(lines(started, step('step-started', 'make-a')), table, standing)
    expect(run).toMatchObject({ state: 'waiting', error, steps: [{ state: 'failed' }] })
  })
})
