import { EventEmitter } from 'node:events'
import type Electron from 'electron'

/**
 * As much of Electron as the desktop shell uses, in plain Node: it remembers what it was told and lets
 * a test be the operating system. Each part is held against electron.d.ts, so that a call Electron
 * does not know does not compile here either. Use: `vi.mock('electron', () => import(…))`.
 */

/** Names and parameters are Electron's own; what is returned may be a stand-in again. */
type Calls<T, K extends keyof T> = {
  readonly [P in K]: T[P] extends (...args: infer A) => unknown ? (...args: A) => unknown : unknown
}

type Handler = (...args: never[]) => unknown

/** What happened, in order: tests read it, and `reset` forgets it. */
export const told: string[] = []
export const tell = (what: string): void => void told.push(what)

class AppStandIn
  extends EventEmitter
  implements
    Calls<
      Electron.App,
      | 'disableHardwareAcceleration'
      | 'dock'
      | 'enableSandbox'
      | 'exit'
      | 'getAppPath'
      | 'getVersion'
      | 'isPackaged'
      | 'quit'
      | 'requestSingleInstanceLock'
      | 'setPath'
      | 'whenReady'
    >
{
  isPackaged = true
  hasLock = true
  readonly paths = new Map<string, string>()
  readonly dock = undefined
  exitCode: number | undefined
  ready = Promise.withResolvers<void>()

  setPath = (name: string, path: string): void => void this.paths.set(name, path)
  getAppPath = (): string => '/opt/tallylight'
  getVersion = (): string => '0.1.0'
  disableHardwareAcceleration = (): void => tell('app.disableHardwareAcceleration')
  enableSandbox = (): void => tell('app.enableSandbox')
  requestSingleInstanceLock = (): boolean => {
    tell('app.requestSingleInstanceLock')
    return this.hasLock
  }
  whenReady = (): Promise<void> => this.ready.promise
  quit = (): void => tell('app.quit')
  exit = (code?: number): void => {
    tell('app.exit')
    this.exitCode = code
  }
}

export class WebContentsStandIn
  extends EventEmitter
  implements Calls<Electron.WebContents, 'isDestroyed' | 'reload' | 'send'>
{
  readonly mainFrame = { url: 'tallylight://console/' }
  readonly sent: unknown[] = []
  openHandler: ((details: { url: string }) => { action: string }) | undefined
  isGone = false

  setWindowOpenHandler = (handler: (details: { url: string }) => { action: string }): void => {
    this.openHandler = handler
  }
  isDestroyed = (): boolean => this.isGone
  reload = (): void => tell('webContents.reload')
  send = (channel: string, ...args: unknown[]): void => {
    // Electron clones what crosses: what cannot be cloned throws here as it does there.
    this.sent.push(structuredClone([channel, ...args]))
  }
}

class BrowserWindowStandIn
  extends EventEmitter
  implements
    Calls<
      Electron.BrowserWindow,
      'focus' | 'isDestroyed' | 'isMinimized' | 'loadURL' | 'restore' | 'show' | 'webContents'
    >
{
  static readonly all: BrowserWindowStandIn[] = []
  readonly webContents = new WebContentsStandIn()
  loaded: string | undefined
  isGone = false

  constructor(readonly options: Electron.BrowserWindowConstructorOptions) {
    super()
    BrowserWindowStandIn.all.push(this)
    app.emit('web-contents-created', {}, this.webContents)
  }
  loadURL = (url: string): Promise<void> => {
    this.loaded = url
    return Promise.resolve()
  }
  isDestroyed = (): boolean => this.isGone
  isMinimized = (): boolean => false
  restore = (): void => tell('window.restore')
  show = (): void => tell('window.show')
  focus = (): void => tell('window.focus')
}

class IpcMainStandIn extends EventEmitter {
  readonly handlers = new Map<string, Handler>()
  handle = (channel: string, handler: Handler): void => void this.handlers.set(channel, handler)
}

class SessionStandIn extends EventEmitter {
  readonly schemes = new Map<string, (request: Request) => Response | Promise<Response>>()
  permissionRequest:
    ((contents: null, permission: string, answer: (yes: boolean) => void) => void) | undefined
  permissionCheck: (() => boolean) | undefined
  deviceCheck: (() => boolean) | undefined
  beforeRequest:
    | ((details: { url: string }, answer: (response: { cancel?: boolean }) => void) => void)
    | undefined

  readonly protocol = {
    handle: (scheme: string, handler: (request: Request) => Response | Promise<Response>): void =>
      void this.schemes.set(scheme, handler),
  }
  readonly webRequest = {
    onBeforeRequest: (handler: NonNullable<typeof this.beforeRequest>): void => {
      this.beforeRequest = handler
    },
  }
  setPermissionRequestHandler = (handler: NonNullable<typeof this.permissionRequest>): void => {
    this.permissionRequest = handler
  }
  setPermissionCheckHandler = (handler: () => boolean): void => {
    this.permissionCheck = handler
  }
  setDevicePermissionHandler = (handler: () => boolean): void => {
    this.deviceCheck = handler
  }
}

class TrayStandIn
  extends EventEmitter
  implements Calls<Electron.Tray, 'setContextMenu' | 'setImage' | 'setToolTip'>
{
  static newest: TrayStandIn | undefined
  tip = ''
  menu: MenuStandIn | undefined
  images = 1

  constructor(readonly image: ImageStandIn) {
    super()
    TrayStandIn.newest = this
  }
  setImage = (_image: unknown): void => void (this.images += 1)
  setToolTip = (tip: string): void => void (this.tip = tip)
  setContextMenu = (menu: unknown): void => void (this.menu = menu as MenuStandIn)
}

interface ImageStandIn {
  readonly pixels: Buffer
  readonly width: number
}

interface MenuStandIn {
  readonly template: readonly Electron.MenuItemConstructorOptions[]
}

class NotificationStandIn implements Calls<Electron.Notification, 'show'> {
  static isSupported = (): boolean => true
  constructor(private readonly options: { title?: string; body?: string }) {}
  show = (): void => tell(`notification: ${this.options.title}: ${this.options.body}`)
}

export const clipboardHolds = { text: '', fails: false }
const awake = new Set<number>()

/** What the person answers to the next question; 2 is Cancel. */
export const person = { answers: 2, asked: [] as string[], told: [] as string[] }

export const app = new AppStandIn()
export const ipcMain = new IpcMainStandIn()
export const powerMonitor = new EventEmitter()
export const session = { defaultSession: new SessionStandIn() }
export const BrowserWindow = BrowserWindowStandIn
export const Tray = TrayStandIn
export const Notification = NotificationStandIn
export const protocol = {
  privileged: [] as Electron.CustomScheme[],
  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]): void {
    tell('protocol.registerSchemesAsPrivileged')
    protocol.privileged.push(...schemes)
  },
} satisfies Pick<Electron.Protocol, 'registerSchemesAsPrivileged'> & { privileged: unknown }
export const clipboard = {
  writeText(text: string): Promise<void> {
    clipboardHolds.text = text
    return Promise.resolve()
  },
  readText: (): Promise<string> =>
    clipboardHolds.fails
      ? Promise.reject(new Error('no clipboard'))
      : Promise.resolve(clipboardHolds.text),
  clear: (): void => void (clipboardHolds.text = ''),
} satisfies Pick<Electron.Clipboard, 'clear' | 'readText' | 'writeText'>
export const powerSaveBlocker = {
  start(kind: 'prevent-app-suspension' | 'prevent-display-sleep'): number {
    tell(`awake: ${kind}`)
    const id = awake.size + 1
    awake.add(id)
    return id
  },
  stop: (id: number): boolean => awake.delete(id),
  isStarted: (id: number): boolean => awake.has(id),
} satisfies Pick<Electron.PowerSaveBlocker, 'isStarted' | 'start' | 'stop'>
export const dialog = {
  showMessageBox(
    options: Electron.MessageBoxOptions,
  ): Promise<{ response: number; checkboxChecked: boolean }> {
    person.asked.push(`${options.message} ${options.detail} [${options.buttons?.join(' | ')}]`)
    return Promise.resolve({ response: person.answers, checkboxChecked: false })
  },
  showErrorBox: (title: string, content: string): void =>
    void person.told.push(`${title} ${content}`),
} satisfies Calls<Electron.Dialog, 'showErrorBox'> & {
  showMessageBox(options: Electron.MessageBoxOptions): Promise<Electron.MessageBoxReturnValue>
}
export const nativeImage = {
  createFromBitmap: (pixels: Buffer, { width }: { width: number }): ImageStandIn => ({
    pixels,
    width,
  }),
} satisfies Calls<typeof Electron.nativeImage, 'createFromBitmap'>
export const Menu = {
  ofTheApp: undefined as MenuStandIn | undefined,
  buildFromTemplate: (template: Electron.MenuItemConstructorOptions[]): MenuStandIn => ({
    template,
  }),
  setApplicationMenu: (menu: MenuStandIn | null): void => void (Menu.ofTheApp = menu ?? undefined),
}

/** Begins a test with a machine that knows nothing of the one before. */
export function reset(): void {
  told.length = 0
  for (const each of [app, ipcMain, powerMonitor, session.defaultSession]) each.removeAllListeners()
  Object.assign(app, {
    isPackaged: true,
    hasLock: true,
    exitCode: undefined,
    ready: Promise.withResolvers(),
  })
  app.paths.clear()
  ipcMain.handlers.clear()
  session.defaultSession.schemes.clear()
  BrowserWindowStandIn.all.length = 0
  TrayStandIn.newest = undefined
  protocol.privileged.length = 0
  Object.assign(clipboardHolds, { text: '', fails: false })
  Object.assign(person, { answers: 2, asked: [], told: [] })
  awake.clear()
}
