import { Pencil } from 'lucide-react'
import type { ReactNode } from 'react'
import type { SessionView } from '../../shared/domain/session'
import type { Show } from '../../shared/domain/show'
import { goTo } from '../app/routes'
import { presetWords } from '../format/words'
import { isRunning } from './controlRules'
import { Money } from '../widgets/Money'
import { RehearsalBadge } from '../widgets/RehearsalBadge'
import { TallyLamp } from '../widgets/TallyLamp'
import { Elapsed, Remaining } from '../widgets/Timecode'

interface Props {
  readonly show: Show
  readonly session: SessionView | undefined
  readonly rehearsal: boolean
}

/** The lamp, the name, and the four figures an operator looks for; always in the same places. */
export function ShowHeader({ show, session, rehearsal }: Props) {
  return (
    <header className="show-head">
      <TallyLamp tally={session?.tally ?? 'dark'} phase={session?.phase ?? null} />
      <div className="show-title">
        <h1>
          <span className="clip">{show.name}</span>
          {rehearsal && <RehearsalBadge />}
          <button
            type="button"
            className="icon-button"
            aria-label="Edit show"
            title="Edit show"
            onClick={() => goTo({ at: 'edit-show', showId: show.id })}
          >
            <Pencil aria-hidden size={14} />
          </button>
        </h1>
        <p className="tally-why" title={session?.tallyWhy}>
          {session?.tallyWhy ?? `Not prepared. ${presetWords[show.preset]}.`}
        </p>
      </div>
      <dl className="figures status">
        <Figure name="On for">
          {session?.liveSince && isRunning(session) ? (
            <Elapsed since={session.liveSince} />
          ) : (
            DASHES
          )}
        </Figure>
        <Figure name="Ends in">
          {show.plannedEndAt && session?.phase !== 'wrapped' ? (
            <Remaining until={session?.plannedEndAt ?? show.plannedEndAt} />
          ) : (
            DASHES
          )}
        </Figure>
        <Figure name={session?.rehearsal ? 'Would have cost' : 'Cost so far'}>
          {session ? <Money micros={session.cost.soFarMicros} /> : '–'}
        </Figure>
        <Figure name={session?.rehearsal ? 'Would cost' : 'Costs now'}>
          {session ? <Money micros={session.cost.perHourMicros} perHour /> : '–'}
        </Figure>
      </dl>
    </header>
  )
}

const DASHES = <span className="num faint">--:--:--</span>

function Figure({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="figure">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
