import { Check, Copy, Eye, EyeOff, TriangleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { FeedView, SessionView } from '../../shared/domain/session'
import { core } from '../bridge/client'
import { useCommand } from '../bridge/useCommand'
import { megabits } from '../format/words'
import { useConsole } from '../store/useConsole'
import { ErrorNote } from '../widgets/ErrorNote'
import { Nothing, Panel } from '../widgets/Panel'
import { Age } from '../widgets/Timecode'
import { toast } from '../widgets/toasts'

const REVEALED_MS = 15_000

/** Where to push to, and what arrives there. */
export function IngestPanel({ session }: { readonly session: SessionView | undefined }) {
  return (
    <Panel
      title="Ingest"
      className="ingest-panel"
      aside={<Arriving feed={session?.feed ?? null} />}
    >
      {session?.ingest ? (
        <Address
          key={session.id}
          session={session}
          url={session.ingest.url}
          masked={session.ingest.maskedName}
        />
      ) : (
        <Nothing>The address for your encoder appears here once the show is prepared.</Nothing>
      )}
      <FeedFigures feed={session?.feed ?? null} />
    </Panel>
  )
}

function Arriving({ feed }: { readonly feed: FeedView | null }) {
  if (!feed) return <span className="faint">Not measured</span>
  return (
    <span className="status arriving" data-good={feed.arriving}>
      {feed.arriving ? <Check aria-hidden size={14} /> : <TriangleAlert aria-hidden size={14} />}
      {feed.arriving ? 'Arriving' : 'Nothing arrives'} <Age at={feed.observedAt} />
    </span>
  )
}

interface AddressProps {
  readonly session: SessionView
  readonly url: string
  readonly masked: string
}

function Address({ session, url, masked }: AddressProps) {
  const clipboard = useConsole((s) => s.status?.abilities.clipboard ?? false)
  const [name, setName] = useState<string | null>(null)
  const sessionId = session.id
  const reveal = useCommand(async () => {
    setName((await core.sessions.revealIngestName({ sessionId })).name)
  })
  // Without a clipboard in the shell the page's own is used, and only for what is on screen anyway.
  const copy = useCommand(async (what: 'url' | 'name') => {
    if (clipboard) await core.sessions.copyIngest({ sessionId, what })
    else await navigator.clipboard.writeText(what === 'url' ? url : (name ?? ''))
    toast(what === 'url' ? 'Address copied.' : 'Stream name copied.')
  })
  useEffect(() => {
    if (name === null) return undefined
    const timer = setTimeout(() => setName(null), REVEALED_MS)
    return () => clearTimeout(timer)
  }, [name])
  const error = reveal.error ?? copy.error
  return (
    <>
      <dl className="ingest">
        <dt>Server</dt>
        <dd className="mono clip" title={url}>
          {url}
        </dd>
        <dd className="ingest-buttons">
          <IconButton label="Copy address" Icon={Copy} onPress={() => void copy.run('url')} />
        </dd>
        <dt>Stream name</dt>
        <dd className="mono clip" data-revealed={name !== null}>
          {name ?? masked}
        </dd>
        <dd className="ingest-buttons">
          {name === null ? (
            <IconButton label="Reveal stream name" Icon={Eye} onPress={() => void reveal.run()} />
          ) : (
            <IconButton label="Hide stream name" Icon={EyeOff} onPress={() => setName(null)} />
          )}
          <IconButton
            label="Copy stream name"
            Icon={Copy}
            disabled={!clipboard && name === null}
            title={!clipboard && name === null ? 'Reveal it first' : 'Copy stream name'}
            onPress={() => void copy.run('name')}
          />
        </dd>
      </dl>
      {error && <ErrorNote error={error} />}
    </>
  )
}

interface IconButtonProps {
  readonly label: string
  readonly Icon: typeof Copy
  readonly title?: string
  readonly disabled?: boolean
  readonly onPress: () => void
}

function IconButton({ label, Icon, title = label, disabled = false, onPress }: IconButtonProps) {
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={label}
      title={title}
      disabled={disabled}
      onClick={onPress}
    >
      <Icon aria-hidden size={14} />
    </button>
  )
}

function FeedFigures({ feed }: { readonly feed: FeedView | null }) {
  const known = feed?.arriving ? feed : null
  return (
    <>
      <dl className="feed-figures status">
        <FeedFigure name="Bitrate" value={known?.bitrateBps} show={megabits} />
        <FeedFigure name="Rate" value={known?.framesPerSecond} show={(n) => `${fine(n)} fps`} />
        <FeedFigure
          name="Size"
          value={known?.height}
          show={(height) => `${known?.width ?? '?'}×${height}`}
        />
        <FeedFigure name="Keyframes" value={known?.keyframeSeconds} show={(n) => `${fine(n)} s`} />
      </dl>
      {feed && feed.warnings.length > 0 && (
        <ul className="warnings">
          {feed.warnings.map((warning) => (
            <li key={warning}>
              <TriangleAlert aria-hidden size={13} />
              {warning}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

const fine = (n: number): string => n.toLocaleString(undefined, { maximumFractionDigits: 1 })

interface FeedFigureProps {
  readonly name: string
  readonly value: number | null | undefined
  readonly show: (value: number) => string
}

function FeedFigure({ name, value, show }: FeedFigureProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="num">{value == null ? '–' : show(value)}</dd>
    </div>
  )
}
