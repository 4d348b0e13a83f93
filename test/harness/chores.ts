import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Clock, Log } from '../../electron/core/ports'
import type { Step } from '../../electron/core/workflow/step'
import type { Workflow } from '../../electron/core/workflow/workflow'
import { operatorError } from '../../src/shared/errors'

/** A world that outlives a killed process: a thing is a file, and every making and unmaking is noted. */
export interface Chores {
  make(name: string): Promise<void>
  unmake(name: string): Promise<void>
  readonly refuses: boolean
}

export const realClock: Clock = {
  now: Date.now,
  sleep: (ms, signal) => delay(ms, undefined, signal ? { signal } : {}),
}

export const silent: Log = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}

interface ChoresOptions {
  /** Awaited after each effect, before anybody is told of it. */
  readonly hang: (what: string) => Promise<void>
  readonly refuse: boolean
}

export function choresOn(folder: string, { hang, refuse }: ChoresOptions): Chores {
  const note = (line: string) => appendFileSync(join(folder, 'chores.log'), `${line}\n`)
  const placeOf = (name: string) => join(folder, `chore-${name}`)
  return {
    refuses: refuse,
    make: async (name) => {
      if (!existsSync(placeOf(name))) {
        writeFileSync(placeOf(name), '')
        note(`made ${name}`)
      }
      await hang(`make-${name}`)
    },
    unmake: async (name) => {
      if (existsSync(placeOf(name))) {
        rmSync(placeOf(name))
        note(`unmade ${name}`)
      }
      await hang(`unmake-${name}`)
    },
  }
}

export const notesIn = (folder: string): readonly string[] =>
  readFileSync(join(folder, 'chores.log'), 'utf8').trim().split('\n')

const chore = (name: string): Step<Chores, string, string> => ({
  name: `make-${name}`,
  do: async ({ world }) => {
    await world.make(name)
    return name
  },
  undo: ({ world }) => world.unmake(name),
})

const lastChore: Step<Chores, string, string> = {
  name: 'ask-for-approval',
  do: ({ world }) => {
    if (!world.refuses) return Promise.resolve('approved')
    throw operatorError({
      code: 'test.refused',
      what: 'It was refused.',
      why: 'The test says so.',
      todo: 'Nothing.',
      fate: 'undo',
    })
  },
}

export const chores: Workflow<Chores, string, string> = {
  name: 'chores',
  version: 1,
  body: async (run, input) => {
    await run.step(chore('a'), input)
    await Promise.all([run.step(chore('b'), input), run.step(chore('c'), input)])
    return run.step(lastChore, input)
  },
}
