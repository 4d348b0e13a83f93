import { useSyncExternalStore } from 'react'

const SECOND = 1_000

let now = Date.now()
let timer: ReturnType<typeof setTimeout> | undefined
const watchers = new Set<() => void>()

/** Wakes just after each full second, so that every clock in the window changes at once. */
function tick(): void {
  now = Date.now()
  timer = setTimeout(tick, SECOND - (now % SECOND) + 1)
  for (const watcher of watchers) watcher()
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher)
  if (watchers.size === 1) tick()
  return () => {
    watchers.delete(watcher)
    if (watchers.size === 0) clearTimeout(timer)
  }
}

/** Epoch ms, renewed once a second. For small widgets only: whoever uses it renders every second. */
export const useNow = (): number => useSyncExternalStore(watch, () => now)
