/** Calls back once, about a frame later; the result takes the appointment back. */
export type NextFrame = (due: () => void) => () => void

const FRAME_MS = 16

export const onTimer: NextFrame = (due) => {
  const timer = setTimeout(due, FRAME_MS)
  return () => clearTimeout(timer)
}

export interface Coalesced {
  readonly add: (event: unknown) => void
  readonly stop: () => void
}

/**
 * Passes the first event on at once, then at most one change per thing and frame, the newest. A
 * snapshot makes all that waits before it needless; events without a kind are whole values, of which
 * only the newest counts.
 */
export function coalesced(deliver: (event: unknown) => void, nextFrame: NextFrame): Coalesced {
  let waiting = new Map<unknown, unknown>()
  let cancel: (() => void) | undefined
  let stopped = false

  const flush = () => {
    cancel = undefined
    if (waiting.size === 0 || stopped) return
    const due = waiting
    waiting = new Map()
    cancel = nextFrame(flush)
    for (const event of due.values()) {
      if (stopped) return
      deliver(event)
    }
  }

  return {
    add(event) {
      if (stopped) return
      const subject = subjectOf(event)
      if (subject === WHOLE) waiting.clear()
      // Deleted first, so that what is newest also stands last: a thing forgotten and made again.
      else waiting.delete(subject)
      waiting.set(subject, event)
      if (!cancel) flush()
    },
    stop() {
      stopped = true
      waiting.clear()
      cancel?.()
    },
  }
}

const WHOLE = Symbol('the whole of it')

function subjectOf(event: unknown): unknown {
  if (typeof event !== 'object' || event === null || !('kind' in event)) return WHOLE
  if (event.kind === 'forgotten' && 'id' in event) return event.id
  if (event.kind !== 'changed' || !('item' in event)) return WHOLE
  const { item } = event
  return typeof item === 'object' && item !== null && 'id' in item ? item.id : WHOLE
}
