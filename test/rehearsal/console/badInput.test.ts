import { describe, expect, it } from 'vitest'
import { createGate } from '../../../electron/shells/contract/gate'
import { silent } from '../../harness/chores'
import { draftOf, plan, prepared } from '../../harness/operator'
import { rehearsalsInTest } from '../../harness/rehearsalsInTest'
import type { Life } from '../../harness/rehearsedConsole'

const { open } = rehearsalsInTest()

const askThrough = (life: Life) => {
  const gate = createGate({ handlers: life.handlers, log: silent })
  return (channel: string, input?: unknown) => gate.call({ channel, input, trusted: true })
}

const uuid = '11111111-1111-4111-8111-111111111111'

describe('ids that nobody knows', () => {
  it.each([
    ['shows.preflight', { showId: 'nobody' }],
    ['shows.update', { showId: 'nobody', draft: draftOf() }],
    ['shows.remove', { showId: 'nobody' }],
    ['shows.setKey', { showId: 'nobody', destinationId: 'youtube', key: 'abcd-efgh' }],
    ['shows.keysPresent', { showId: 'nobody' }],
    ['sessions.prepare', { commandId: uuid, showId: 'nobody' }],
    ['sessions.goLive', { commandId: uuid, sessionId: 'nobody' }],
    ['sessions.stop', { commandId: uuid, sessionId: 'nobody' }],
    ['sessions.wrap', { commandId: uuid, sessionId: 'nobody' }],
    ['sessions.startTake', { commandId: uuid, sessionId: 'nobody', name: '', pictureAgeMs: null }],
    [
      'sessions.endTake',
      { commandId: uuid, sessionId: 'nobody', takeId: 'none', pictureAgeMs: null },
    ],
    ['sessions.resume', { runId: 'nobody' }],
    ['sessions.revealIngestName', { sessionId: 'nobody' }],
    ['sessions.testCard', { sessionId: 'nobody', on: true }],
  ])('%s answers in words', async (channel, input) => {
    const { life } = await open()
    const reply = await askThrough(life)(channel, input)
    expect(reply).toMatchObject({
      ok: false,
      error: { code: expect.not.stringMatching('internal') },
    })
    if (!reply.ok)
      for (const words of [reply.error.what, reply.error.todo]) expect(words).toMatch(/\w \w/)
  })
})

describe('input that no window of ours sends', () => {
  it.each([
    ['a stream key with a line break', 'shows.setKey', { key: 'one\ntwo' }],
    ['an id with a path in it', 'shows.preflight', { showId: '../../etc/passwd' }],
    [
      'a name of a thousand letters',
      'shows.create',
      { draft: { ...draftOf(), name: 'x'.repeat(1000) } },
    ],
    [
      'an address of another scheme',
      'shows.create',
      {
        draft: {
          ...draftOf(),
          destinations: [{ kind: 'rtmp', id: 'a', name: 'A', url: 'file:///etc/passwd' }],
        },
      },
    ],
    ['a role that is none', 'account.saveSettings', { roleArn: 'root', bucket: null }],
    ['nothing at all', 'sessions.prepare', undefined],
  ])('%s is refused and changes nothing', async (_what, channel, more) => {
    const { life, aws } = await open()
    const showId = await plan(life)
    const before = life.shows()
    const input = more && { commandId: uuid, showId, destinationId: 'youtube', ...more }
    const reply = await askThrough(life)(channel, input)
    expect(reply).toMatchObject({ ok: false, error: { fate: 'undo' } })
    expect(life.shows()).toEqual(before)
    expect(aws.leftovers()).toEqual([])
  })
})

describe('a profile that is in no file', () => {
  it('is said to be missing, and where we are signed in stays', async () => {
    const { life } = await open()
    const reply = await askThrough(life)('account.select', { profile: 'nobody', region: null })
    expect(reply).toMatchObject({ ok: false, error: { code: 'profile.missing' } })
    expect(await askThrough(life)('account.tryAgain')).toMatchObject({ ok: true })
  })
})

describe('commands at the wrong time', () => {
  it('are refused in words, and nothing is begun', async () => {
    const { life } = await open()
    const sessionId = await prepared(life, await plan(life))
    const ask = askThrough(life)
    const before = life.session(sessionId)?.runs.length
    const take = { commandId: uuid, sessionId, name: '', pictureAgeMs: null }
    expect(await ask('sessions.startTake', take)).toMatchObject({
      error: { code: 'session.not-now' },
    })
    expect(life.session(sessionId)?.runs).toHaveLength(before ?? NaN)
  })

  it('a show on air cannot be changed or removed', async () => {
    const { life } = await open()
    const showId = await plan(life)
    await prepared(life, showId)
    const ask = askThrough(life)
    const refused = { ok: false, error: { code: 'show.in-use' } }
    expect(await ask('shows.remove', { showId })).toMatchObject(refused)
    expect(await ask('shows.update', { showId, draft: draftOf() })).toMatchObject(refused)
    expect(life.shows()).toHaveLength(1)
  })
})
