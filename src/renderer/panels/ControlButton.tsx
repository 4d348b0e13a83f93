import type { LucideIcon } from 'lucide-react'
import { useId, type ReactNode } from 'react'

interface Props {
  readonly label: string
  readonly Icon: LucideIcon
  /** Second line: the price, the running time … Described, not part of the name. */
  readonly note: ReactNode
  readonly tone: 'primary' | 'record' | 'recording' | 'plain'
  readonly busy: boolean
  /** Why it cannot be pressed; null when it can. */
  readonly refusal: string | null
  readonly pressed?: boolean
  readonly onPress: () => void
}

/** One of the large buttons: a verb, and under it what the verb costs or does. */
export function ControlButton(props: Props) {
  const { label, Icon, note, tone, busy, refusal, pressed, onPress } = props
  const noteId = useId()
  return (
    <button
      type="button"
      className="control"
      data-tone={tone}
      data-busy={busy}
      disabled={busy || refusal !== null}
      title={refusal ?? undefined}
      aria-describedby={noteId}
      aria-pressed={pressed}
      onClick={onPress}
    >
      <span className="control-icon">
        <Icon aria-hidden size={18} />
      </span>
      <span className="control-text">
        <span className="control-label">{label}</span>
        <span className="control-note" id={noteId} aria-hidden>
          {note}
        </span>
      </span>
    </button>
  )
}
