import { dollars } from '../../src/shared/domain/money'
import type { SessionView } from '../../src/shared/domain/session'
import type { AtStake } from './console'

/** What leaving now would leave behind, for the quit guard. Pure. */
export function atStake(views: readonly SessionView[]): AtStake {
  const live = views.filter(({ phase }) => phase === 'starting' || phase === 'live')
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
    sentence: `${names} goes on ${where} without this window${price}.`,
  }
}
