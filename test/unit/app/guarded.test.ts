import { describe, expect, it } from 'vitest'
import type { ConsoleHandlers } from '../../../electron/app/console'
import { guarded } from '../../../electron/app/handlers/guarded'
import { contracts } from '../../../src/shared/contract/console'

type Told = Record<string, Record<string, (input?: unknown) => unknown>>

/** Handlers that only say which of them was reached. */
const everyHandler = Object.fromEntries(
  Object.entries(contracts).map(([subject, contract]) => [
    subject,
    Object.fromEntries(
      Object.keys(contract).map((method) => [
        method,
        () => Promise.resolve(`${subject}.${method}`),
      ]),
    ),
  ]),
) as unknown as ConsoleHandlers

async function reached(handlers: ConsoleHandlers): Promise<readonly string[]> {
  const all = Object.values(handlers as unknown as Told).flatMap((own) => Object.values(own))
  const answers = await Promise.allSettled(all.map((handler) => handler()))
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? [String(answer.value)] : []))
}

describe('a console that may only look', () => {
  it('shows everything and does nothing', async () => {
    expect(await reached(guarded(everyHandler, false))).toEqual([
      'frame.status',
      'frame.abilities',
      'frame.dismissNotice',
      'account.profiles',
      'account.selected',
      'account.tryAgain',
      'shows.all',
      'shows.keysPresent',
      'shows.copyKey',
      'shows.estimate',
      'shows.preflight',
      'sessions.all',
      'sessions.certificate',
      'sessions.copyCertificate',
      'sessions.revealIngestName',
      'sessions.copyIngest',
      'drills.armed',
      'resources.found',
      'resources.look',
    ])
  })

  it('says where it can be done', async () => {
    const { sessions, shows } = guarded(everyHandler, false) as unknown as Told
    for (const refused of [sessions?.['testCard'], shows?.['setKey'], shows?.['deleteKey']])
      await expect(refused?.()).rejects.toMatchObject({
        wire: { code: 'storage.view-only', todo: expect.stringContaining('other window') },
      })
  })

  it('is the only one that is held back', async () => {
    const count = Object.values(contracts).flatMap((contract) => Object.keys(contract)).length
    expect(await reached(guarded(everyHandler, true))).toHaveLength(count)
  })
})
