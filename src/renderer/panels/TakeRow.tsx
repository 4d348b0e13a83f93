import {
  BadgeCheck,
  Circle,
  LoaderCircle,
  Play,
  TriangleAlert,
  type LucideIcon,
} from 'lucide-react'
import { useState } from 'react'
import type { TakeState, TakeView } from '../../shared/domain/session'
import { shortTimeOfDay, timecode } from '../format/time'
import { bytesInWords, takeWords } from '../format/words'
import { ErrorNote } from '../widgets/ErrorNote'
import { Elapsed } from '../widgets/Timecode'
import { TakePlayer } from './TakePlayer'

const icons: Readonly<Record<TakeState, LucideIcon>> = {
  recording: Circle,
  closing: LoaderCircle,
  verified: BadgeCheck,
  damaged: TriangleAlert,
}

interface Props {
  readonly take: TakeView
  /** Stands before the name where takes of many shows are listed. */
  readonly of?: string
}

/** One take: its state, its length as read from the segments, and the way to watch it. */
export function TakeRow({ take, of }: Props) {
  const [playing, setPlaying] = useState(false)
  const Icon = icons[take.state]
  const label = of ? `${of}: ${take.name}` : take.name
  return (
    <li className="take" data-state={take.state}>
      <span className="take-state status">
        <Icon aria-hidden size={14} strokeWidth={2.5} />
        {takeWords[take.state]}
      </span>
      <span className="take-name clip" title={label}>
        {of && <span className="faint">{of} · </span>}
        {take.name}
        <span className="take-when num faint">
          {shortTimeOfDay(take.inAt)}
          {take.bytes !== null && ` · ${bytesInWords(take.bytes)}`}
        </span>
      </span>
      <span className="num take-length">
        <Length take={take} />
      </span>
      <button
        type="button"
        className="icon-button"
        aria-label={`Play ${label}`}
        title={take.playUrl ? 'Play' : 'There is nothing to play yet'}
        disabled={take.playUrl === null}
        onClick={() => setPlaying(true)}
      >
        <Play aria-hidden size={14} />
      </button>
      {take.trouble && (
        <div className="take-trouble">
          <ErrorNote error={take.trouble} alert={false} />
        </div>
      )}
      {playing && take.playUrl && (
        <TakePlayer name={label} url={take.playUrl} onClose={() => setPlaying(false)} />
      )}
    </li>
  )
}

function Length({ take }: { readonly take: TakeView }) {
  if (take.seconds !== null) return timecode(take.seconds * 1_000)
  if (take.outAt !== null) return timecode(take.outAt - take.inAt)
  return <Elapsed since={take.inAt} aws />
}
