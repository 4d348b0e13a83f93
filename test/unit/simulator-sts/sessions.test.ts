import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../../electron/simulator/kit/clock'
import { Ids } from '../../../electron/simulator/kit/ids'
import { Randomness } from '../../../electron/simulator/kit/random'
import { RoleSessions } from '../../../electron/simulator/sts/sessions'

function sessionsAt(startMs: number) {
  const clock = new ManualClock(startMs)
  const ids = new Ids(new Randomness(1))
  return { clock, sessions: new RoleSessions({ account: '111122223333', clock, ids }) }
}

const isExpired = expect.objectContaining({ type: 'ExpiredTokenException', status: 403 })

describe('temporary credentials', () => {
  it('that have run out are kept without their secrets, and refused all the same', () => {
    const { clock, sessions } = sessionsAt(1_000)
    const old = sessions.begin('Operator', 'old', 900)
    clock.advance(900_000)
    const young = sessions.begin('Operator', 'young', 900)
    const saved = sessions.snapshot()
    expect(saved.sessions).toEqual([young])
    expect(JSON.stringify(saved)).not.toContain(old.secretAccessKey)
    expect(sessions.secretOf(old.accessKeyId)).toBeUndefined()

    const { sessions: restored } = sessionsAt(clock.now())
    restored.restore(saved)
    for (const each of [sessions, restored]) {
      expect(() => each.check(old.accessKeyId, old.sessionToken)).toThrow(isExpired)
      expect(() => each.check(young.accessKeyId, young.sessionToken)).not.toThrow()
    }
  })
})
