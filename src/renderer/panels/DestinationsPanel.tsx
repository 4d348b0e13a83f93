import {
  Circle,
  CircleDot,
  CircleHelp,
  KeyRound,
  LoaderCircle,
  TriangleAlert,
  type LucideIcon,
} from 'lucide-react'
import { memo } from 'react'
import type { Destination, DestinationKind } from '../../shared/domain/destination'
import type { DestinationId } from '../../shared/domain/ids'
import type { LegState, LegView, SessionView } from '../../shared/domain/session'
import type { Show } from '../../shared/domain/show'
import { count, kindWords, legWords } from '../format/words'
import { ErrorNote } from '../widgets/ErrorNote'
import { Nothing, Panel } from '../widgets/Panel'
import { Age, Elapsed } from '../widgets/Timecode'

interface Props {
  readonly show: Show
  readonly session: SessionView | undefined
  /** Destinations whose key is kept; null while it is not known. */
  readonly keys: readonly DestinationId[] | null
}

/** Where the programme goes, and how each place is faring. */
export function DestinationsPanel({ show, session, keys }: Props) {
  const open = session && session.phase !== 'wrapped' ? session : undefined
  return (
    <Panel title="Destinations" className="grow" aside={<Tallied show={show} legs={open?.legs} />}>
      {open ? (
        <ul className="legs">
          {open.legs.map((leg) => (
            <LegRow key={leg.destinationId} leg={leg} />
          ))}
        </ul>
      ) : (
        <ul className="legs">
          {show.destinations.map((destination) => (
            <PlannedRow key={destination.id} destination={destination} keys={keys} />
          ))}
        </ul>
      )}
      {(open?.legs ?? show.destinations).length === 0 && (
        <Nothing>
          No destinations: the programme is only recorded. Add some with “Edit show” before you
          prepare it.
        </Nothing>
      )}
    </Panel>
  )
}

function Tallied({
  show,
  legs,
}: {
  readonly show: Show
  readonly legs: readonly LegView[] | undefined
}) {
  if (!legs) return <span className="faint">{count(show.destinations.length, 'destination')}</span>
  const streaming = legs.filter((leg) => leg.state === 'streaming').length
  const unproven = legs.filter((leg) => leg.state === 'unproven').length
  return (
    <span className="num status">
      {streaming} of {legs.length} streaming
      {unproven > 0 && `, ${unproven} not proven`}
    </span>
  )
}

const icons: Readonly<Record<LegState, LucideIcon>> = {
  ready: Circle,
  starting: LoaderCircle,
  streaming: CircleDot,
  unproven: CircleHelp,
  stopping: LoaderCircle,
  error: TriangleAlert,
}

const LegRow = memo(function LegRow({ leg }: { readonly leg: LegView }) {
  const Icon = icons[leg.state]
  return (
    <li className="leg" data-state={leg.state}>
      <span className="leg-state status">
        <Icon aria-hidden size={15} strokeWidth={2.5} />
        {legWords[leg.state]}
      </span>
      <span className="leg-line">
        <LegName name={leg.name} kind={leg.kind} />
        {leg.since !== null && leg.state !== 'ready' && <Elapsed since={leg.since} />}
      </span>
      <span className="leg-line faint">
        <span className="mono clip" title={leg.address}>
          {withoutScheme(leg.address)}
        </span>
        <span className="leg-proof">
          {leg.frames !== null && (
            <>
              <span className="num">{leg.frames.toLocaleString()}</span> frames ·{' '}
            </>
          )}
          {leg.observedAt === null ? 'not seen yet' : <Age at={leg.observedAt} />}
        </span>
      </span>
      {leg.state === 'unproven' && (
        <span className="leg-line faint">
          The channel sends; nobody tells whether it arrives. Look at {leg.name} itself.
        </span>
      )}
      {leg.trouble && (
        <div className="leg-trouble">
          <ErrorNote error={leg.trouble} alert={false} />
        </div>
      )}
    </li>
  )
})

/** The address at a glance; the whole one stands in the title. */
const withoutScheme = (address: string): string => address.replace(/^rtmps?:\/\//, '')

interface NameProps {
  readonly name: string
  readonly kind: DestinationKind
}

const LegName = ({ name, kind }: NameProps) => (
  <span className="leg-name clip" title={name}>
    {name} {name !== kindWords[kind] && <span className="faint">{kindWords[kind]}</span>}
  </span>
)

interface PlannedProps {
  readonly destination: Destination
  readonly keys: readonly DestinationId[] | null
}

function PlannedRow({ destination, keys }: PlannedProps) {
  const ivs = destination.kind === 'ivs'
  return (
    <li className="leg" data-state="planned">
      <span className="leg-state">
        <Circle aria-hidden size={15} />
        Planned
      </span>
      <span className="leg-line">
        <LegName name={destination.name} kind={destination.kind} />
      </span>
      <span className="leg-line faint">
        <span className="mono clip">{ivs ? '' : withoutScheme(destination.url)}</span>
        <span className="leg-proof">
          {ivs ? 'made when prepared' : keyWord(destination.id, keys)}
        </span>
      </span>
    </li>
  )
}

function keyWord(id: DestinationId, keys: readonly DestinationId[] | null) {
  if (keys === null) return 'key: looking …'
  return (
    <>
      <KeyRound aria-hidden size={12} /> {keys.includes(id) ? 'key kept' : 'no key'}
    </>
  )
}
