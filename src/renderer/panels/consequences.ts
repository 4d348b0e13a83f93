import { dollars } from '../../shared/domain/money'
import type { LegState, SessionView } from '../../shared/domain/session'
import { count } from '../format/words'
import { isRunning } from './controlRules'

/** What Stop takes off the air, and what goes on costing. */
export function stopConsequence(session: SessionView): string {
  const { committedMicros, soFarMicros } = session.cost
  const still = committedMicros - soFarMicros
  const least =
    still > 0
      ? ` The ten-minute minimum still costs ${dollars(still)}, whether it is stopped now or not.`
      : ''
  return `${darkens(session)}${closes(session)} The channel and input are kept and cost a little until “End & clean up”.${least}`
}

/** What ending gives back, and what is kept. */
export function wrapConsequence(session: SessionView): string {
  const dark = isRunning(session) ? `${darkens(session)}${closes(session)} ` : ''
  return `${dark}Everything made for this show is deleted and checked; recordings are kept by the show’s policy. Nothing goes on costing but their storage.`
}

const GOING: readonly LegState[] = ['streaming', 'unproven', 'starting']

function darkens({ legs, rehearsal }: SessionView): string {
  const going = legs.filter(({ state }) => GOING.includes(state))
  const who = rehearsal ? 'rehearsed ' : ''
  if (going.length === 0) return 'No destination is streaming.'
  if (going.length > 3) return `Goes dark: ${count(going.length, `${who}destination`)}.`
  return `Goes dark: ${going.map((leg) => leg.name).join(', ')}${rehearsal ? ' (rehearsed)' : ''}.`
}

const closes = ({ takes }: SessionView): string =>
  takes.some((take) => take.state === 'recording') ? ' The running recording is closed.' : ''
