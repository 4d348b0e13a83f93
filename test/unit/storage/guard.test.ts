import { describe, expect, it } from 'vitest'
import { Crash, Guard, guardedStore } from '../../harness/crash'
import { storesInTest } from '../../harness/storesInTest'
import { RUN, SESSION, showNamed, started } from './samples'

const { folder, open } = storesInTest()

describe('a store that falls at a write', () => {
  const playOn = (guard: Guard) => {
    const path = folder()
    const { store } = open(path)
    const guarded = guardedStore(store, guard)
    const play = () => {
      guarded.shows.put(showNamed('first'))
      guarded.together(() => {
        guarded.shows.put(showNamed('second'))
        guarded.journal.append(SESSION, RUN, started)
      })
    }
    return { store, guarded, play }
  }

  it.each([
    [{ write: 1, when: 'before' as const }, []],
    [{ write: 1, when: 'after' as const }, ['first']],
    [{ write: 2, when: 'after' as const }, ['first']],
    [{ write: 3, when: 'after' as const }, ['first']],
  ])('keeps what landed before %o, and takes back half a transaction', (point, kept) => {
    const { store, guarded, play } = playOn(new Guard(point))
    expect(play).toThrow(Crash)
    expect(store.shows.all().map(({ id }) => id)).toEqual(kept)
    expect(store.journal.ofRun(RUN)).toEqual([])
    expect(() => guarded.putSetting('a', 1)).toThrow(Crash)
    expect(store.setting('a')).toBeUndefined()
  })

  it('counts every write where it is not told to fall', () => {
    const guard = new Guard()
    playOn(guard).play()
    expect(guard.writes).toBe(3)
  })
})
