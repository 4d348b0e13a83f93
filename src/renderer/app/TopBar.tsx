import { Search } from 'lucide-react'
import { useMemo } from 'react'
import { dollars } from '../../shared/domain/money'
import { burnRate } from '../store/sessionFacts'
import { useConsole } from '../store/useConsole'
import { RehearsalBadge } from '../widgets/RehearsalBadge'
import { WallClock } from '../widgets/Timecode'
import { ProfileMenu } from './ProfileMenu'

/** Who we are, what we spend, what time it is. */
export function TopBar({ onPalette }: { readonly onPalette: () => void }) {
  const rehearsal = useConsole((s) => s.account?.rehearsal ?? false)
  return (
    <header className="top-bar">
      <span className="brand">
        <span className="brand-lamp" aria-hidden />
        Tallylight
      </span>
      {rehearsal && <RehearsalBadge />}
      <ProfileMenu />
      <button
        type="button"
        className="palette-button"
        aria-keyshortcuts="Control+K"
        onClick={onPalette}
      >
        <Search aria-hidden size={14} />
        Commands
        <kbd>Ctrl K</kbd>
      </button>
      <Burn />
      <WallClock />
    </header>
  )
}

function Burn() {
  const sessions = useConsole((s) => s.sessions)
  const rate = useMemo(() => burnRate(sessions), [sessions])
  return (
    <div className="burn num status" aria-label="Running cost" role="group">
      {rate.rehearsing > 0 && (
        <span className="rehearsed" title="What the rehearsal would cost on AWS">
          would cost {dollars(rate.rehearsedPerHourMicros)}/h
        </span>
      )}
      <span data-burning={rate.paid > 0}>
        {dollars(rate.perHourMicros)}/h · {rate.paid} paid
      </span>
    </div>
  )
}
