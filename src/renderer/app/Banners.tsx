import { Eye, Unplug } from 'lucide-react'
import { core } from '../bridge/client'
import { useCommand } from '../bridge/useCommand'
import { useNow } from '../clock/ticking'
import { timeOfDay } from '../format/time'
import { useConsole } from '../store/useConsole'
import { ErrorNote } from '../widgets/ErrorNote'
import type { WireError } from '../../shared/errors'

/** What concerns the whole window: no connection, looking on only, notices of the console. */
export function Banners() {
  const connected = useConsole((s) => s.connected)
  const viewOnly = useConsole((s) => s.status !== null && !s.status.mayWrite)
  const trouble = useConsole((s) => s.account?.trouble ?? null)
  const notices = useConsole((s) => s.status?.notices ?? NONE)
  const tryAgain = useCommand(() => core.account.tryAgain())
  return (
    <section className="banners" aria-label="Notices">
      {!connected && <Disconnected />}
      {viewOnly && !notices.some(({ code }) => code === 'storage.other-console') && (
        <p className="banner" role="note" data-kind="view-only">
          <Eye aria-hidden size={16} />
          <span>
            <strong>Looking on only.</strong> Another console on this machine is in charge. Close it
            to take over here.
          </span>
        </p>
      )}
      {trouble && (
        <ErrorNote
          error={trouble}
          remedy={{
            label: 'Try again',
            run: () => void tryAgain.run(),
            disabled: tryAgain.busy || !connected,
          }}
        />
      )}
      {notices.map((notice) => (
        <Notice key={notice.code} notice={notice} />
      ))}
    </section>
  )
}

const RESTARTED_AFTER_MS = 15_000

/** A console that was restarted may listen elsewhere, and lets nobody in without its new address. */
function Disconnected() {
  const lostAt = useConsole((s) => s.lostAt)
  const long = useNow() - (lostAt ?? Infinity) >= RESTARTED_AFTER_MS
  return (
    <p className="banner" role="alert" data-kind="disconnected">
      <Unplug aria-hidden size={16} />
      <span>
        <strong>Not connected to the console.</strong> What you see is from{' '}
        {lostAt === null ? 'before' : timeOfDay(lostAt)} and may have changed. What is on air goes
        on. Connecting again …{' '}
        {long && <strong>If the console was restarted, open the address it printed.</strong>}
      </span>
    </p>
  )
}

const NONE: readonly WireError[] = []

function Notice({ notice }: { readonly notice: WireError }) {
  const dismiss = useCommand(() => core.frame.dismissNotice({ code: notice.code }))
  return <ErrorNote error={notice} onDismiss={() => void dismiss.run()} />
}
