import { describe, expect, it } from 'vitest'
import { sessionHandlers, type SessionParts } from '../../../electron/app/handlers/sessions'
import { CommandId } from '../../../src/shared/domain/ids'
import { sessionId } from '../../harness/builders'

const gesture = {
  commandId: CommandId.parse('00000000-0000-4000-8000-000000000001'),
  sessionId: sessionId('session-1'),
}

/** Only what a stop is made of, which says when it was reached. */
function stopping(stop: () => Promise<void>) {
  const done: string[] = []
  const parts = {
    airing: { stop: () => stop().then(() => void done.push('stop on record')) },
    testCards: { stop: async (id: string) => void done.push(`test card of ${id} ended`) },
  } as unknown as SessionParts
  return { done, stop: () => sessionHandlers(parts).stop(gesture) }
}

describe('a stop', () => {
  it('also ends the test card, once it is on record itself', async () => {
    const { done, stop } = stopping(() => Promise.resolve())
    await stop()
    expect(done).toEqual(['stop on record', 'test card of session-1 ended'])
  })

  it('that was refused leaves the test card on', async () => {
    const { done, stop } = stopping(() => Promise.reject(new Error('not now')))
    await expect(stop()).rejects.toThrow('not now')
    expect(done).toEqual([])
  })
})
