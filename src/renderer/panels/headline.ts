import type { SessionView } from '../../shared/domain/session'
import type { Show } from '../../shared/domain/show'
import type { WireError } from '../../shared/errors'
import { endTime, lengthInWords } from '../format/time'
import { count, presetWords } from '../format/words'
import { airTimeOf } from '../store/airTime'
import { isStuck } from '../store/runFacts'

/** The one sentence under the name of a show: what stands in its way, else why its lamp is as it is. */
export function headlineOf(show: Show, session: SessionView | undefined, now: number): string {
  if (!session) return `Not prepared. ${presetWords[show.preset]}.`
  if (session.phase === 'wrapped') return endedLine(session, now)
  if (session.takenOver && session.parked) return `${session.tallyWhy} ${session.parked.what}`
  const stuck = session.runs.find(isStuck)
  const why = session.parked ?? stuck?.error
  return why ? `${session.tallyWhy} It waits for you: ${why.what}` : session.tallyWhy
}

function endedLine(session: SessionView, now: number): string {
  const { certificate } = session
  if (!certificate) return 'Ended.'
  const left =
    certificate.leftovers.length === 0
      ? 'Nothing is left.'
      : `${count(certificate.leftovers.length, 'thing')} left at AWS.`
  const refused = refusedPreparation(session)
  if (refused) return `It could not be prepared: ${refused.what} ${left}`
  const aired = airTimeOf(session)
  const air =
    aired === null
      ? ''
      : aired === 0
        ? ' It was never on air.'
        : ` On air for ${lengthInWords(aired)}.`
  return `Ended ${endTime(certificate.issuedAt, now)}. ${left}${air}`
}

/** Why nothing came of it: said where one looks first, not only beside the run. */
const refusedPreparation = ({ runs }: SessionView): WireError | null =>
  runs.find(({ workflow, state }) => workflow === 'arm' && state === 'rolled-back')?.error ?? null
