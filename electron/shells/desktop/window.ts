import { BrowserWindow } from 'electron'
import type { Log } from '../../core/ports'
import { APP_URL } from './appOrigin'

/** Between two crashes that have nothing to do with each other. */
const REST_MS = 60_000

export interface WindowParts {
  /** Absolute; CommonJS, as a sandboxed preload has to be. */
  readonly preload: string
  /** False keeps the window open. */
  readonly mayClose: () => boolean
  readonly log: Log
}

/** The one window: sandboxed, isolated, without Node, on our own origin. */
export function openWindow({ preload, mayClose, log }: WindowParts): BrowserWindow {
  const window = new BrowserWindow({
    title: 'Tallylight',
    width: 1_440,
    height: 900,
    minWidth: 960,
    minHeight: 600,
    show: false,
    // The night of the control room from the first frame on, instead of a white flash.
    backgroundColor: '#0b0d10',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      // Its dictionaries would be fetched from elsewhere.
      spellcheck: false,
      // A lamp that lags behind because the window is covered would be a lie.
      backgroundThrottling: false,
    },
  })
  window.once('ready-to-show', () => window.show())
  window.on('close', (event) => {
    if (!mayClose()) event.preventDefault()
  })
  reviveOnce(window, log)
  window.loadURL(APP_URL).catch((thrown: unknown) => log.error('the page did not load', { thrown }))
  return window
}

/** A page that crashed comes back; one that crashes again at once is left for a person. */
function reviveOnce(window: BrowserWindow, log: Log): void {
  let revivedAt = Number.NEGATIVE_INFINITY
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    log.error('the page of the window is gone', { reason })
    const isAgain = performance.now() - revivedAt < REST_MS
    revivedAt = performance.now()
    if (reason !== 'clean-exit' && !isAgain) window.webContents.reload()
  })
}

/** Brings the window to the front, from wherever it is. */
export function showWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
