import { Notification } from 'electron'
import type { ShellPort } from '../../app/shellPort'
import type { Log } from '../../core/ports'
import { ClipboardLoan } from './clipboard'
import { KeepAwake } from './power'

export interface DesktopPort extends ShellPort {
  /** Gives back what was lent: the clipboard, and the machine its sleep. */
  release(): Promise<void>
}

/** What the operating system can do for the console. */
export function openDesktopPort(log: Log): DesktopPort {
  const clipboard = new ClipboardLoan(log)
  const awake = new KeepAwake()
  const notifications = Notification.isSupported()
  return {
    abilities: { shell: 'desktop', clipboard: true, notifications, keepAwake: true },
    copy: (text) => clipboard.copy(text),
    notify(title, body) {
      if (notifications) new Notification({ title, body }).show()
    },
    keepAwake: (on) => awake.set(on),
    release: async () => {
      awake.set(false)
      await clipboard.takeBack()
    },
  }
}
