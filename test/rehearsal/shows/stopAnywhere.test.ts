import { describe, expect, it } from 'vitest'
import type { JournalEntry } from '../../../electron/core/journal'
import type { Store } from '../../../electron/core/ports'
import type { SessionId } from '../../../src/shared/domain/ids'
import type { Phase } from '../../../src/shared/domain/session'
import { expectGivenBack } from '../../harness/aftermath'
import { inLife, onStage, type CrashStage } from '../../harness/crashStage'
import { live, plan, prepared, reaches, stopped, wrapped } from '../../harness/operator'
import type { Life } from '../../harness/rehearsedConsole'

/** `step-started start-channel` */
const nameOf = (entry: JournalEntry): string =>
  'key' in entry ? `${entry.kind} ${entry.key.split('/')[1]}` : entry.kind

/** The store as it is, with somebody who is told of each entry once it is on disk. */
function watched(store: Store, onEntry: (entry: JournalEntry) => void): Store {
  const append: Store['journal']['append'] = (sessionId, runId, entry) => {
    const written = store.journal.append(sessionId, runId, entry)
    onEntry(entry)
    return written
  }
  const journal = { ...store.journal, append }
  return new Proxy(store, {
    get(target, name) {
      const own: unknown = name === 'journal' ? journal : Reflect.get(target, name, target)
      return typeof own === 'function' ? (own.bind(target) as unknown) : own
    },
  })
}

/** On air once already, so that the next start has every step that a start can have. */
async function airedOnce(life: Life): Promise<SessionId> {
  const sessionId = await prepared(life, await plan(life))
  await live(life, sessionId)
  await stopped(life, sessionId)
  return sessionId
}

const stop = (life: Life, sessionId: SessionId) =>
  life.handlers.sessions.stop({ commandId: life.gesture(), sessionId })

const isOff = ({ aws }: CrashStage) =>
  aws.things().channels.every(({ state }) => state === 'IDLE' || state === 'DELETED')

/** Every entry of a start, taken from a start: a step that is added later is among them. */
const moments: readonly string[] = await onStage(async (stage) => {
  let entries: string[] = []
  const wrapStore = (store: Store) => watched(store, (entry) => entries.push(nameOf(entry)))
  return inLife(
    stage,
    async (life) => {
      const sessionId = await airedOnce(life)
      entries = []
      await live(life, sessionId)
      return entries.slice(0, -1)
    },
    { wrapStore },
  )
})

const AT_ONCE_MS = 5_000

describe('Stop, pressed in the middle of a start', () => {
  it('is tried at every step of it', () => expect(moments.length).toBeGreaterThanOrEqual(11))

  it.each(moments)('wins at once and ends off: after %s', (moment) =>
    onStage(async (stage) => {
      let onEntry = (_entry: JournalEntry): void => undefined
      const story = async (life: Life) => {
        const sessionId = await airedOnce(life)
        const { promise: pressed, resolve, reject } = Promise.withResolvers<number>()
        onEntry = (entry) => {
          if (nameOf(entry) !== moment) return
          onEntry = () => undefined
          const at = life.clock.now()
          queueMicrotask(() => void stop(life, sessionId).then(() => resolve(at), reject))
        }
        await life.handlers.sessions.goLive({ commandId: life.gesture(), sessionId })
        const at = await pressed
        const clicked = life.session(sessionId)?.runs.at(-1)
        expect(clicked?.workflow).toBe('stand-down')
        expect((clicked?.startedAt ?? Infinity) - at).toBeLessThan(AT_ONCE_MS)
        await stop(life, sessionId)
        await reaches(life, sessionId, 'armed')
        await life.pass(60_000)
        expect(isOff(stage)).toBe(true)
        const { phase, facts, runs } = life.session(sessionId) ?? {}
        expect({ phase, asked: facts?.asked }).toEqual({ phase: 'armed', asked: 'off' })
        const starts = runs?.filter(({ workflow }) => workflow === 'go-live')
        // Whose the show is, is asked first: a start at its very end has ended meanwhile.
        const last = moment === moments.at(-1) ? 'succeeded' : 'cancelled'
        expect(starts?.map(({ state }) => state)).toEqual(['succeeded', last])
        expect(runs?.filter(({ workflow }) => workflow === 'stand-down')).toHaveLength(2)
        expectGivenBack(stage.aws, await wrapped(life, sessionId))
      }
      await inLife(stage, story, { wrapStore: (store) => watched(store, (e) => onEntry(e)) })
    }),
  )
})

/** How a session comes into each phase, and stays in it for a moment. */
const into: Readonly<Record<Phase, (life: Life) => Promise<SessionId>>> = {
  arming: async (life) => {
    const { prepare } = life.handlers.sessions
    const { sessionId } = await prepare({ commandId: life.gesture(), showId: await plan(life) })
    return sessionId
  },
  armed: async (life) => prepared(life, await plan(life)),
  starting: async (life) => {
    const sessionId = await prepared(life, await plan(life))
    await life.handlers.sessions.goLive({ commandId: life.gesture(), sessionId })
    await life.until('AWS starts it', () => channelOf(life, sessionId) === 'STARTING')
    return sessionId
  },
  live: async (life) => {
    const sessionId = await prepared(life, await plan(life))
    await live(life, sessionId)
    return sessionId
  },
  stopping: async (life) => {
    const sessionId = await into.live(life)
    await stop(life, sessionId)
    return sessionId
  },
  wrapping: async (life) => {
    const sessionId = await into.live(life)
    await life.handlers.sessions.wrap({ commandId: life.gesture(), sessionId })
    return sessionId
  },
  wrapped: async (life) => {
    const sessionId = await into.armed(life)
    await wrapped(life, sessionId)
    return sessionId
  },
}

const channelOf = (life: Life, id: SessionId) => life.session(id)?.facts.channel?.state

describe.each(Object.keys(into) as Phase[])('Stop, pressed twice while %s', (phase) => {
  it.each([
    ['with all well', []],
    ['while AWS throttles everything', ['medialive', 'scheduler']],
  ] as const)('ends off, %s', (_, scopes) =>
    onStage((stage) =>
      inLife(stage, async (life) => {
        const sessionId = await into[phase](life)
        expect(life.session(sessionId)?.phase).toBe(phase)
        const { drills } = stage.aws.simulator
        for (const scope of scopes) drills.arm({ kind: 'throttle', scope, forMs: 45_000 })
        const twice = await Promise.allSettled([stop(life, sessionId), stop(life, sessionId)])
        // What is only being prepared runs nowhere: it is given up by End, and Stop says so.
        const refused = twice.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
        if (phase === 'arming')
          expect(refused).toMatchObject([
            { wire: { code: 'session.not-now' } },
            { wire: { code: 'session.not-now' } },
          ])
        else expect(refused).toEqual([])
        await life.until('it is at rest', () => {
          const now = life.session(sessionId)?.phase
          return now === 'armed' || now === 'wrapped'
        })
        await life.pass(90_000)
        expect(isOff(stage)).toBe(true)
        expect(life.session(sessionId)?.facts.asked).toBe('off')
        expectGivenBack(stage.aws, await wrapped(life, sessionId))
      }),
    ),
  )
})
