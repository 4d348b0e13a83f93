import type { App, Session, WebContents } from 'electron'
import type { Log } from '../../core/ports'
import { isOurs } from './appOrigin'

/** Every page of the app, now and later, stays what and where it is. */
export function hardenPages(app: App, log: Log): void {
  app.on('web-contents-created', (_event, contents) => harden(contents, log))
}

function harden(contents: WebContents, log: Log): void {
  const stay = (what: string) => (event: { preventDefault(): void }) => {
    event.preventDefault()
    log.warn('a page tried to leave', { what })
  }
  contents.on('will-navigate', stay('navigation'))
  contents.on('will-frame-navigate', stay('navigation of a frame'))
  contents.on('will-redirect', stay('redirect'))
  contents.on('will-attach-webview', stay('webview'))
  contents.setWindowOpenHandler(() => {
    log.warn('a page tried to open a window')
    return { action: 'deny' }
  })
}

/** Blobs and data are made by our own page; developer tools bring their own files. */
const localSchemes = new Set(['blob:', 'data:', 'devtools:'])

/** No page of ours is given a device, a permission, a download, or a byte from elsewhere. */
export function lockDown(session: Session, log: Log): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => {
    log.warn('a page asked for a permission', { permission })
    answer(false)
  })
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event) => event.preventDefault())
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    const isLocal = isOurs(url) || localSchemes.has(URL.parse(url)?.protocol ?? '')
    if (!isLocal) log.warn('a page asked for something from elsewhere')
    answer({ cancel: !isLocal })
  })
}
