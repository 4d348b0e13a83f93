import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Console } from '../../../electron/app/console'
import { runDesktop } from '../../../electron/shells/desktop/desktop'
import { RunView, type SessionView } from '../../../src/shared/domain/session'
import type { Reply } from '../../../src/shared/contract/define'
import * as electron from '../../harness/electronStandIn'
import { consoleWith, keptLog, show, type KeptLog } from './consoleStandIn'
import { session as sessionView } from './sessionStandIn'

vi.mock('electron', () => import('../../harness/electronStandIn'))

let outFolder: string
let log: KeptLog

beforeAll(async () => {
  outFolder = await mkdtemp(join(tmpdir(), 'tallylight-desktop-'))
  await mkdir(join(outFolder, 'renderer'))
  await writeFile(join(outFolder, 'renderer', 'index.html'), '<title>Tallylight</title>')
})
afterAll(() => rm(outFolder, { recursive: true }))
beforeEach(() => {
  electron.reset()
  log = keptLog()
})

async function started(console: Console = consoleWith()) {
  electron.app.ready.resolve()
  await runDesktop({
    outFolder,
    dataFolder: '/data',
    log,
    startConsole: () => Promise.resolve(console),
  })
  const [window] = electron.BrowserWindow.all
  if (!window) throw new Error(`no window: ${electron.person.told.join()}`)
  return window
}

/** An event that somebody may hold back, as Electron's are. */
function heldBack(emit: (event: { preventDefault(): void }) => void): boolean {
  let held = false
  emit({ preventDefault: () => (held = true) })
  return held
}

describe('the window', () => {
  it('is sandboxed, isolated, without Node, and on our own origin', async () => {
    const window = await started()
    expect(window.loaded).toBe('tallylight://console/')
    expect(window.options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      spellcheck: false,
      preload: join(outFolder, 'preload', 'preload.cjs'),
    })
    expect(window.options.webPreferences).not.toHaveProperty('enableBlinkFeatures')
  })

  it('is set up before the app is ready where Electron asks for it', async () => {
    await started()
    expect(electron.told.slice(0, 3)).toEqual([
      'app.requestSingleInstanceLock',
      'app.enableSandbox',
      'protocol.registerSchemesAsPrivileged',
    ])
    const [scheme] = electron.protocol.privileged
    expect(scheme).toMatchObject({
      scheme: 'tallylight',
      privileges: { standard: true, secure: true },
    })
    expect(scheme?.privileges).not.toHaveProperty('bypassCSP')
  })

  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])(
    'does not let its page do %s',
    async (event) => {
      const { webContents } = await started()
      expect(heldBack((held) => webContents.emit(event, held))).toBe(true)
    },
  )

  it('does not let its page open a window', async () => {
    const { webContents } = await started()
    expect(webContents.openHandler?.({ url: 'https://example.com' })).toEqual({ action: 'deny' })
  })

  it.each([
    'media',
    'geolocation',
    'notifications',
    'openExternal',
    'fileSystem',
    'clipboard-read',
  ])('gives its page no permission for %s', async (permission) => {
    await started()
    const { defaultSession } = electron.session
    const answers: boolean[] = []
    defaultSession.permissionRequest?.(null, permission, (yes) => answers.push(yes))
    expect(answers).toEqual([false])
    expect(defaultSession.permissionCheck?.()).toBe(false)
    expect(defaultSession.deviceCheck?.()).toBe(false)
    expect(heldBack((held) => defaultSession.emit('will-download', held))).toBe(true)
  })

  it.each([
    ['https://example.com/x.js', true],
    ['http://127.0.0.1:80/', true],
    ['file:///etc/passwd', true],
    ['ws://127.0.0.1/', true],
    ['tallylight://elsewhere/', true],
    ['no address', true],
    ['tallylight://console/assets/index.js', false],
    ['blob:tallylight://console/1-2', false],
  ])('asked for %s, the network is closed: %s', async (url, cancel) => {
    await started()
    const answers: unknown[] = []
    electron.session.defaultSession.beforeRequest?.({ url }, (answer) => answers.push(answer))
    expect(answers).toEqual([{ cancel }])
  })

  it('comes to the front when the console is started a second time', async () => {
    await started()
    electron.app.emit('second-instance')
    expect(electron.BrowserWindow.all).toHaveLength(1)
    expect(electron.told.slice(-2)).toEqual(['window.show', 'window.focus'])
  })

  it('is not opened by the second one', async () => {
    electron.app.hasLock = false
    let consoles = 0
    await runDesktop({
      outFolder,
      dataFolder: '/data',
      log,
      startConsole: () => {
        consoles += 1
        return Promise.resolve(consoleWith())
      },
    })
    expect(electron.told).toEqual(['app.requestSingleInstanceLock', 'app.quit'])
    expect(consoles).toBe(0)
  })

  it('reloads a page that crashed, once', async () => {
    const { webContents } = await started()
    webContents.emit('render-process-gone', {}, { reason: 'crashed' })
    webContents.emit('render-process-gone', {}, { reason: 'crashed' })
    expect(electron.told.filter((each) => each === 'webContents.reload')).toHaveLength(1)
  })

  it('says why, and ends, where the console cannot start', async () => {
    electron.app.ready.resolve()
    const broken = () => Promise.reject(new Error('disk'))
    await runDesktop({ outFolder, dataFolder: '/data', log, startConsole: broken })
    expect(electron.person.told.join()).toContain('The console made a mistake.')
    expect(electron.app.exitCode).toBe(1)
  })
})

describe('its own origin', () => {
  const ask = async (url: string, init: RequestInit = {}) => {
    const serve = electron.session.defaultSession.schemes.get('tallylight')
    if (!serve) throw new Error('nothing is served')
    return serve(new Request(url, init))
  }

  it('serves the page with strict headers', async () => {
    await started()
    const answer = await ask('tallylight://console/')
    expect(await answer.text()).toBe('<title>Tallylight</title>')
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'self'")
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  it('serves media with their range', async () => {
    const asked: unknown[] = []
    await started(
      consoleWith(
        {},
        {
          media: (wanted) => {
            asked.push(wanted)
            const body = (async function* () {
              yield await Promise.resolve(new TextEncoder().encode('picture'))
            })()
            return Promise.resolve({ status: 206, headers: { 'Content-Type': 'video/mp2t' }, body })
          },
        },
      ),
    )
    const answer = await ask('tallylight://console/media/a.ts', { headers: { range: 'bytes=0-6' } })
    expect(answer.status).toBe(206)
    expect(await answer.text()).toBe('picture')
    expect(asked).toEqual([{ path: '/media/a.ts', range: 'bytes=0-6' }])
  })

  it.each([
    ['tallylight://elsewhere/', 403],
    ['tallylight://console/../../package.json', 404],
    ['tallylight://console/%2e%2e/package.json', 404],
    ['tallylight://console/media/..%2fx', 404],
  ])('refuses %s with %i', async (url, status) => {
    await started()
    expect((await ask(url)).status).toBe(status)
  })
})

describe('calls and feeds of the window', () => {
  const profile = { name: '@rehearsal', kind: 'rehearsal', region: null, trouble: null } as const
  const call = async (event: object, channel: string, input?: unknown): Promise<Reply> => {
    const handler = electron.ipcMain.handlers.get('call') as
      ((event: object, message: object) => Promise<Reply>) | undefined
    if (!handler) throw new Error('nothing answers calls')
    return handler(event, { channel, input })
  }

  it('are answered through the gate', async () => {
    const { webContents } = await started(
      consoleWith({ account: { profiles: () => Promise.resolve([profile]) } }),
    )
    const event = { sender: webContents, senderFrame: webContents.mainFrame }
    expect(await call(event, 'account.profiles')).toEqual({ ok: true, value: [profile] })
  })

  it.each([
    ['a foreign page', 'https://example.com/', true],
    ['a page that only begins like ours', 'tallylight://console.example/', true],
    ['a file', 'file:///console/', true],
    ['an inner frame of ours', 'tallylight://console/', false],
  ])('are refused from %s', async (_, url, isTopFrame) => {
    const ran: string[] = []
    const { webContents } = await started(
      consoleWith({
        account: {
          profiles: () => {
            ran.push('call')
            return Promise.resolve([profile])
          },
        },
        shows: {
          all: () => {
            ran.push('feed')
            return () => undefined
          },
        },
      }),
    )
    webContents.mainFrame.url = url
    const senderFrame = isTopFrame ? webContents.mainFrame : { url }
    for (const event of [
      { sender: webContents, senderFrame },
      { sender: webContents, senderFrame: null },
    ]) {
      const reply = await call(event, 'account.profiles')
      expect(reply).toMatchObject({ ok: false, error: { code: 'sender.refused' } })
      electron.ipcMain.emit('listen', event, { id: 1, channel: 'shows.all' })
    }
    expect(ran).toEqual([])
  })

  it('are told of events until they let go, are reloaded or gone', async () => {
    type Publish = Parameters<Console['handlers']['shows']['all']>[0]
    const open = new Set<Publish>()
    const { webContents } = await started(
      consoleWith({
        shows: {
          all: (publish) => {
            open.add(publish)
            return () => void open.delete(publish)
          },
        },
      }),
    )
    const event = { sender: webContents, senderFrame: webContents.mainFrame }
    const listen = (id: number) =>
      electron.ipcMain.emit('listen', event, { id, channel: 'shows.all' })
    listen(1)
    const changed = { kind: 'changed', item: show('a', 'one') } as const
    for (const publish of open) publish(changed)
    expect(webContents.sent).toEqual([['event', { id: 1, event: changed }]])
    electron.ipcMain.emit('unlisten', event, 1)
    expect(open.size).toBe(0)
    listen(2)
    webContents.emit('did-navigate')
    expect(open.size).toBe(0)
    listen(3)
    webContents.emit('destroyed')
    expect(open.size).toBe(0)
  })

  it('survive messages that are none', async () => {
    const { webContents } = await started()
    const event = { sender: webContents, senderFrame: webContents.mainFrame }
    for (const odd of [null, 1, 'x', {}, { id: 'x' }, { id: 1, channel: {} }]) {
      electron.ipcMain.emit('listen', event, odd)
      electron.ipcMain.emit('unlisten', event, odd)
    }
    expect(await call(event, '__proto__.constructor')).toMatchObject({
      error: { code: 'call.unknown' },
    })
  })
})

describe('leaving', () => {
  const atStake = () => ({ live: true, sentence: '"Sunday" goes on in AWS, $0.98 an hour.' })
  const quit = () => heldBack((held) => electron.app.emit('before-quit', held))
  const settled = () => new Promise((resolve) => setImmediate(resolve))

  it('is done at once when nothing is on air, and only after everything is let go', async () => {
    let closed = 0
    const close = () => {
      closed += 1
      return Promise.resolve()
    }
    await started(consoleWith({}, { close }))
    expect(quit()).toBe(true)
    await settled()
    expect(electron.person.asked).toEqual([])
    expect([closed, electron.app.exitCode]).toEqual([1, 0])
    expect(quit()).toBe(false)
  })

  it('is asked about, in words, while live, by quitting as by closing the window', async () => {
    const window = await started(consoleWith({}, { atStake }))
    expect(heldBack((held) => window.emit('close', held))).toBe(process.platform !== 'darwin')
    await settled()
    expect(quit()).toBe(true)
    await settled()
    const [question] = electron.person.asked
    expect(question).toContain('"Sunday" goes on in AWS, $0.98 an hour.')
    expect(question).toContain('[Keep running in AWS | Stop now and quit | Cancel]')
    expect(electron.app.exitCode).toBeUndefined()
  })

  it('keeps the show running where the person says so', async () => {
    let stops = 0
    const stop = () => {
      stops += 1
      return Promise.resolve()
    }
    await started(consoleWith({ sessions: { stop } }, { atStake }))
    electron.person.answers = 0
    quit()
    await settled()
    expect([stops, electron.app.exitCode]).toEqual([0, 0])
  })

  it('stops first where the person says so, and leaves only when it is observed off', async () => {
    type Publish = Parameters<Console['handlers']['sessions']['all']>[0]
    let publish: Publish | undefined
    const stopped: string[] = []
    await started(
      consoleWith(
        {
          sessions: {
            all: (to) => {
              publish = to
              to({ kind: 'snapshot', items: [sessionView({ phase: 'live' })] })
              return () => undefined
            },
            stop: ({ sessionId }) => {
              stopped.push(sessionId)
              return Promise.resolve()
            },
          },
        },
        { atStake },
      ),
    )
    electron.person.answers = 1
    quit()
    await settled()
    expect(stopped).toEqual(['session-1'])
    publish?.({ kind: 'changed', item: sessionView({ phase: 'stopping' }) })
    await settled()
    expect(electron.app.exitCode).toBeUndefined()
    publish?.({ kind: 'changed', item: sessionView({ phase: 'armed' }) })
    await settled()
    expect(electron.app.exitCode).toBe(0)
  })

  const parked = {
    code: 'aws.refused',
    what: 'AWS did not stop it.',
    why: 'Unknown.',
    todo: 'Look at it.',
    fate: 'park',
    reference: null,
  } as const
  const run = (workflow: string, state: RunView['state'], id = 'run-1') =>
    RunView.parse({
      id,
      workflow,
      state,
      startedAt: 1,
      endedAt: state === 'rolled-back' ? 2 : null,
      error: parked,
      steps: [],
    })

  /** What is told while the person waits for the stop that was asked for. */
  async function stopping(
    before: Partial<SessionView>,
    ...after: readonly Partial<SessionView>[]
  ): Promise<void> {
    type Publish = Parameters<Console['handlers']['sessions']['all']>[0]
    let publish: Publish | undefined
    const all = (to: Publish) => {
      publish = to
      to({ kind: 'snapshot', items: [sessionView(before)] })
      return () => undefined
    }
    const stop = () => Promise.resolve()
    await started(consoleWith({ sessions: { all, stop } }, { atStake }))
    electron.person.answers = 1
    quit()
    await settled()
    for (const next of after) {
      publish?.({ kind: 'changed', item: sessionView(next) })
      await settled()
    }
    await settled()
  }

  it.each(['parked', 'waiting', 'rolled-back'] as const)(
    'stays, and says why, where the stop is %s',
    async (state) => {
      const phase = state === 'rolled-back' ? 'live' : 'stopping'
      await stopping({ phase: 'live' }, { phase, runs: [run('stand-down', state)] })
      expect(electron.person.told.join()).toContain('AWS did not stop it.')
      expect(electron.app.exitCode).toBeUndefined()
    },
  )

  it('is held up neither by a take that waits nor by a stop that failed long ago', async () => {
    const others = [run('mark-take', 'parked', 'take'), run('stand-down', 'rolled-back', 'old')]
    await stopping(
      { phase: 'live', parked, runs: others },
      { phase: 'stopping', parked, runs: [...others, run('stand-down', 'running', 'new')] },
      { phase: 'armed', parked, runs: others },
    )
    expect(electron.person.told).toEqual([])
    expect(electron.app.exitCode).toBe(0)
  })

  it('stops also what runs in AWS though nobody asked for it', async () => {
    const channel = { state: 'RUNNING', observedAt: 1 } as const
    const running = { asked: 'off', observedAt: 1, channel, picture: null } as const
    await stopping({ phase: 'armed', facts: running }, { phase: 'stopping', facts: running })
    expect(electron.app.exitCode).toBeUndefined()
    await stopping({ phase: 'armed', facts: running }, { phase: 'armed' })
    expect(electron.app.exitCode).toBe(0)
  })

  it('asks once at a time', async () => {
    await started(consoleWith({}, { atStake }))
    quit()
    quit()
    await settled()
    expect(electron.person.asked).toHaveLength(1)
  })

  it('ends a farewell that hangs when asked a second time', async () => {
    await started(consoleWith({}, { close: () => new Promise(() => {}) }))
    quit()
    await settled()
    expect(electron.app.exitCode).toBeUndefined()
    quit()
    await settled()
    expect(electron.app.exitCode).toBe(1)
  })

  it('does not hold up a machine that shuts down', async () => {
    await started(consoleWith({}, { atStake }))
    electron.powerMonitor.emit('shutdown')
    await settled()
    expect(electron.person.asked).toEqual([])
    expect(electron.app.exitCode).toBe(0)
  })
})

describe('the tray', () => {
  it('says in words what is on air', async () => {
    type Publish = Parameters<Console['handlers']['sessions']['all']>[0]
    let publish: Publish | undefined
    await started(
      consoleWith({
        sessions: {
          all: (to) => {
            publish = to
            to({ kind: 'snapshot', items: [] })
            return () => undefined
          },
        },
      }),
    )
    const tray = electron.Tray.newest
    expect(tray?.tip).toBe('Tallylight: Dark')
    publish?.({ kind: 'changed', item: sessionView({ phase: 'live', tally: 'on-air' }) })
    expect(tray?.tip).toBe('Tallylight: ON AIR')
    expect(tray?.menu?.template[0]?.label).toContain('ON AIR · Sunday service')
    const before = tray?.images
    publish?.({ kind: 'changed', item: sessionView({ phase: 'live', tally: 'on-air' }) })
    expect(tray?.images).toBe(before)
    publish?.({ kind: 'changed', item: sessionView({ phase: 'wrapped', tally: 'dark' }) })
    expect(tray?.menu?.template[0]?.label).toBe('Nothing is running')
  })
})
