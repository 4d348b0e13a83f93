import { ShieldAlert, ShieldCheck } from 'lucide-react'
import type { SessionView } from '../../shared/domain/session'
import { core } from '../bridge/client'
import { newCommandId, useCommand } from '../bridge/useCommand'
import { timeOfDay } from '../format/time'
import { selectMayAct, useConsole } from '../store/useConsole'
import { ErrorNote } from '../widgets/ErrorNote'
import { isRunning } from './controlRules'

const MORE_MS = 30 * 60_000

/** When AWS ends the show by itself, should this machine not be there; extended with one click. */
export function SafetyStopLine({ session }: { readonly session: SessionView }) {
  const mayAct = useConsole(selectMayAct)
  const offset = useConsole((s) => s.status?.awsOffsetMs ?? 0)
  const extend = useCommand(() =>
    core.sessions.extend({ commandId: newCommandId(), sessionId: session.id, byMs: MORE_MS }),
  )
  if (!isRunning(session)) return null
  const { safetyStopAt } = session
  return (
    <div className="safety-stop">
      <p className="status" data-set={safetyStopAt !== null}>
        {safetyStopAt === null ? (
          <>
            <ShieldAlert aria-hidden size={14} /> No safety stop is set in AWS
          </>
        ) : (
          <>
            <ShieldCheck aria-hidden size={14} /> AWS stops it at{' '}
            <strong className="num">{timeOfDay(safetyStopAt - offset)}</strong>
          </>
        )}
      </p>
      {session.phase === 'live' && !session.takenOver && (
        <button
          type="button"
          disabled={!mayAct || extend.busy}
          title="Moves the planned end, and the safety stop with it"
          onClick={() => void extend.run()}
        >
          +30 min
        </button>
      )}
      {extend.error && <ErrorNote error={extend.error} />}
    </div>
  )
}
