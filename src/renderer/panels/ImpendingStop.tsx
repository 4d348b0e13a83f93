import { Hourglass } from 'lucide-react'
import type { SessionView } from '../../shared/domain/session'
import { core } from '../bridge/client'
import { newCommandId, useCommand } from '../bridge/useCommand'
import { useNow } from '../clock/ticking'
import { timecode } from '../format/time'
import { selectMayAct, useConsole } from '../store/useConsole'
import { ErrorNote } from '../widgets/ErrorNote'

/** What is about to end the show, with the time left and the one click that calls it off. */
export function ImpendingStop({ session }: { readonly session: SessionView }) {
  const mayAct = useConsole(selectMayAct)
  const keep = useCommand(() =>
    core.sessions.keepRunning({ commandId: newCommandId(), sessionId: session.id }),
  )
  const { impending } = session
  if (!impending) return null
  return (
    <div className="impending" role="alert" data-stops={impending.stopsAt !== null}>
      <Hourglass aria-hidden size={16} />
      <p>
        <strong>{impending.what}</strong> {impending.todo}
      </p>
      {impending.stopsAt !== null && <Countdown until={impending.stopsAt} />}
      <button type="button" disabled={!mayAct || keep.busy} onClick={() => void keep.run()}>
        Keep running
      </button>
      {keep.error && <ErrorNote error={keep.error} />}
    </div>
  )
}

function Countdown({ until }: { readonly until: number }) {
  const left = Math.max(0, until - useNow())
  return (
    <span className="num impending-left" aria-live="off">
      stops in {timecode(left)}
    </span>
  )
}
