import { useRef, type ReactNode } from 'react'
import { Boundary } from './Boundary'
import { useOverflows } from './useOverflows'

interface Props {
  readonly title: string
  /** Stands at the right of the title. */
  readonly aside?: ReactNode
  readonly className?: string
  readonly children: ReactNode
}

/** A region of the window with a name, a fixed place and an error boundary of its own. */
export function Panel({ title, aside, className = '', children }: Props) {
  const body = useRef<HTMLDivElement>(null)
  const overflows = useOverflows(body)
  return (
    <section className={`panel ${className}`} aria-label={title}>
      <header className="panel-head">
        <h2>{title}</h2>
        {aside !== undefined && <div className="panel-aside">{aside}</div>}
      </header>
      {/* A stop of the Tab key only where the keyboard is needed for scrolling. */}
      <div ref={body} className="panel-body" tabIndex={overflows ? 0 : undefined}>
        <div className="panel-content">
          <Boundary title={title}>{children}</Boundary>
        </div>
      </div>
    </section>
  )
}

/** What stands in a panel while there is nothing to show: why, and what would fill it. */
export function Nothing({ children }: { readonly children: ReactNode }) {
  return <p className="nothing">{children}</p>
}
