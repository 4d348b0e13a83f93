import { dollars } from '../../src/shared/domain/money'
import type { ChannelState, SessionView } from '../../src/shared/domain/session'
import { standDown } from '../core/shows/standDown'
import type { AtStake } from './console'

const SENDS: readonly ChannelState[] = ['STARTING', 'RUNNING', 'RECOVERING']
const GOES_DOWN: readonly ChannelState[] = ['STOPPING', 'DELETING']

type OnAir = Pick<SessionView, 'phase' | 'facts' | 'runs'>

/**
 * Whether viewers may see it, or soon will. What AWS says of the channel counts in every phase, and
 * where it says nothing, what was asked for. A stop counts once AWS was seen to obey it. Pure.
 */
export function isOnAir(session: OnAir): boolean {
  const { phase, facts } = session
  if (phase === 'wrapped') return false
  if (facts.channel && SENDS.includes(facts.channel.state)) return true
  return phase === 'starting' || phase === 'live' || (phase === 'stopping' && !isObeyed(session))
}

/** AWS takes it down, or was asked after the stop was begun and says that nothing runs. */
function isObeyed({ facts, runs }: OnAir): boolean {
  if (facts.channel && GOES_DOWN.includes(facts.channel.state)) return true
  const stop = runs.findLast(({ workflow }) => workflow === standDown.name)
  return stop !== undefined && (facts.observedAt ?? 0) > stop.startedAt
}

/** The present, by this machine's clock, and from there to AWS's. */
export interface Times {
  readonly now: number
  readonly awsOffsetMs: number
}

/** What leaving now would leave behind, for the quit guard. Pure. */
export function atStake(views: readonly SessionView[], times: Times): AtStake {
  const live = views.filter(isOnAir)
  const paid = views.filter(({ cost }) => cost.perHourMicros > 0)
  const perHour = paid.reduce((sum, { cost }) => sum + cost.perHourMicros, 0)
  const names = [...new Set([...live, ...paid].map(({ showName }) => `"${showName}"`))].join(', ')
  if (names === '') return { live: false, sentence: 'Nothing runs and nothing costs money.' }
  const where = [...live, ...paid].every(({ rehearsal }) => rehearsal)
    ? 'in the rehearsal'
    : 'in AWS'
  const price = perHour > 0 ? `, and costs ${dollars(perHour)} an hour until it is stopped` : ''
  return {
    live: live.length > 0,
    sentence: [
      `${names} goes on ${where} without this window${price}.`,
      ...live.map((view) => untilWhen(view, times, live.length > 1)),
    ].join(' '),
  }
}

/** When it is meant to end, and when AWS ends it though nobody is here. */
function untilWhen(
  { showName, plannedEndAt, safetyStopAt }: SessionView,
  { now, awsOffsetMs }: Times,
  isOneOfMany: boolean,
): string {
  const it = isOneOfMany ? `"${showName}"` : 'It'
  const stop =
    safetyStopAt === null
      ? 'AWS does not stop it by itself: no safety stop is set.'
      : `AWS stops it by itself at ${timeOf(safetyStopAt - awsOffsetMs, now)}.`
  if (plannedEndAt === null) return isOneOfMany ? `${it}: ${stop}` : stop
  const verb = plannedEndAt < now ? 'was' : 'is'
  return `${it} ${verb} planned to end at ${timeOf(plannedEndAt, now)}; ${stop}`
}

/** `20:30` on this machine's wall, with the day where it is another. */
function timeOf(at: number, now: number): string {
  const date = new Date(at)
  const time = date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
  const isToday = date.toDateString() === new Date(now).toDateString()
  return isToday
    ? time
    : `${time} on ${date.toLocaleDateString('en-GB', { day: 'numeric', month: 'long' })}`
}
