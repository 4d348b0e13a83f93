import { ChevronUp, Siren, X } from 'lucide-react'
import { Popover } from 'radix-ui'
import { useState } from 'react'
import { drillOffers, type ArmedDrill } from '../../shared/domain/drill'
import { toOperatorError } from '../../shared/errors'
import type { SessionView } from '../../shared/domain/session'
import type { Show } from '../../shared/domain/show'
import { useAction } from '../actions/registry'
import { core } from '../bridge/client'
import { useNow } from '../clock/ticking'
import { timecode } from '../format/time'
import { selectMayAct, useConsole } from '../store/useConsole'
import { toast } from '../widgets/toasts'
import { DrillChoice } from './DrillChoice'

interface Props {
  readonly show: Show
  readonly session: SessionView | undefined
}

/** Failures on purpose: in rehearsal only, in a strip of its own, so that nothing else moves. */
export function DrillsPanel({ show, session }: Props) {
  const all = useConsole((s) => s.drills)
  const drills = all.filter(({ sessionId }) => sessionId === null || sessionId === session?.id)
  const mayAct = useConsole(selectMayAct)
  const [open, setOpen] = useState(false)
  const refusal = mayAct ? null : 'Looking on only'
  const common = { group: 'Show', refusal } as const
  useAction({
    ...common,
    id: 'drill-begin',
    label: 'Stage a failure …',
    keys: 'Ctrl+Shift+F',
    run: () => setOpen(true),
  })
  useAction({
    ...common,
    id: 'drill-end-all',
    label: 'End all drills',
    keys: null,
    refusal: refusal ?? (drills.length === 0 ? 'No drill is on' : null),
    run: () => void endAll(),
  })
  return (
    <section className="drills" aria-label="Drills">
      <Popover.Root open={open} onOpenChange={setOpen}>
        <Popover.Trigger className="drills-trigger" disabled={!mayAct}>
          <Siren aria-hidden size={15} /> Stage a failure <ChevronUp aria-hidden size={14} />
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Content
            className="popover drill-popover"
            side="top"
            align="start"
            sideOffset={6}
            aria-label="Stage a failure"
          >
            <DrillChoice show={show} session={session} onDone={() => setOpen(false)} />
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
      <Armed drills={drills} show={show} onEnd={mayAct ? end : undefined} />
      {drills.length > 1 && (
        <button type="button" disabled={!mayAct} onClick={() => void endAll()}>
          End all
        </button>
      )}
    </section>
  )
}

const end = (id: string) => core.drills.end({ id }).catch(complain)
const endAll = () => core.drills.endAll().catch(complain)

/** The strip has no room for a sentence. */
function complain(thrown: unknown): void {
  const { wire } = toOperatorError(thrown, 'window')
  toast(wire.what, { error: wire })
}

interface ArmedProps {
  readonly drills: readonly ArmedDrill[]
  readonly show: Show
  /** Absent: only looking on. */
  readonly onEnd: ((id: string) => unknown) | undefined
}

function Armed({ drills, show, onEnd }: ArmedProps) {
  if (drills.length === 0)
    return (
      <p className="faint clip">
        Make something fail, and see what the console says and does. Nothing leaves this machine.
      </p>
    )
  return (
    <ul className="armed-drills" aria-live="polite">
      {drills.map((drill) => (
        <li key={drill.id} data-phase={drill.phase}>
          <strong className="clip">{titleOf(drill, show)}</strong>
          <Left drill={drill} />
          {onEnd && (
            <button
              type="button"
              className="icon-button"
              aria-label={`End the drill: ${titleOf(drill, show)}`}
              onClick={() => void onEnd(drill.id)}
            >
              <X aria-hidden size={14} />
            </button>
          )}
        </li>
      ))}
    </ul>
  )
}

/** What is staged, and at which destination. */
function titleOf({ name, kind, about }: ArmedDrill, show: Show): string {
  const title = name ? drillOffers[name].title : kind
  const destination = show.destinations.find((each) => each.kind !== 'ivs' && each.url === about)
  return destination ? `${destination.name}: ${title.toLowerCase()}` : title
}

function Left({ drill: { phase, endsAt } }: { readonly drill: ArmedDrill }) {
  const now = useNow()
  const left = endsAt === null ? null : Math.max(0, endsAt - now)
  if (left === null) return <span className="faint">until ended</span>
  return (
    <span className="num">
      {phase === 'waiting' ? `in ${timecode(left)}` : `${timecode(left)} left`}
    </span>
  )
}
