import { useEffect, useMemo, useRef, useState } from 'react'
import type { DestinationId, ShowId } from '../../shared/domain/ids'
import type { SessionView } from '../../shared/domain/session'
import type { Show } from '../../shared/domain/show'
import { core } from '../bridge/client'
import { ActivityPanel } from '../panels/ActivityPanel'
import { AlertsPanel } from '../panels/AlertsPanel'
import { CertificatePanel } from '../panels/CertificatePanel'
import { Controls } from '../panels/Controls'
import { CostPanel } from '../panels/CostPanel'
import { DestinationsPanel } from '../panels/DestinationsPanel'
import { DrillsPanel } from '../panels/DrillsPanel'
import { ImpendingStop } from '../panels/ImpendingStop'
import { IngestPanel } from '../panels/IngestPanel'
import { PreflightPanel } from '../panels/PreflightPanel'
import { ProgrammePanel } from '../panels/ProgrammePanel'
import { ShowHeader } from '../panels/ShowHeader'
import { TakesPanel } from '../panels/TakesPanel'
import { useEstimate } from '../panels/useEstimate'
import { usePreflight } from '../panels/usePreflight'
import { sessionOfShow } from '../store/sessionFacts'
import { useConsole } from '../store/useConsole'
import { Boundary } from '../widgets/Boundary'
import { ErrorNote } from '../widgets/ErrorNote'
import type { PictureClock } from '../widgets/HlsPlayer'

/** One show, from its plan to its certificate; every panel keeps its place through all phases. */
export function ShowScreen({ show }: { readonly show: Show }) {
  const session = useConsole((s) => sessionOfShow(s.sessions, show.id))
  const silenced = useConsole(selectSilenced)
  const rehearsing = useConsole((s) => s.account?.rehearsal ?? true)
  const account = useConsole((s) => s.account)
  const over = session === undefined || session.phase === 'wrapped'
  // What is done next goes to the profile in use; what was done went where its session says.
  const rehearsal = over ? rehearsing : session.rehearsal
  const picture = useRef<PictureClock | null>(null)
  const estimate = useEstimate(useMemo(() => draftOfShow(show), [show]))
  const reason = `${show.updatedAt} ${account?.state} ${JSON.stringify(account?.settings)}`
  const preflight = usePreflight(over ? show.id : null, reason)
  const keys = useKeysPresent(show)
  return (
    <main className="show" data-rehearsal={rehearsal}>
      <ShowHeader show={show} session={session} rehearsal={rehearsal} />
      <Boundary title="Controls">
        <Controls
          show={show}
          session={session}
          silenced={silenced}
          preflight={preflight.value}
          estimate={estimate}
          rehearsal={rehearsal}
          picture={picture}
        />
      </Boundary>
      {session?.impending && <ImpendingStop session={session} />}
      {session?.parked && <Parked session={session} />}
      <div className="show-body">
        <div className="column">
          <Main session={session} picture={picture} />
        </div>
        <div className="column">
          <DestinationsPanel show={show} session={session} keys={keys} />
          <TakesPanel session={session} />
        </div>
        <div className="column">
          <CostPanel
            session={session}
            estimate={estimate}
            rehearsal={session?.rehearsal ?? rehearsal}
          />
          {over && <PreflightPanel preflight={preflight} />}
          {session && <ActivityPanel session={session} />}
        </div>
      </div>
      {rehearsal && (
        <Boundary title="Drills">
          <DrillsPanel show={show} session={session} />
        </Boundary>
      )}
    </main>
  )
}

interface MainProps {
  readonly session: SessionView | undefined
  readonly picture: { current: PictureClock | null }
}

function Main({ session, picture }: MainProps) {
  if (session?.certificate)
    return <CertificatePanel session={session} certificate={session.certificate} />
  return (
    <>
      <ProgrammePanel session={session} picture={picture} />
      <IngestPanel session={session} />
      <AlertsPanel session={session} />
    </>
  )
}

/** The error itself stands at its run in Activity, with the button that takes it up again. */
function Parked({ session }: { readonly session: SessionView }) {
  if (!session.parked || session.runs.some((run) => run.error?.code === session.parked?.code))
    return null
  return <ErrorNote error={session.parked} />
}

function selectSilenced(s: {
  readonly connected: boolean
  readonly status: { readonly mayWrite: boolean } | null
}): string | null {
  if (!s.connected) return 'Not connected'
  return s.status?.mayWrite ? null : 'Looking on only'
}

function draftOfShow({ id: _id, updatedAt: _updatedAt, ...draft }: Show) {
  return draft
}

/** Which destinations have a key, asked again when the show was changed. */
function useKeysPresent(show: Show): readonly DestinationId[] | null {
  const [keys, setKeys] = useState<{
    readonly showId: ShowId
    readonly present: readonly DestinationId[]
  } | null>(null)
  useEffect(() => {
    let overtaken = false
    core.shows.keysPresent({ showId: show.id }).then(
      (present) => overtaken || setKeys({ showId: show.id, present }),
      // Preflight says in words what is wrong with the keychain; here it stays "not known".
      () => overtaken || setKeys(null),
    )
    return () => {
      overtaken = true
    }
  }, [show.id, show.updatedAt])
  return keys?.showId === show.id ? keys.present : null
}
