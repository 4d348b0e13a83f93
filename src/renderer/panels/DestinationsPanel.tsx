import {
  Circle,
  CircleDot,
  CircleHelp,
  KeyRound,
  LoaderCircle,
  TriangleAlert,
  type LucideIcon,
} from 'lucide-react'
import { Fragment, memo } from 'react'
import type { Destination, DestinationKind } from '../../shared/domain/destination'
import type { DestinationId } from '../../shared/domain/ids'
import type {
  ChannelState,
  Facts,
  LegState,
  LegView,
  SessionView,
} from '../../shared/domain/session'
import type { Show } from '../../shared/domain/show'
import { count, kindWords, legWords, sentenceCase } from '../format/words'
import { Fact } from './Fact'
import { ErrorNote } from '../widgets/ErrorNote'
import { Nothing, Panel } from '../widgets/Panel'
import { Age, Elapsed } from '../widgets/Timecode'

interface Props {
  readonly show: Show
  readonly session: SessionView | undefined
  /** Destinations whose key is kept; null while it is not known. */
  readonly keys: readonly DestinationId[] | null
}

/** More than these and a row has to do with less height. */
const ROOMY_UP_TO = 4

/** Where the programme goes, and how each place is faring. */
export function DestinationsPanel({ show, session, keys }: Props) {
  const open = session && session.phase !== 'wrapped' ? session : undefined
  return (
    <Panel title="Destinations" className="grow" aside={<Tallied show={show} open={open} />}>
      {open ? (
        <ul className="legs" data-dense={open.legs.length > ROOMY_UP_TO}>
          {open.legs.map((leg) => (
            <LegRow
              key={leg.destinationId}
              leg={leg}
              asked={open.facts.asked}
              channel={open.facts.channel?.state ?? null}
              rehearsal={open.rehearsal}
            />
          ))}
        </ul>
      ) : (
        <ul className="legs" data-dense={show.destinations.length > ROOMY_UP_TO}>
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

interface TalliedProps {
  readonly show: Show
  readonly open: SessionView | undefined
}

function Tallied({ show, open }: TalliedProps) {
  if (!open) return <span className="faint">{count(show.destinations.length, 'destination')}</span>
  const streaming = open.legs.filter((leg) => leg.state === 'streaming').length
  const unproven = open.legs.filter((leg) => leg.state === 'unproven').length
  const slate = streaming > 0 && open.feed?.arriving === false
  return (
    <span className="num status">
      {streaming} of {open.legs.length} streaming{slate && ' the slate'}
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

interface LegProps {
  readonly leg: LegView
  readonly asked: Facts['asked']
  readonly channel: ChannelState | null
  readonly rehearsal: boolean
}

const LegRow = memo(function LegRow({ leg, asked, channel, rehearsal }: LegProps) {
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
      <span className="leg-address mono faint" title={leg.address}>
        <Address of={leg.address} />
      </span>
      <dl className="leg-facts status">
        <Fact name="Asked">{asked === 'on' ? 'On' : 'Off'}</Fact>
        <Fact name={rehearsal ? 'Simulated AWS' : 'AWS says'}>
          {channel === null ? 'Nothing yet' : sentenceCase(channel)}
        </Fact>
        <Fact name="Proof">
          <Proof leg={leg} />
        </Fact>
      </dl>
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

/** What the far end says of it, and how old that is. */
function Proof({ leg }: { readonly leg: LegView }) {
  if (leg.observedAt === null) return <>Not seen yet</>
  if (leg.proof === 'none') return <>Nobody tells</>
  return (
    <>
      {proofOf(leg)} <Age at={leg.observedAt} />
    </>
  )
}

/** A count says nothing before the leg streams: it may be of an airing before this one. */
function proofOf({ state, frames, proof }: LegView): string {
  if (state === 'ready') return 'None'
  if (state === 'starting') return 'None yet'
  if (proof === 'metrics') return state === 'streaming' ? 'MediaLive writes it' : 'None'
  if (frames !== null) return `${frames.toLocaleString()} frames`
  return state === 'streaming' ? 'IVS receives' : 'None'
}

/** The whole address but its scheme, broken where its parts end. */
function Address({ of }: { readonly of: string }) {
  const parts = of.replace(/^rtmps?:\/\//, '').split(/(?<=[/.])/)
  return parts.map((part, index) => (
    <Fragment key={index}>
      {part}
      <wbr />
    </Fragment>
  ))
}

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
      {!ivs && (
        <span className="leg-address mono faint">
          <Address of={destination.url} />
        </span>
      )}
      <span className="leg-proof faint">
        {ivs ? 'Its channel is made when prepared' : keyWord(destination.id, keys)}
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
