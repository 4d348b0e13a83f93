import { operatorError } from '../../../src/shared/errors'
import type { ShellPort } from '../../app/shellPort'

/**
 * What a page can ask of the machine, which is little. The clipboard of the page is no place for a
 * key: it would have to be sent to the page first.
 */
export const browserPort: ShellPort = {
  abilities: { shell: 'browser', clipboard: false, notifications: false, keepAwake: false },
  copy: () =>
    Promise.reject(
      operatorError({
        code: 'shell.no-clipboard',
        what: 'Nothing was copied.',
        why: 'In the browser the console has no clipboard of its own, and keys are never sent to a page.',
        todo: 'Use the desktop console, or take the key from where it was issued.',
        fate: 'undo',
      }),
    ),
  notify: () => undefined,
  keepAwake: () => undefined,
}
