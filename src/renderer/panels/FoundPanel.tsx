import { Recycle, Undo2 } from 'lucide-react'
import type { FoundSession } from '../../shared/domain/found'
import { core } from '../bridge/client'
import { newCommandId, useCommand } from '../bridge/useCommand'
import { useNow } from '../clock/ticking'
import { hashOf } from '../app/routes'
import { shortLength } from '../format/time'
import { sentenceCase } from '../format/words'
import { selectMayAct, useConsole } from '../store/useConsole'
import { ErrorNote } from '../widgets/ErrorNote'
import { HoldButton } from '../widgets/HoldButton'
import { Money } from '../widgets/Money'
import { TallyMark } from '../widgets/TallyLamp'
import {
  adoptConsequence,
  foundTally,
  hereInWords,
  kindInWords,
  ownerInWords,
  retireConsequence,
  thingsInWords,
} from './foundWords'

/** One session as AWS has it: what it is, whose, what it costs, and what can be done about it. */
export function FoundPanel({ found }: { readonly found: FoundSession }) {
  const { sessionId, region } = found
  const rehearsal = useConsole((s) => s.account?.rehearsal ?? false)
  const own = useConsole((s) => s.sessions.byId[sessionId])
  const gesture = () => ({ commandId: newCommandId(), sessionId, region })
  const adopt = useCommand(() => core.resources.adopt(gesture()))
  const retire = useCommand(() => core.resources.retire(gesture()))
  const known = { phase: own?.phase, takenOver: Boolean(own?.takenOver) }
  const error = adopt.error ?? retire.error
  return (
    <li className="found" aria-label={found.name || sessionId}>
      <div className="found-row">
        <TallyMark tally={foundTally(found, rehearsal)} phase={null} />
        <div className="found-what">
          <p className="found-name clip" title={sessionId}>
            {found.name || sessionId}
          </p>
          <p className="faint clip">{thingsInWords(found)}</p>
        </div>
        <Facts found={found} here={hereInWords(found, known)} />
        <div className="found-cost">
          {found.priceIsWhole ? '' : <span className="faint">at least </span>}
          <Money micros={found.perHourMicros} perHour />
        </div>
        <div className="found-buttons">
          {own && own.phase !== 'wrapped' && !own.takenOver ? (
            <a className="found-open" href={hashOf({ at: 'show', showId: own.showId })}>
              Open the show
            </a>
          ) : (
            <Buttons found={found} adopt={adopt.run} retire={retire.run} />
          )}
        </div>
      </div>
      {error && <ErrorNote error={error} onDismiss={() => (adopt.clear(), retire.clear())} />}
      <Things found={found} />
    </li>
  )
}

function Facts({ found, here }: { readonly found: FoundSession; readonly here: string }) {
  return (
    <dl className="found-facts">
      <div>
        <dt>Region</dt>
        <dd className="num">{found.region}</dd>
      </div>
      <div>
        <dt>Age</dt>
        <dd className="num">{found.begunAt === null ? 'not known' : <Age at={found.begunAt} />}</dd>
      </div>
      <div>
        <dt>Owner</dt>
        <dd>{ownerInWords(found)}</dd>
      </div>
      <div>
        <dt>Here</dt>
        <dd>{here}</dd>
      </div>
    </dl>
  )
}

const Age = ({ at }: { readonly at: number }) => shortLength(useNow() - at)

interface ButtonProps {
  readonly found: FoundSession
  readonly adopt: () => Promise<unknown>
  readonly retire: () => Promise<unknown>
}

function Buttons({ found, adopt, retire }: ButtonProps) {
  const mayAct = useConsole(selectMayAct)
  const silenced = mayAct ? null : 'Looking on only'
  return (
    <>
      <HoldButton
        id={`adopt-${found.sessionId}`}
        label="Adopt"
        Icon={Undo2}
        tone="plain"
        note="Hold"
        consequence={adoptConsequence(found)}
        confirmLabel="Yes, take it over"
        refusal={silenced ?? (found.adoptable ? null : 'No channel is left to go on with')}
        onConfirm={() => void adopt()}
      />
      <HoldButton
        id={`retire-${found.sessionId}`}
        label="Retire"
        Icon={Recycle}
        tone={found.running ? 'stop' : 'plain'}
        note="Hold"
        consequence={retireConsequence(found)}
        confirmLabel="Yes, give it all back"
        refusal={silenced}
        onConfirm={() => void retire()}
      />
    </>
  )
}

function Things({ found }: { readonly found: FoundSession }) {
  return (
    <details className="found-things">
      <summary>Every part of it</summary>
      <ul>
        {found.resources.map(({ kind, id, state, perHourMicros }) => (
          <li key={kind + id}>
            <span>{kindInWords(kind)}</span>
            <span className="mono clip" title={id}>
              {id}
            </span>
            <span>{sentenceCase(state)}</span>
            <span className="figure-cell">
              {perHourMicros === null ? (
                <span className="faint">price not known</span>
              ) : (
                <Money micros={perHourMicros} perHour />
              )}
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}
