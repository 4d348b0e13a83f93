import { Component, type ErrorInfo, type ReactNode } from 'react'

interface Props {
  readonly title: string
  readonly children: ReactNode
}

/** A panel that breaks says so in its own place; all the others go on. */
export class Boundary extends Component<Props, { readonly broken: string | null }> {
  override state = { broken: null }

  static getDerivedStateFromError(thrown: unknown): { readonly broken: string } {
    return { broken: thrown instanceof Error ? thrown.message : String(thrown) }
  }

  override componentDidCatch(thrown: Error, { componentStack }: ErrorInfo): void {
    console.error(`The panel "${this.props.title}" broke.`, thrown, componentStack)
  }

  override render(): ReactNode {
    if (this.state.broken === null) return this.props.children
    return (
      <div className="error-note" role="alert">
        <div className="error-text">
          <p className="error-what">“{this.props.title}” cannot be shown.</p>
          <p>
            The window made a mistake here. <strong>What is on air is not touched by it.</strong>
          </p>
          <details>
            <summary>Reference</summary>
            <code>{this.state.broken}</code>
          </details>
        </div>
        <button type="button" className="small" onClick={() => this.setState({ broken: null })}>
          Show again
        </button>
      </div>
    )
  }
}
