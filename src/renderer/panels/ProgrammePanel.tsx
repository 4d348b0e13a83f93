import { useCallback, useState, type RefObject } from 'react'
import type { SessionView } from '../../shared/domain/session'
import { useNow } from '../clock/ticking'
import { lengthInWords, shortLength } from '../format/time'
import { goingInWords, nameInWords } from '../format/words'
import { waitOf, type Wait } from '../store/runFacts'
import { useConsole } from '../store/useConsole'
import { HlsPlayer, type PictureClock } from '../widgets/HlsPlayer'
import { Panel } from '../widgets/Panel'
import { STALE_AFTER_MS } from '../widgets/Timecode'
import { FactsStrip } from './FactsStrip'
import { whyNoPicture } from './whyNoPicture'

interface Props {
  readonly session: SessionView | undefined
  readonly picture: RefObject<PictureClock | null>
}

/** The picture as it is recorded, with its age; or what we are waiting for; or why there is none. */
export function ProgrammePanel({ session, picture }: Props) {
  const [trouble, setTrouble] = useState<string | null>(null)
  const [clock, setClock] = useState<PictureClock | null>(null)
  const onClock = useCallback(
    (next: PictureClock | null) => {
      picture.current = next
      setClock(next)
    },
    [picture],
  )
  const showsPicture = session?.playUrl && session.phase === 'live' && !isAwaited(session)
  return (
    <Panel
      title="Programme"
      className="programme"
      aside={showsPicture && clock && !trouble ? <PictureAge clock={clock} /> : undefined}
    >
      <div className="picture status">
        {showsPicture && session.playUrl ? (
          <>
            <HlsPlayer
              url={session.playUrl}
              label="Programme as recorded, without sound"
              live
              onClock={onClock}
              onTrouble={setTrouble}
            />
            {trouble && <Card title="No picture" why={trouble} />}
          </>
        ) : (
          <Instead session={session} />
        )}
      </div>
      <FactsStrip session={session} />
    </Panel>
  )
}

/**
 * Before the first frame was counted there is nothing a player could ask for. Frames are counted in
 * rehearsal, at destinations; anywhere else only asking tells.
 */
const isAwaited = ({ rehearsal, legs, facts }: SessionView): boolean =>
  rehearsal && legs.length > 0 && facts.picture?.newestAt == null

function PictureAge({ clock }: { readonly clock: PictureClock }) {
  const now = useNow() + useConsole((s) => s.status?.awsOffsetMs ?? 0)
  const shownAt = clock.shownAt()
  if (shownAt === null) return <span className="age">age not known</span>
  return (
    <span
      className="picture-age num"
      data-late={now - shownAt > STALE_AFTER_MS}
      title="How long ago the frame on screen was recorded"
    >
      {shortLength(now - shownAt)} behind
    </span>
  )
}

function Instead({ session }: { readonly session: SessionView | undefined }) {
  const wait = session && session.phase !== 'live' ? waitOf(session) : null
  if (wait) return <WaitCard wait={wait} />
  return <Card {...whyNoPicture(session)} />
}

function Card({ title, why }: { readonly title: string; readonly why: string }) {
  return (
    <div className="picture-card">
      <p className="picture-title">{title}</p>
      <p>{why}</p>
    </div>
  )
}

function WaitCard({ wait: { run, step, usualMs, longestMs } }: { readonly wait: Wait }) {
  const elapsed = useNow() - (step?.startedAt ?? run.startedAt)
  const share = usualMs ? Math.min(elapsed / usualMs, 1) : 0
  return (
    <div className="picture-card waiting">
      <p className="picture-title">{goingInWords(run.workflow)}</p>
      <p>
        {step ? nameInWords(step.name) : 'Next step'}
        {step?.subject && <span className="faint"> · {step.subject}</span>}
      </p>
      <progress value={share} max={1} aria-label="Elapsed of the usual time" />
      <p className="num faint">
        {lengthInWords(elapsed)}
        {usualMs !== null && ` · usually ${lengthInWords(usualMs)}`}
        {longestMs !== null && ` · at most ${lengthInWords(longestMs)}`}
      </p>
    </div>
  )
}
