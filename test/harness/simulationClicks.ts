import { OperatorError } from '../../src/shared/errors'
import type { ShowId } from '../../src/shared/domain/ids'
import type { SessionView } from '../../src/shared/domain/session'
import type { Show } from '../../src/shared/domain/show'
import { Crash } from './crash'
import { isSettled } from './operator'
import type { Life } from './rehearsedConsole'
import type { Laptop } from './simulationConsole'
import type { ClickName } from './simulationPlan'
import { keyFor } from './simulationShows'

/** What became of a click. `mistake`: it met something that nobody put into words. */
export type Answer =
  | { readonly kind: 'done' | 'powerless' | 'nothing-to-click' }
  | { readonly kind: 'refused'; readonly code: string; readonly what: string }
  | { readonly kind: 'mistake'; readonly thrown: unknown }

/** A click, with the session it is for, so that a second one can be the very same. */
export interface Click {
  readonly what: ClickName
  readonly session: SessionView | undefined
  readonly show: Show | undefined
  send(commandId: ReturnType<Laptop['gesture']>): Promise<unknown>
}

/** The click of that name on one of the sessions, or the shows, by the dice. */
export function clickOf(life: Life, what: ClickName, dice: number): Click | undefined {
  const shows = life.shows().toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const show = shows[Math.floor(dice * shows.length)]
  const all = life
    .sessions()
    .toSorted((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1))
  const open = all.filter(({ phase }) => phase !== 'wrapped')
  const among = open.length > 0 && dice < 0.9 ? open : all
  const session = among[Math.floor(dice * 7919) % Math.max(1, among.length)]
  const send = sender(life, what, { show, session })
  return send && { what, show, session, send }
}

interface About {
  readonly show: Show | undefined
  readonly session: SessionView | undefined
}

function sender(
  { handlers }: Life,
  what: ClickName,
  { show, session }: About,
): Click['send'] | undefined {
  if (what === 'tryAgain') return () => handlers.account.tryAgain()
  if (what === 'prepare' || what === 'setKey') return show && ofShow(handlers, what, show)
  if (!session) return undefined
  const { id: sessionId } = session
  const { sessions } = handlers
  switch (what) {
    case 'goLive':
    case 'stop':
    case 'wrap':
    case 'keepRunning':
      return (commandId) => sessions[what]({ commandId, sessionId })
    case 'extend':
      return (commandId) => sessions.extend({ commandId, sessionId, byMs: 5 * 60_000 })
    case 'startTake':
      return (commandId) =>
        sessions.startTake({ commandId, sessionId, name: '', pictureAgeMs: null })
    case 'endTake': {
      const take = session.takes.find((one) => !isSettled(one)) ?? session.takes[0]
      if (!take) return undefined
      const takeId = take.id
      return (commandId) => sessions.endTake({ commandId, sessionId, takeId, pictureAgeMs: null })
    }
    case 'resume': {
      const run = session.runs.find(({ state }) => state === 'parked' || state === 'waiting')
      const runId = (run ?? session.runs[0])?.id
      return runId && (() => sessions.resume({ runId }))
    }
  }
}

function ofShow(
  { sessions, shows }: Life['handlers'],
  what: 'prepare' | 'setKey',
  { id: showId, destinations }: Show,
): Click['send'] | undefined {
  if (what === 'prepare') return (commandId) => sessions.prepare({ commandId, showId })
  const place = destinations.find(({ kind }) => kind !== 'ivs')
  const key = place && { showId, destinationId: place.id, key: keyFor(place.id) }
  return key && (() => shows.setKey(key))
}

/** What a producer would do next. */
export function sensibleClick(life: Life, dice: number): Click | undefined {
  const shows = life.shows().toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const show = shows[Math.floor(dice * 7919) % Math.max(1, shows.length)]
  const session = life.sessions().find((one) => isOpenOf(one, show?.id))
  const what = session ? nextOf(session, dice) : ('prepare' as const)
  const send = what && sender(life, what, { show, session })
  return what && send && { what, show, session, send }
}

const isOpenOf = ({ showId, phase }: SessionView, of: ShowId | undefined): boolean =>
  showId === of && phase !== 'wrapped'

function nextOf(
  { phase, takes, impending, parked }: SessionView,
  dice: number,
): ClickName | undefined {
  if (parked) return dice < 0.5 ? 'resume' : 'tryAgain'
  if (impending?.stopsAt != null && dice < 0.4) return 'keepRunning'
  switch (phase) {
    case 'armed':
      return dice < 0.8 ? 'goLive' : 'wrap'
    case 'live': {
      if (dice < 0.3) return takes.some((take) => !isSettled(take)) ? 'endTake' : 'startTake'
      return dice < 0.4 ? 'extend' : dice < 0.75 ? 'stop' : dice < 0.85 ? 'wrap' : undefined
    }
    case 'starting':
      return dice < 0.2 ? 'stop' : undefined
    default:
      return undefined
  }
}

/** So long somebody waits for an answer to a click, by the common time. */
const PATIENCE_MS = 15 * 60_000

/** Clicks, and says what came of it. */
export async function answerTo(
  laptop: Laptop,
  click: Click,
  commandId = laptop.gesture(),
): Promise<Answer> {
  const { life, power } = laptop
  if (!life || !power) return { kind: 'powerless' }
  const over = new AbortController()
  try {
    return await Promise.race([
      click.send(commandId).then(() => ({ kind: 'done' }) as const),
      power.fallen.then(() => ({ kind: 'powerless' }) as const),
      life.clock.sleep(PATIENCE_MS, over.signal).then(() => ({
        kind: 'mistake' as const,
        thrown: new Error(`no answer to ${click.what} in ${PATIENCE_MS / 60_000} minutes`),
      })),
    ])
  } catch (thrown) {
    if (thrown instanceof Crash || power.fell) return { kind: 'powerless' }
    if (!(thrown instanceof OperatorError)) return { kind: 'mistake', thrown }
    const { code, what } = thrown.wire
    return code === 'internal' ? { kind: 'mistake', thrown } : { kind: 'refused', code, what }
  } finally {
    over.abort(new Error('answered'))
  }
}
