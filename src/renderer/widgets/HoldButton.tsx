import type { LucideIcon } from 'lucide-react'
import {
  useEffect,
  useId,
  useRef,
  useState,
  type FocusEvent,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
} from 'react'
import { useHold } from './useHold'

interface Props {
  readonly id: string
  readonly label: string
  readonly Icon: LucideIcon
  /** Second line of the button. */
  readonly note: string
  /** What goes dark and what keeps costing; shown before it is too late. */
  readonly consequence: ReactNode
  /** On the button of the second step, for the keyboard. */
  readonly confirmLabel: string
  /** Why it cannot be pressed; null when it can. */
  readonly refusal: string | null
  readonly tone: 'stop' | 'plain'
  readonly onConfirm: () => void
}

/** Held with the pointer, or pressed and confirmed from the keyboard: a slip never does it. */
export function HoldButton(props: Props) {
  const { id, label, Icon, note, consequence, refusal, tone, onConfirm } = props
  const [asking, setAsking] = useState(false)
  const hold = useHold(onConfirm)
  const describedBy = useId()
  const button = useRef<HTMLButtonElement>(null)
  const close = () => {
    setAsking(false)
    button.current?.focus()
  }
  const off = refusal !== null
  const { release } = hold
  // What was begun while it was allowed must not end in a stop once it is not.
  useEffect(() => {
    if (!off) return
    release()
    setAsking(false)
  }, [off, release])
  const whenLeft = (event: FocusEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget)) setAsking(false)
  }
  return (
    <div className="hold" data-open={(hold.holding || asking) && !off} onBlur={whenLeft}>
      <button
        ref={button}
        id={id}
        type="button"
        className="control hold-button"
        data-tone={tone}
        data-holding={hold.holding}
        disabled={off}
        title={refusal ?? undefined}
        aria-describedby={describedBy}
        onPointerDown={(event) => isMain(event) && hold.press()}
        onPointerUp={hold.release}
        onPointerLeave={hold.release}
        onPointerCancel={hold.release}
        onContextMenu={(event) => event.preventDefault()}
        onKeyDown={(event) => isPress(event) && setAsking(true)}
        // No pointer behind it: a screen reader, a switch or a script pressed it.
        onClick={(event) => event.detail === 0 && setAsking(true)}
      >
        <span className="control-icon">
          <Ring />
          <Icon aria-hidden size={18} />
        </span>
        <span className="control-text">
          <span className="control-label">{label}</span>
          <span className="control-note" aria-hidden>
            {note}
          </span>
        </span>
      </button>
      <div className="hold-says" id={describedBy} hidden={!asking && !hold.holding}>
        <p>{consequence}</p>
        {asking && !off && (
          <Confirm label={props.confirmLabel} onYes={() => (close(), onConfirm())} onNo={close} />
        )}
      </div>
    </div>
  )
}

const isMain = (event: PointerEvent): boolean => event.button === 0 && event.isPrimary

/** A key held down repeats; only its first press counts, or one long Enter would also confirm. */
function isPress(event: KeyboardEvent): boolean {
  if (event.key !== 'Enter' && event.key !== ' ') return false
  event.preventDefault()
  return !event.repeat
}

interface ConfirmProps {
  readonly label: string
  readonly onYes: () => void
  readonly onNo: () => void
}

function Confirm({ label, onYes, onNo }: ConfirmProps) {
  const yes = useRef<HTMLButtonElement>(null)
  useEffect(() => yes.current?.focus(), [])
  return (
    <div
      className="hold-confirm"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onNo()
      }}
    >
      <button
        ref={yes}
        type="button"
        className="danger"
        onClick={onYes}
        onKeyDown={(event) => event.repeat && event.preventDefault()}
      >
        {label}
      </button>
      <button type="button" onClick={onNo}>
        Cancel
      </button>
    </div>
  )
}

const Ring = () => (
  <svg className="hold-ring" viewBox="0 0 36 36" aria-hidden>
    <circle cx="18" cy="18" r="16" pathLength={100} />
  </svg>
)
