import { DestinationId, type SessionId, type ShowId } from '../../src/shared/domain/ids'
import type { SessionView, TakeView } from '../../src/shared/domain/session'
import type { ShowDraft } from '../../src/shared/domain/show'
import type { Life } from './rehearsedConsole'

export const youtube = DestinationId.parse('youtube')
export const ivs = DestinationId.parse('ivs')

/** A show with one platform, and what it is changed to. */
export const draftOf = (more: Partial<ShowDraft> = {}): ShowDraft => ({
  name: 'Sunday service',
  shape: 'program',
  preset: '720p30',
  feed: { height: 720, framesPerSecond: 30, bitrateBps: 2_000_000 },
  destinations: [
    { kind: 'ivs', id: ivs, name: 'IVS' },
    { kind: 'rtmp', id: youtube, name: 'YouTube', url: 'rtmp://a.rtmp.example.com/live2' },
  ],
  recording: 'keep-takes',
  plannedEndAt: null,
  capMicros: null,
  autoStop: { noInputMinutes: null, atPlannedEnd: 'warn', atCap: 'warn' },
  ...more,
})

/** Until somebody is signed in; where that did not work, it is tried once more. */
export async function signedIn(life: Life): Promise<void> {
  await life.until('it is known who we are', () => life.account()?.state !== 'signing-in')
  if (life.account()?.state === 'trouble') await life.handlers.account.tryAgain()
  await life.until('somebody is signed in', () => life.account()?.state === 'signed-in')
}

/** Makes a show and gives it a key for each platform. */
export async function plan(life: Life, draft: ShowDraft = draftOf()): Promise<ShowId> {
  await signedIn(life)
  const { showId } = await life.handlers.shows.create({ commandId: life.gesture(), draft })
  await setKeys(life, showId, draft)
  return showId
}

export async function setKeys(life: Life, showId: ShowId, draft = draftOf()): Promise<void> {
  for (const { id, kind } of draft.destinations)
    if (kind !== 'ivs')
      await life.handlers.shows.setKey({ showId, destinationId: id, key: `key-of-${id}` })
}

export const reaches = (life: Life, id: SessionId, phase: SessionView['phase']) =>
  life.until(`the session is ${phase}`, () => {
    const view = life.session(id)
    return view?.phase === phase && view
  })

export async function prepared(life: Life, showId: ShowId): Promise<SessionId> {
  const { sessionId } = await life.handlers.sessions.prepare({ commandId: life.gesture(), showId })
  await reaches(life, sessionId, 'armed')
  return sessionId
}

export async function live(life: Life, sessionId: SessionId): Promise<void> {
  await life.handlers.sessions.goLive({ commandId: life.gesture(), sessionId })
  await reaches(life, sessionId, 'live')
}

export async function stopped(life: Life, sessionId: SessionId): Promise<void> {
  await life.handlers.sessions.stop({ commandId: life.gesture(), sessionId })
  await reaches(life, sessionId, 'armed')
}

export async function wrapped(life: Life, sessionId: SessionId): Promise<SessionView> {
  await life.handlers.sessions.wrap({ commandId: life.gesture(), sessionId })
  return certified(life, sessionId)
}

export const certified = (life: Life, sessionId: SessionId) =>
  life.until('the session is certified', () => {
    const view = life.session(sessionId)
    return view?.phase === 'wrapped' && view.certificate !== null && view
  })

export async function taken(life: Life, sessionId: SessionId, ms: number): Promise<TakeView> {
  const { takeId } = await life.handlers.sessions.startTake({
    commandId: life.gesture(),
    sessionId,
    name: '',
    pictureAgeMs: null,
  })
  await life.pass(ms)
  const commandId = life.gesture()
  await life.handlers.sessions.endTake({ commandId, sessionId, takeId, pictureAgeMs: null })
  return settledTake(life, sessionId, takeId)
}

export const settledTake = (life: Life, sessionId: SessionId, takeId: TakeView['id']) =>
  life.until('the take is closed', () =>
    life.session(sessionId)?.takes.find(({ id, state }) => id === takeId && isSettled({ state })),
  )

export const isSettled = ({ state }: Pick<TakeView, 'state'>): boolean =>
  state === 'verified' || state === 'damaged'

const TAKE_MS = 2_500

/**
 * Does the next thing a producer would do for one whole show, whatever state it finds: plan, prepare,
 * go live, record, stop, end. So it goes on after a crash just as it would have without.
 */
export async function airWholeShow(life: Life, draft: ShowDraft = draftOf()): Promise<SessionView> {
  await signedIn(life)
  const show = life.shows()[0]
  const showId = show ? show.id : await plan(life, draft)
  const missing = await life.handlers.shows.keysPresent({ showId })
  if (missing.length < draft.destinations.filter(({ kind }) => kind !== 'ivs').length)
    await setKeys(life, showId, draft)
  for (;;) {
    const view = life.sessions().at(-1)
    // Saved and never begun: the click was not on record when the power went, so it is made again.
    if (!view || (view.phase === 'wrapped' && !wasArmed(view))) await prepared(life, showId)
    else if (view.phase === 'wrapped') return certified(life, view.id)
    else await nextMove(life, view)
  }
}

const wasArmed = ({ runs }: SessionView): boolean => runs.some(({ workflow }) => workflow === 'arm')

async function nextMove(life: Life, { id, phase, runs, takes }: SessionView): Promise<void> {
  switch (phase) {
    case 'arming':
      return void (await life.until('it is prepared', () => life.session(id)?.phase !== 'arming'))
    case 'armed': {
      const aired = runs.some((run) => run.workflow === 'go-live' && run.state === 'succeeded')
      return void (await (aired && takes.length > 0 ? wrapped(life, id) : live(life, id)))
    }
    case 'starting':
      return void (await life.until('it has started', () => life.session(id)?.phase !== 'starting'))
    case 'live':
      return runs.some(({ workflow }) => workflow === 'move-end')
        ? whileLive(life, id, takes)
        : extended(life, id)
    case 'stopping':
      return void (await life.until('it has stopped', () => life.session(id)?.phase !== 'stopping'))
    case 'wrapping':
    case 'wrapped':
      return void (await certified(life, id))
  }
}

/** A quarter of an hour more, and AWS's own stop with it. */
async function extended(life: Life, sessionId: SessionId): Promise<void> {
  const commandId = life.gesture()
  await life.handlers.sessions.extend({ commandId, sessionId, byMs: 15 * 60_000 })
  await life.until('the end is moved', () =>
    life
      .session(sessionId)
      ?.runs.some((run) => run.workflow === 'move-end' && run.endedAt !== null),
  )
}

async function whileLive(
  life: Life,
  sessionId: SessionId,
  takes: readonly TakeView[],
): Promise<void> {
  const open = takes.find((take) => !isSettled(take))
  if (takes.length === 0) await taken(life, sessionId, TAKE_MS)
  else if (open === undefined) await stopped(life, sessionId)
  else {
    const commandId = life.gesture()
    const take = { commandId, sessionId, takeId: open.id, pictureAgeMs: null }
    await life.pass(TAKE_MS)
    await life.handlers.sessions.endTake(take)
    await settledTake(life, sessionId, open.id)
  }
}
