import { TriangleAlert, X } from 'lucide-react'
import type { WireError } from '../../shared/errors'

interface Props {
  readonly error: WireError
  /** The one button that mends it, where there is one. */
  readonly remedy?: {
    readonly label: string
    readonly run: () => void
    readonly disabled?: boolean
  }
  readonly onDismiss?: () => void
  /** Said aloud at once; off for what merely stands in a list. */
  readonly alert?: boolean
}

/** What happened, most likely why, what to do; the reference folded away. */
export function ErrorNote({ error, remedy, onDismiss, alert = true }: Props) {
  return (
    <div className="error-note" role={alert ? 'alert' : undefined}>
      <TriangleAlert aria-hidden size={16} className="error-icon" />
      <div className="error-text">
        <p className="error-what">{error.what}</p>
        <p>
          {error.why} <strong>{error.todo}</strong>
        </p>
        {error.reference && (
          <details>
            <summary>Reference</summary>
            <code>
              {error.code} · {error.reference}
            </code>
          </details>
        )}
      </div>
      {remedy && (
        <button type="button" className="small" onClick={remedy.run} disabled={remedy.disabled}>
          {remedy.label}
        </button>
      )}
      {onDismiss && (
        <button type="button" className="icon-button" aria-label="Dismiss" onClick={onDismiss}>
          <X aria-hidden size={14} />
        </button>
      )}
    </div>
  )
}
