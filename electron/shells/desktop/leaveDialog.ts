import { dialog } from 'electron'
import { toOperatorError } from '../../../src/shared/errors'
import type { LeaveChoice } from './lifecycle'

const choices: readonly { readonly label: string; readonly choice: LeaveChoice }[] = [
  { label: 'Keep running in AWS', choice: 'keep-running' },
  { label: 'Stop now and quit', choice: 'stop-first' },
  { label: 'Cancel', choice: 'stay' },
]
const CANCEL = choices.length - 1

/** Asks before a show is left on air. Return and Escape both stay. */
export async function askBeforeLeaving(sentence: string): Promise<LeaveChoice> {
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    message: 'A show is on air.',
    detail: `${sentence} Open the console again to take it up.`,
    buttons: choices.map(({ label }) => label),
    defaultId: CANCEL,
    cancelId: CANCEL,
    noLink: true,
  })
  return choices[response]?.choice ?? 'stay'
}

/** Puts an error in front of the person, in its own words. */
export function showTrouble(thrown: unknown): void {
  const { wire } = toOperatorError(thrown, 'desktop')
  dialog.showErrorBox(wire.what, `${wire.why}\n\n${wire.todo}`)
}
