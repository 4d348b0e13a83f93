import type { Core } from '../bridge/client'
import type { ConsoleState } from './useConsole'

type Later = (run: () => void) => void

/** Collects what comes between two frames, so that a storm of events paints once. */
export function inBatches<Event>(
  receive: (events: readonly Event[]) => void,
  later: Later,
): (event: Event) => void {
  let waiting: Event[] = []
  return (event) => {
    waiting.push(event)
    if (waiting.length > 1) return
    later(() => {
      const events = waiting
      waiting = []
      receive(events)
    })
  }
}

/** Wires every feed to its slice; returns the way to stop. */
export function listenToFeeds(core: Core, state: ConsoleState, later: Later): () => void {
  const stops = [
    core.frame.status(state.receiveStatus),
    core.account.selected(state.receiveAccount),
    core.shows.all(inBatches(state.receiveShows, later)),
    core.sessions.all(inBatches(state.receiveSessions, later)),
    core.drills.armed(state.receiveDrills),
    core.resources.found(state.receiveFound),
  ]
  return () => stops.forEach((stop) => stop())
}
