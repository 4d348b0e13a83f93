import { useEffect, useRef, useSyncExternalStore } from 'react'

/** Something the operator can do now, from the palette or by its keys. */
export interface Action {
  readonly id: string
  readonly label: string
  readonly group: 'On air' | 'Show' | 'Go to'
  /** As shown and as matched: `Ctrl+Shift+L`. */
  readonly keys: string | null
  /** Why it cannot be done just now; null when it can. */
  readonly refusal: string | null
  readonly run: () => void
}

let offered: readonly Action[] = []
const watchers = new Set<() => void>()

function offer(next: readonly Action[]): void {
  offered = next
  for (const watcher of watchers) watcher()
}

const watch = (watcher: () => void): (() => void) => {
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}

/** What can be done now; a component that owns an action offers it while it is on screen. */
export const useActions = (): readonly Action[] => useSyncExternalStore(watch, () => offered)
export const actionsNow = (): readonly Action[] => offered

/** Offers an action while the calling component is on screen. */
export function useAction(action: Action): void {
  const run = useRef(action.run)
  run.current = action.run
  const { id, label, group, keys, refusal } = action
  useEffect(() => {
    const mine: Action = { id, label, group, keys, refusal, run: () => run.current() }
    offer([...offered.filter((other) => other.id !== id), mine])
    return () => offer(offered.filter((other) => other !== mine))
  }, [id, label, group, keys, refusal])
}
