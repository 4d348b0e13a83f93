import { describe, expect, it } from 'vitest'
import { Engine } from '../../../electron/core/workflow/engine'
import { chores, choresOn, notesIn, realClock, silent } from '../../harness/chores'
import { childProcesses } from '../../harness/childProcess'
import { storesInTest } from '../../harness/storesInTest'

const { folder, open } = storesInTest()
const { start } = childProcesses()

/** Kills a real process while it hangs, right after an effect that nobody has been told of. */
async function killedIn(path: string, chore: string, refuse: boolean): Promise<void> {
  const child = start('engineChild.ts', [path, chore, refuse ? 'refuse' : 'approve'])
  for await (const { hangsIn } of child.lines) {
    expect(hangsIn).toBe(chore)
    break
  }
  await child.kill()
}

async function recoveredIn(path: string, refuse: boolean) {
  const engine = new Engine({
    journal: open(path).store.journal,
    clock: realClock,
    log: silent,
    world: choresOn(path, { hang: () => Promise.resolve(), refuse }),
    workflows: [chores],
  })
  const [handle] = engine.recover()
  return handle?.done
}

describe('a console that is killed in the middle of a run', () => {
  it.each(['make-a', 'make-b', 'make-c'])(
    'in %s, is followed by one that finishes it, each thing made once',
    async (chore) => {
      const path = folder()
      await killedIn(path, chore, false)
      expect(await recoveredIn(path, false)).toEqual({ kind: 'succeeded', output: 'approved' })
      expect(notesIn(path).toSorted()).toEqual(['made a', 'made b', 'made c'])
    },
  )

  it.each(['unmake-c', 'unmake-b', 'unmake-a'])(
    'in %s, is followed by one that goes on undoing',
    async (chore) => {
      const path = folder()
      await killedIn(path, chore, true)
      expect(await recoveredIn(path, true)).toMatchObject({
        kind: 'rolled-back',
        error: { code: 'test.refused' },
      })
      expect(notesIn(path).slice(-3)).toEqual(['unmade c', 'unmade b', 'unmade a'])
      expect(notesIn(path)).toHaveLength(6)
    },
  )
})
