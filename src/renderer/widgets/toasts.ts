import { useSyncExternalStore } from 'react'
import type { WireError } from '../../shared/errors'

/** A passing word to the operator; never the only place where something important is said. */
export interface Toast {
  readonly id: number
  readonly text: string
  readonly error: WireError | null
  readonly undo: { readonly label: string; readonly run: () => void } | null
}

const SHOWN_MS = 8_000

let shown: readonly Toast[] = []
let lastId = 0
const watchers = new Set<() => void>()

function show(next: readonly Toast[]): void {
  shown = next
  for (const watcher of watchers) watcher()
}

const watch = (watcher: () => void): (() => void) => {
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}

export const useToasts = (): readonly Toast[] => useSyncExternalStore(watch, () => shown)

export const dismissToast = (id: number): void => show(shown.filter((toast) => toast.id !== id))

/** Says it for eight seconds; errors stay until they are dismissed. */
export function toast(text: string, more: Partial<Pick<Toast, 'undo' | 'error'>> = {}): void {
  const id = ++lastId
  show([...shown, { id, text, undo: more.undo ?? null, error: more.error ?? null }])
  if (!more.error) setTimeout(() => dismissToast(id), SHOWN_MS)
}
