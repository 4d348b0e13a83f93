import { useId, useState } from 'react'
import {
  drillOffers,
  DrillName,
  type DrillOffer,
  type DrillSubject,
} from '../../shared/domain/drill'
import type { DestinationId } from '../../shared/domain/ids'
import type { SessionView } from '../../shared/domain/session'
import type { Show } from '../../shared/domain/show'
import { core } from '../bridge/client'
import { useCommand } from '../bridge/useCommand'
import { ErrorNote } from '../widgets/ErrorNote'

interface Props {
  readonly show: Show
  readonly session: SessionView | undefined
  readonly onDone: () => void
}

const lengths = [
  { label: '15 seconds', ms: 15_000 },
  { label: '1 minute', ms: 60_000 },
  { label: '5 minutes', ms: 300_000 },
  { label: 'until I end it', ms: null },
] as const

interface Group {
  readonly subject: DrillSubject
  readonly title: string
}

/** In two columns: the picture on its way, and AWS itself. */
const columns: readonly (readonly Group[])[] = [
  [
    { subject: 'feed', title: 'The feed' },
    { subject: 'destination', title: 'A destination' },
    { subject: 'channel', title: 'The channel' },
  ],
  [{ subject: 'aws', title: 'AWS' }],
]

/** What can be made to fail, with what will happen then; what cannot says why. */
export function DrillChoice({ show, session, onDone }: Props) {
  const [forMs, setForMs] = useState<number | null>(60_000)
  const [destinationId, setDestination] = useState<DestinationId | null>(
    show.destinations[0]?.id ?? null,
  )
  const begin = useCommand(async (name: DrillName) => {
    await core.drills.begin({
      name,
      sessionId: session?.id ?? null,
      destinationId,
      forMs: drillOffers[name].lasts ? forMs : null,
    })
    onDone()
  })
  return (
    <>
      <p className="popover-head">What is to fail, on this machine only?</p>
      {begin.error && <ErrorNote error={begin.error} />}
      <Length forMs={forMs} onChange={setForMs} />
      {columns.map((groups) => (
        <div key={groups[0]?.subject}>
          {groups.map(({ subject, title }) => (
            <fieldset key={subject} className="drill-group">
              <legend>{title}</legend>
              {subject === 'destination' && show.destinations.length > 1 && (
                <DestinationPicker show={show} value={destinationId} onChange={setDestination} />
              )}
              {offersOf(subject).map(([name, offer]) => (
                <OfferButton
                  key={name}
                  offer={offer}
                  refusal={begin.busy ? 'One moment' : refusalOf(subject, { show, session })}
                  onPress={() => void begin.run(name)}
                />
              ))}
            </fieldset>
          ))}
        </div>
      ))}
    </>
  )
}

const offersOf = (subject: DrillSubject): readonly (readonly [DrillName, DrillOffer])[] =>
  DrillName.options
    .map((name) => [name, drillOffers[name]] as const)
    .filter(([, offer]) => offer.subject === subject)

/** Why it cannot be staged just now; null when it can. */
function refusalOf(
  subject: DrillSubject,
  { show, session }: Pick<Props, 'show' | 'session'>,
): string | null {
  if (subject === 'aws') return null
  if (!session || session.phase === 'wrapped') return 'Prepare the show first'
  if (subject === 'destination') return show.destinations.length > 0 ? null : 'No destinations'
  return session.facts.channel?.state === 'RUNNING' ? null : 'Go live first'
}

interface PickerProps {
  readonly show: Show
  readonly value: DestinationId | null
  readonly onChange: (id: DestinationId | null) => void
}

function DestinationPicker({ show, value, onChange }: PickerProps) {
  return (
    <select
      aria-label="Destination"
      value={value ?? ''}
      onChange={({ target }) =>
        onChange(show.destinations.find(({ id }) => id === target.value)?.id ?? null)
      }
    >
      {show.destinations.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  )
}

interface OfferProps {
  readonly offer: DrillOffer
  readonly refusal: string | null
  readonly onPress: () => void
}

function OfferButton({ offer: { title, what }, refusal, onPress }: OfferProps) {
  const noteId = useId()
  return (
    <button
      type="button"
      className="drill-offer"
      disabled={refusal !== null}
      aria-describedby={noteId}
      onClick={onPress}
    >
      <strong>{title}</strong>
      <span className="faint" id={noteId}>
        {refusal ?? what}
      </span>
    </button>
  )
}

interface LengthProps {
  readonly forMs: number | null
  readonly onChange: (forMs: number | null) => void
}

function Length({ forMs, onChange }: LengthProps) {
  return (
    <fieldset className="drill-length">
      <legend>For how long</legend>
      <div className="drill-lengths">
        {lengths.map(({ label, ms }) => (
          <label key={label}>
            <input
              type="radio"
              name="drill-length"
              checked={forMs === ms}
              onChange={() => onChange(ms)}
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
