import { describe, expect, it } from 'vitest'
import { sessionHandlers, type SessionParts } from '../../../electron/app/handlers/sessions'
import { storageSentences } from '../../../electron/adapters/storage/sentences'
import { showSentences } from '../../../electron/core/shows/sentences'
import { operatorError } from '../../../src/shared/errors'
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
    claimWatch: { look: () => Promise.resolve() },
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

  it('that was refused, because nothing was there to stop, leaves the test card on', async () => {
    const notNow = operatorError(showSentences.notNow('stop', 'arming'))
    const { done, stop } = stopping(() => Promise.reject(notNow))
    await expect(stop()).rejects.toBe(notNow)
    expect(done).toEqual([])
  })

  it('that could not be written down ends the test card all the same', async () => {
    const { done, stop } = stopping(() => Promise.reject(operatorError(storageSentences.full)))
    await expect(stop()).rejects.toMatchObject({ wire: { code: 'storage.full' } })
    expect(done).toEqual(['test card of session-1 ended'])
  })
})
