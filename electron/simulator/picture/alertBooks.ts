import type { SimulatorContext } from '../kit/context'
import type { Alert, SavedAlerts } from '../medialive/picturePort'
import { AlertBook } from './alertBook'

/** Alerts of channels that have stopped are kept for so many of them. */
const mostStopped = 200

/** The alert books of all channels, those that run and the last that did. */
export class AlertBooks {
  readonly #books = new Map<string, AlertBook>()

  constructor(
    private readonly context: Pick<SimulatorContext, 'clock' | 'events' | 'ids' | 'changed'>,
  ) {}

  get size(): number {
    return this.#books.size
  }

  /** The channel's own, begun where there is none; the newest is kept longest. */
  open(channelId: string): AlertBook {
    const book = this.#books.get(channelId) ?? new AlertBook(channelId, this.context)
    this.#books.delete(channelId)
    this.#books.set(channelId, book)
    return book
  }

  list(channelId: string): readonly Alert[] {
    return this.#books.get(channelId)?.list() ?? []
  }

  /** Stopping a channel clears all its alerts; the oldest book of one that has stopped may go. */
  close(channelId: string, isRunning: (channelId: string) => boolean): void {
    this.#books.get(channelId)?.clearAll()
    const stopped = [...this.#books.keys()].filter((id) => !isRunning(id))
    const [oldest] = stopped
    if (stopped.length > mostStopped && oldest !== undefined) this.#books.delete(oldest)
  }

  snapshot(): SavedAlerts {
    return [...this.#books].map(([channelId, book]) => ({ channelId, alerts: book.list() }))
  }

  /** In place of all there are. What was set when it was saved is over: its pipelines begin anew. */
  restore(saved: SavedAlerts): void {
    this.#books.clear()
    for (const { channelId, alerts } of saved) this.open(channelId).restore(alerts)
  }
}
