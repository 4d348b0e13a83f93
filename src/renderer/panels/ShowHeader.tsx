import { Pencil } from 'lucide-react'
import type { ReactNode } from 'react'
import type { SessionView } from '../../shared/domain/session'
import type { Show } from '../../shared/domain/show'
import { goTo } from '../app/routes'
import { timecode } from '../format/time'
import { airTimeOf } from '../store/airTime'
import { isRunning } from './controlRules'
import { headlineOf } from './headline'
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
  const headline = headlineOf(show, session, Date.now())
  return (
    <header className="show-head">
      <TallyLamp tally={session?.tally ?? 'dark'} phase={session?.phase ?? null} />
      <div className="show-title">
        <h1>
          <span className="clip" title={show.name}>
            {show.name}
          </span>
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
        <p className="tally-why" title={headline}>
          {headline}
        </p>
      </div>
      <dl className="figures status">
        <Figure name="On for">
          <OnFor session={session} />
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

function OnFor({ session }: { readonly session: SessionView | undefined }) {
  if (session?.liveSince && isRunning(session)) return <Elapsed since={session.liveSince} />
  const aired = session?.phase === 'wrapped' ? airTimeOf(session) : null
  return aired ? <span className="num">{timecode(aired)}</span> : DASHES
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
