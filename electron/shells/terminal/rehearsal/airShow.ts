import { randomBytes } from 'node:crypto'
import type { Destination } from '../../../../src/shared/domain/destination'
import { DestinationId, type SessionId } from '../../../../src/shared/domain/ids'
import type { SessionView } from '../../../../src/shared/domain/session'
import { usualAutoStop, type ShowDraft } from '../../../../src/shared/domain/show'
import { simulatedWorld, type SimulatedWorld } from './simulatedWorld'
import type { Stage } from './stage'

export interface RehearsalPlan {
  readonly seconds: number
  readonly destinations: number
}

/** What happened, before it is judged. What did not come to pass is missing. */
export interface Aired {
  readonly session: SessionView | undefined
  readonly destinations: readonly Destination[]
  readonly timings: Readonly<Record<string, number>>
  /** The simulator's own world, just before the stop. */
  readonly worldLive: SimulatedWorld | undefined
  /** Why the show went no further, if it did not. */
  readonly broken: string | undefined
}

/** Plays a whole show as a producer would. Never rejects: a show that breaks is ended, and told. */
export async function airShow(stage: Stage, plan: RehearsalPlan): Promise<Aired> {
  const clock = stopwatch(stage.say)
  const draft = draftOf(plan)
  let worldLive: SimulatedWorld | undefined
  let sessionId: SessionId | undefined
  let broken: string | undefined
  try {
    sessionId = await prepare(stage, draft, clock)
    await putOnAir(stage, sessionId, clock)
    const take = sessionId
    await clock.time('takeMs', () => recordTake(stage, take, plan.seconds))
    worldLive = await simulatedWorld(stage.simulator.endpoint)
    await takeOffAir(stage, sessionId, clock)
  } catch (thrown) {
    broken = thrown instanceof Error ? thrown.message : String(thrown)
  }
  const session = sessionId && (await wrapUp(stage, sessionId, clock))
  return { session, destinations: draft.destinations, timings: clock.timings, worldLive, broken }
}

async function prepare(stage: Stage, draft: ShowDraft, clock: Stopwatch): Promise<SessionId> {
  const { handlers, gesture, until } = stage
  await stage.signedIn()
  const { showId } = await handlers.shows.create({ commandId: gesture(), draft })
  for (const { id, kind } of draft.destinations) {
    const key = randomBytes(12).toString('hex')
    if (kind !== 'ivs') await handlers.shows.setKey({ showId, destinationId: id, key })
  }
  return clock.time('prepareMs', async () => {
    const { sessionId } = await handlers.sessions.prepare({ commandId: gesture(), showId })
    await until(sessionId, 'it is prepared', ({ phase }) => phase === 'armed')
    return sessionId
  })
}

async function putOnAir(stage: Stage, sessionId: SessionId, clock: Stopwatch): Promise<void> {
  const { handlers, gesture, until } = stage
  await clock.time('goLiveMs', async () => {
    await handlers.sessions.goLive({ commandId: gesture(), sessionId })
    await until(sessionId, 'it runs', ({ phase }) => phase === 'live')
  })
  await clock.time('firstPictureMs', async () => {
    await until(sessionId, 'the ingest is known', ({ ingest }) => ingest !== null)
    await handlers.sessions.testCard({ sessionId, on: true })
    await until(sessionId, 'every destination receives', hasPicture)
  })
}

async function takeOffAir(stage: Stage, sessionId: SessionId, clock: Stopwatch): Promise<void> {
  const { handlers, gesture, until } = stage
  await handlers.sessions.testCard({ sessionId, on: false })
  await clock.time('stopMs', async () => {
    await handlers.sessions.stop({ commandId: gesture(), sessionId })
    await until(sessionId, 'it has stopped', ({ phase }) => phase === 'armed')
  })
}

/** Also of a show that broke: nothing may be left on. */
async function wrapUp(
  stage: Stage,
  sessionId: SessionId,
  clock: Stopwatch,
): Promise<SessionView | undefined> {
  const { handlers, gesture, until, say } = stage
  try {
    return await clock.time('wrapMs', async () => {
      await handlers.sessions.wrap({ commandId: gesture(), sessionId })
      return until(
        sessionId,
        'it is wrapped',
        ({ phase, certificate }) => phase === 'wrapped' && certificate !== null,
      )
    })
  } catch (thrown) {
    // What is left is found by the report, which asks the simulator itself.
    say(`it could not be wrapped: ${thrown instanceof Error ? thrown.message : String(thrown)}`)
    return undefined
  }
}

/** Slate does not count: the picture has to come from the feed. */
const hasPicture = ({ legs, feed, alerts }: SessionView): boolean =>
  (feed?.arriving ?? false) &&
  alerts.length === 0 &&
  legs.every(({ state, frames }) => state === 'streaming' && (frames ?? 0) > 0)

async function recordTake(stage: Stage, sessionId: SessionId, seconds: number): Promise<void> {
  const { handlers, gesture, until } = stage
  const { takeId } = await handlers.sessions.startTake({
    commandId: gesture(),
    sessionId,
    name: 'Rehearsal take',
    pictureAgeMs: null,
  })
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
  await handlers.sessions.endTake({ commandId: gesture(), sessionId, takeId, pictureAgeMs: null })
  await until(sessionId, 'the take is closed', ({ takes }) =>
    takes.some(({ id, state }) => id === takeId && (state === 'verified' || state === 'damaged')),
  )
}

interface Stopwatch {
  readonly timings: Readonly<Record<string, number>>
  time<T>(name: string, work: () => Promise<T>): Promise<T>
}

function stopwatch(say: (line: string) => void): Stopwatch {
  const timings: Record<string, number> = {}
  return {
    timings,
    async time<T>(name: string, work: () => Promise<T>): Promise<T> {
      const startedAt = performance.now()
      const result = await work()
      timings[name] = Math.round(performance.now() - startedAt)
      say(`${name.replace(/Ms$/, '')}: ${timings[name]} ms`)
      return result
    },
  }
}

/** One of IVS first, the others as if they were platforms; all of them end on this machine. */
function draftOf({ destinations }: RehearsalPlan): ShowDraft {
  return {
    name: 'Rehearsal',
    shape: 'program',
    preset: '720p30',
    feed: { height: 720, framesPerSecond: 30, bitrateBps: 2_000_000 },
    destinations: Array.from({ length: destinations }, (_, index) => destinationOf(index)),
    recording: 'keep-takes',
    plannedEndAt: null,
    capMicros: null,
    autoStop: usualAutoStop,
  }
}

const destinationOf = (index: number): Destination =>
  index === 0
    ? { kind: 'ivs', id: DestinationId.parse('ivs'), name: 'IVS' }
    : {
        kind: 'rtmp',
        id: DestinationId.parse(`platform-${index}`),
        name: `Platform ${index}`,
        url: `rtmp://platform-${index}.example.com/live`,
      }
