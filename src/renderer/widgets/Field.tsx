import { useId, type ReactNode } from 'react'

interface Control {
  readonly id: string
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': boolean
}

interface Props {
  readonly label: string
  readonly hint?: ReactNode
  /** What is wrong and what to do. */
  readonly complaint?: string | undefined
  readonly className?: string
  readonly children: (control: Control) => ReactNode
}

/** A label, a control, and under it either a hint or what is wrong. */
export function Field({ label, hint, complaint, className = '', children }: Props) {
  const id = useId()
  const note = complaint ?? hint
  return (
    <div className={`field ${className}`} data-invalid={complaint !== undefined}>
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        'aria-describedby': note === undefined ? undefined : `${id}-note`,
        'aria-invalid': complaint !== undefined,
      })}
      {note !== undefined && (
        <p className="field-note" id={`${id}-note`} role={complaint ? 'alert' : undefined}>
          {note}
        </p>
      )}
    </div>
  )
}
