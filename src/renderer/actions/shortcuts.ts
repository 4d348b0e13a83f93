import { actionsNow, type Action } from './registry'

type Keys = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>

/** `Ctrl+Shift+L` for a key event; Cmd counts as Ctrl, so that one list serves every machine. */
export function keysOf(event: Keys): string {
  const held = [
    event.ctrlKey || event.metaKey ? 'Ctrl' : '',
    event.altKey ? 'Alt' : '',
    event.shiftKey ? 'Shift' : '',
  ].filter((name) => name !== '')
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key
  return [...held, key].join('+')
}

/** The action whose keys were pressed, if it can be done now. */
export function actionFor(event: Keys, actions: readonly Action[]): Action | undefined {
  const keys = keysOf(event)
  return actions.find((action) => action.keys === keys && action.refusal === null)
}

const isTextField = (target: EventTarget | null): target is HTMLElement =>
  target instanceof HTMLElement && target.matches('input, textarea, select')

function onKey(event: KeyboardEvent): void {
  // A key held down is one gesture, not many.
  if (event.repeat || event.defaultPrevented) return
  if (event.key === 'Escape' && isTextField(event.target)) {
    event.target.blur()
    return
  }
  const action = actionFor(event, actionsNow())
  if (!action) return
  event.preventDefault()
  action.run()
}

/** Listens for the whole window; returns the way to stop. Esc leaves a text field. */
export function listenToKeys(): () => void {
  window.addEventListener('keydown', onKey)
  return () => window.removeEventListener('keydown', onKey)
}
