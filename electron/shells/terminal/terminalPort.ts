import { operatorError } from '../../../src/shared/errors'
import type { ShellPort } from '../../app/shellPort'
import { showSentences } from '../../core/shows/sentences'

/** A terminal can show nothing but lines. */
export const terminalPort: ShellPort = {
  abilities: { shell: 'terminal', clipboard: false, notifications: false, keepAwake: false },
  copy() {
    throw operatorError(showSentences.noClipboard())
  },
  notify: () => {},
  keepAwake: () => {},
}
