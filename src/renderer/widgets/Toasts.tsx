import { X } from 'lucide-react'
import { ErrorNote } from './ErrorNote'
import { dismissToast, useToasts, type Toast } from './toasts'

/** Passing words, at the foot of the window, over nothing that matters. */
export function Toasts() {
  const toasts = useToasts()
  return (
    <ol className="toasts" aria-live="polite" aria-label="Messages">
      {toasts.map((toast) => (
        <li key={toast.id}>
          {toast.error ? (
            <ErrorNote error={toast.error} onDismiss={() => dismissToast(toast.id)} />
          ) : (
            <Passing toast={toast} />
          )}
        </li>
      ))}
    </ol>
  )
}

function Passing({ toast: { id, text, undo } }: { readonly toast: Toast }) {
  return (
    <div className="toast">
      <span>{text}</span>
      {undo && (
        <button
          type="button"
          className="small"
          onClick={() => {
            dismissToast(id)
            undo.run()
          }}
        >
          {undo.label}
        </button>
      )}
      <button
        type="button"
        className="icon-button"
        aria-label="Dismiss"
        onClick={() => dismissToast(id)}
      >
        <X aria-hidden size={14} />
      </button>
    </div>
  )
}
