import { OctagonX, Search } from 'lucide-react'
import { useEffect, useMemo } from 'react'
import type { SessionView } from '../../shared/domain/session'
import { useAction } from '../actions/registry'
import { core } from '../bridge/client'
import { newCommandId, useCommand } from '../bridge/useCommand'
import { dayTime } from '../format/time'
import { count } from '../format/words'
import { CertificatePanel } from '../panels/CertificatePanel'
import { FoundPanel } from '../panels/FoundPanel'
import { kindInWords, stopAllConsequence } from '../panels/foundWords'
import { RegionsPanel } from '../panels/RegionsPanel'
import { StopReportPanel } from '../panels/StopReportPanel'
import { newestFirst } from '../store/sessionFacts'
import { selectMayAct, useConsole } from '../store/useConsole'
import { ErrorNote } from '../widgets/ErrorNote'
import { HoldButton } from '../widgets/HoldButton'
import { Nothing, Panel } from '../widgets/Panel'

export const STOP_ALL_BUTTON = 'stop-everything-button'

/** Everything of Tallylight's in the account, whoever made it, and the one button that stops it all. */
export function ResourcesScreen({ stop }: { readonly stop: boolean }) {
  const found = useConsole((s) => s.found)
  const connected = useConsole((s) => s.connected)
  const look = useCommand(() => core.resources.look())
  const isLooking = look.busy || found.state === 'looking'
  useEffect(() => {
    if (stop) document.getElementById(STOP_ALL_BUTTON)?.focus()
  }, [stop])
  useAction({
    id: 'look-for-resources',
    label: 'Look now for what is in AWS',
    group: 'Show',
    keys: 'Ctrl+Shift+E',
    refusal: !connected ? 'Not connected' : isLooking ? 'Looking already' : null,
    run: () => void look.run(),
  })
  return (
    <main className="page resources">
      <header className="resources-head">
        <div>
          <h1>Resources</h1>
          <p className="faint">{ageOf(found.state, found.lookedAt)}</p>
        </div>
        <button type="button" disabled={isLooking || !connected} onClick={() => void look.run()}>
          <Search aria-hidden size={15} /> {isLooking ? 'Looking …' : 'Look now'}
        </button>
        <StopAll />
      </header>
      {look.error && <ErrorNote error={look.error} onDismiss={look.clear} />}
      {found.stop && <StopReportPanel report={found.stop} />}
      <Sessions />
      {found.strays.length > 0 && <Strays />}
      {found.regions.length > 0 && <RegionsPanel found={found} />}
      <Retired />
    </main>
  )
}

function ageOf(state: 'never' | 'looking' | 'looked', lookedAt: number | null): string {
  if (state === 'looking') return 'Every region is being asked.'
  return lookedAt === null ? 'Not asked yet.' : `As AWS said at ${dayTime(lookedAt)}.`
}

function StopAll() {
  const mayAct = useConsole(selectMayAct)
  const { sessions, regions, stop } = useConsole((s) => s.found)
  const own = useConsole((s) => s.sessions)
  const command = useCommand(() => core.resources.stopEverything({ commandId: newCommandId() }))
  const running = useMemo(() => runningNow(sessions, Object.values(own.byId)), [sessions, own])
  const isUnderWay = command.busy || (stop !== null && stop.endedAt === null)
  return (
    <div className="stop-all">
      <HoldButton
        id={STOP_ALL_BUTTON}
        label="Stop everything of mine"
        Icon={OctagonX}
        tone="stop"
        note={
          isUnderWay
            ? 'Hold · asks once more'
            : `Hold · ${running === 0 ? 'nothing seen to run' : `${running} on air`}`
        }
        consequence={stopAllConsequence(running, regions.length)}
        confirmLabel="Yes, stop everything"
        refusal={mayAct ? null : 'Looking on only'}
        onConfirm={() => void command.run()}
      />
      {command.error && <ErrorNote error={command.error} onDismiss={command.clear} />}
    </div>
  )
}

/** Found running, or running here though no look has shown it yet. */
function runningNow(
  found: readonly { readonly sessionId: string; readonly running: boolean }[],
  own: readonly SessionView[],
): number {
  const here = own
    .filter(({ phase }) => phase === 'starting' || phase === 'live' || phase === 'stopping')
    .map(({ id }) => id as string)
  const known = new Set(own.map(({ id }) => id as string))
  const there = found
    .filter(({ running, sessionId }) => running && !known.has(sessionId))
    .map(({ sessionId }) => sessionId)
  return new Set([...here, ...there]).size
}

function Sessions() {
  const { sessions, state, keptRecordings } = useConsole((s) => s.found)
  return (
    <Panel
      title="Found in AWS"
      aside={
        sessions.length > 0 && <span className="num">{count(sessions.length, 'session')}</span>
      }
    >
      {sessions.length === 0 && <Empty state={state} />}
      {sessions.length > 0 && (
        <ul className="found-list">
          {sessions.map((found) => (
            <FoundPanel key={found.sessionId} found={found} />
          ))}
        </ul>
      )}
      {keptRecordings > 0 && (
        <p className="nothing">
          Besides, recordings of {count(keptRecordings, 'ended session')} are kept in the bucket, on
          purpose.
        </p>
      )}
    </Panel>
  )
}

function Empty({ state }: { readonly state: 'never' | 'looking' | 'looked' }) {
  if (state === 'looked')
    return (
      <Nothing>
        Nothing of Tallylight’s is in AWS. A show that is prepared stands here until it is cleaned
        up; so does one whose console was lost.
      </Nothing>
    )
  return (
    <Nothing>
      {state === 'looking'
        ? 'Nothing yet …'
        : 'Whatever Tallylight makes in AWS carries its tag. “Look now” asks every region for it, also for what another console, or a lost one, has left there.'}
    </Nothing>
  )
}

function Strays() {
  const strays = useConsole((s) => s.found.strays)
  return (
    <Panel title="Tagged, of no session">
      <p className="nothing">
        These carry Tallylight’s tag, and no session that could be read: somebody changed their
        tags. They are left alone; delete them in the AWS console.
      </p>
      <ul className="kept">
        {strays.map(({ kind, id, region, state }) => (
          <li key={kind + id}>
            {kindInWords(kind)} <span className="mono">{id}</span> {state}{' '}
            <span className="num">{region}</span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

/** Of a session that was retired here no show may be on the list: its certificate stands here. */
function Retired() {
  const sessions = useConsole((s) => s.sessions)
  const shows = useConsole((s) => s.shows)
  const retired = useMemo(
    () =>
      newestFirst(sessions).filter(({ certificate, showId }) => certificate && !shows.byId[showId]),
    [sessions, shows],
  )
  return retired
    .slice(0, 3)
    .map(
      (session) =>
        session.certificate && (
          <CertificatePanel key={session.id} session={session} certificate={session.certificate} />
        ),
    )
}
