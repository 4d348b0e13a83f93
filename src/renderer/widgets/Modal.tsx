import { X } from 'lucide-react'
import { useLayoutEffect, useRef, type ReactNode, type RefObject } from 'react'

interface Props {
  readonly label: string
  readonly className?: string
  /** Shows the label and a close button on top. */
  readonly headed?: boolean
  /** What takes the focus; else the first thing that can. */
  readonly first?: RefObject<HTMLElement | null>
  readonly onClose: () => void
  readonly children: ReactNode
}

/** The browser's own modal: it traps the focus, answers Esc and needs no style of its own. */
export function Modal({ label, className = '', headed = false, first, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  // Closed before it leaves the page: only then does the browser give the focus back.
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    first?.current?.focus()
    return () => element?.close()
  }, [first])
  return (
    <dialog
      ref={dialog}
      className={`modal ${className}`}
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      // Only a click on the backdrop has the dialog itself as its target.
      onMouseDown={(event) => event.target === event.currentTarget && onClose()}
    >
      {headed && (
        <header className="modal-head">
          <h2>{label}</h2>
          <button type="button" className="icon-button" aria-label="Close" onClick={onClose}>
            <X aria-hidden size={16} />
          </button>
        </header>
      )}
      <div className="modal-body">{children}</div>
    </dialog>
  )
}
