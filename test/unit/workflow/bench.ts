import { Engine, type EngineParts } from '../../../electron/core/workflow/engine'
import type { Step } from '../../../electron/core/workflow/step'
import type { AnyWorkflow, RunScope, Workflow } from '../../../electron/core/workflow/workflow'
import type { Journal, JournalEntry } from '../../../electron/core/journal'
import { RunId, SessionId } from '../../../src/shared/domain/ids'
import { operatorError, type Fate } from '../../../src/shared/errors'
import { MemoryJournal } from '../../harness/memoryJournal'
import { VirtualClock } from '../../harness/virtualClock'

export const RUN = RunId.parse('run-1')
export const SESSION = SessionId.parse('session-1')

export const refusal = (fate: Fate, code = `test.${fate}`) =>
  operatorError({ code, what: 'It was refused.', why: 'The test says so.', todo: 'Nothing.', fate })

/** The world that steps change: what exists by key, and every effect in the order it happened. */
export class World {
  readonly made = new Map<string, number>()
  readonly log: string[] = []
  /** Thrown by the next tries of a step, by its name or `undo name`. */
  readonly failures = new Map<string, unknown[]>()

  fail(what: string, ...errors: unknown[]): void {
    this.failures.set(what, [...(this.failures.get(what) ?? []), ...errors])
  }

  /** What is left to throw; the effect itself has happened or not, as AWS pleases. */
  meet(what: string): void {
    const next = this.failures.get(what)?.shift()
    // Anything may be thrown at the engine, also what is no error.
    if (next !== undefined) throw next as Error
  }

  effects(kind: 'do' | 'undo'): readonly string[] {
    return this.log
      .filter((line) => line.startsWith(`${kind} `))
      .map((line) => line.split(' ')[1] ?? '')
  }
}

export type TestStep = Step<World, string, string>

/** Makes a thing under its key; finds it again when asked twice. */
export function making(name: string, more: Partial<TestStep> = {}): TestStep {
  return {
    name,
    do: async ({ world, key }) => {
      world.log.push(`do ${name}`)
      world.meet(name)
      world.made.set(key, (world.made.get(key) ?? 0) + 1)
      return `made ${name}`
    },
    undo: async ({ world, key }, _input, made) => {
      world.log.push(`undo ${name} ${made ?? 'unknown'}`)
      world.meet(`undo ${name}`)
      world.made.delete(key)
    },
    ...more,
  }
}

export const workflowOf = (
  body: (run: RunScope<World>, input: string) => Promise<unknown>,
  more: Partial<Workflow<World, string, unknown>> = {},
): Workflow<World, string, unknown> => ({ name: 'test-flow', version: 1, body, ...more })

export interface Bench {
  readonly world: World
  readonly clock: VirtualClock
  readonly journal: Journal
  kinds(runId?: RunId): readonly JournalEntry['kind'][]
  engine(
    workflows: readonly AnyWorkflow<World>[],
    more?: Partial<EngineParts<World>>,
  ): Engine<World>
}

/** A world, a time and a journal that outlive the engines that are built on them. */
export function bench(): Bench {
  const world = new World()
  const clock = new VirtualClock()
  const journal = new MemoryJournal(clock.now)
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  return {
    world,
    clock,
    journal,
    kinds: (runId = RUN) => journal.ofRun(runId).map(({ entry }) => entry.kind),
    engine: (workflows, more = {}) =>
      new Engine({ journal, clock, log, world, workflows, random: () => 0.5, ...more }),
  }
}

export const begin = { runId: RUN, sessionId: SESSION, input: 'plan' }
