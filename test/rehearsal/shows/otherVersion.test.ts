import { describe, expect, it } from 'vitest'
import { openStore } from '../../../electron/adapters/storage/openStore'
import { standDown } from '../../../electron/core/shows/standDown'
import { showWorkflows } from '../../../electron/core/shows/workflows'
import { wrap } from '../../../electron/core/shows/wrap'
import { RunId, type SessionId } from '../../../src/shared/domain/ids'
import { expectGivenBack } from '../../harness/aftermath'
import { live, plan, prepared, reaches, signedIn, wrapped } from '../../harness/operator'
import { rehearsalsInTest } from '../../harness/rehearsalsInTest'
import type { Life } from '../../harness/rehearsedConsole'

const { open, live: again } = rehearsalsInTest()

const OLD_RUN = RunId.parse('begun-by-another-version')

interface Begun {
  readonly workflow: string
  readonly version: number
}

/** What another version would leave of a run that it had just begun. */
function leaveBehind(folder: string, sessionId: SessionId, begun: Begun, now: number): void {
  const { store, close } = openStore({ folder, now: () => now })
  const input = { sessionId }
  store.journal.append(sessionId, OLD_RUN, {
    kind: 'run-started',
    ...begun,
    input,
  })
  const key = `${OLD_RUN}/some-old-step`
  store.journal.append(sessionId, OLD_RUN, { kind: 'step-started', key })
  close()
}

async function upgradedDuring(begun: Begun, onAir: boolean) {
  const rehearsal = await open()
  const { aws, life, folder } = rehearsal
  const sessionId = await prepared(life, await plan(life))
  if (onAir) await live(life, sessionId)
  const now = life.clock.now()
  await life.close()
  leaveBehind(folder, sessionId, begun, now)
  const next = await again(aws, folder)
  await signedIn(next)
  const parked = await next.until('it is said', () => next.session(sessionId)?.parked ?? undefined)
  return { aws, life: next, sessionId, parked, folder }
}

const channelIs = (aws: Awaited<ReturnType<typeof upgradedDuring>>['aws']) =>
  aws.things().channels[0]?.state

const stop = (life: Life, sessionId: SessionId) =>
  life.handlers.sessions.stop({ commandId: life.gesture(), sessionId })

/** Every workflow there is, as another version would have begun it, and one that this one never had. */
const workflows = [...showWorkflows.map(({ name }) => name), 'fan-out']

describe.each(workflows)('a run of "%s" that another version began', (workflow) => {
  it('is parked with words and changes nothing, and the show can be stopped and ended', async () => {
    const { aws, life, sessionId, parked } = await upgradedDuring({ workflow, version: 0 }, true)
    expect(parked).toMatchObject({ code: 'run.unknown-workflow', fate: 'park' })
    expect(parked.what).toContain(workflow)
    await life.pass(60_000)
    expect(channelIs(aws)).toBe('RUNNING')
    expect(life.session(sessionId)?.parked).toEqual(parked)

    // A preparation is given up by End; whatever else there is, Stop takes it off the air.
    if (workflow !== 'arm') {
      await stop(life, sessionId)
      await life.until('it is off', () => channelIs(aws) === 'IDLE')
      await stop(life, sessionId)
    }
    const view = await wrapped(life, sessionId)
    expectGivenBack(aws, view)
    expect(view.parked).toBeNull()
    expect(view.runs.find(({ id }) => id === OLD_RUN)?.state).toBe('cancelled')
  })

  it('is given up by End of a show that is prepared only', async () => {
    const { aws, life, sessionId } = await upgradedDuring({ workflow, version: 0 }, false)
    expectGivenBack(aws, await wrapped(life, sessionId))
  })
})

describe.each([standDown, wrap])(
  'a run of this very "$name" with steps it has no more',
  (begun) => {
    it('is parked with words, and the show can be stopped and ended', async () => {
      const { name: workflow, version } = begun
      const { aws, life, sessionId, parked } = await upgradedDuring({ workflow, version }, true)
      expect(parked).toMatchObject({ code: 'run.changed', fate: 'park' })
      expect(channelIs(aws)).toBe('RUNNING')
      await stop(life, sessionId)
      await life.until('it is off', () => channelIs(aws) === 'IDLE')
      expectGivenBack(aws, await wrapped(life, sessionId))
    })
  },
)

describe('the closing of a take that another version began', () => {
  it('is begun again by a stop, and the take is whole', async () => {
    const { aws, life, folder } = await open()
    const sessionId = await prepared(life, await plan(life))
    await live(life, sessionId)
    await life.pass(5_000)
    const { startTake } = life.handlers.sessions
    const gesture = { commandId: life.gesture(), sessionId }
    const { takeId } = await startTake({ ...gesture, name: '', pictureAgeMs: null })
    await life.pass(5_000)
    const now = life.clock.now()
    await life.close()
    const { store, close } = openStore({ folder, now: () => now })
    const take = store.takes.get(takeId)
    if (!take) throw new Error('the take is on record')
    store.takes.put({ ...take, state: 'closing', outAt: now })
    const runId = RunId.parse(`take-${takeId}`)
    const input = { sessionId, takeId }
    store.journal.append(sessionId, runId, {
      kind: 'run-started',
      workflow: 'mark-take',
      version: 0,
      input,
    })
    close()

    const next = await again(aws, folder)
    await signedIn(next)
    await next.until('it is parked', () => next.session(sessionId)?.parked ?? undefined)
    await stop(next, sessionId)
    await reaches(next, sessionId, 'armed')
    await next.until('it is whole', () => next.session(sessionId)?.takes[0]?.state === 'verified')
    expectGivenBack(aws, await wrapped(next, sessionId))
  })
})
