import { X } from 'lucide-react'
import { useEffect, useRef, type ReactNode } from 'react'

interface Props {
  readonly label: string
  readonly className?: string
  /** Shows the label and a close button on top. */
  readonly headed?: boolean
  readonly onClose: () => void
  readonly children: ReactNode
}

/** The browser's own modal: it traps the focus, answers Esc and needs no style of its own. */
export function Modal({ label, className = '', headed = false, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])
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
