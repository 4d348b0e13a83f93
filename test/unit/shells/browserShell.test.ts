import { once } from 'node:events'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { request, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { MediaRequest } from '../../../electron/app/console'
import { startBrowserShell, type BrowserShell } from '../../../electron/shells/browser/browserShell'
import type { OperatorError } from '../../../src/shared/errors'
import { consoleWith, keptLog, show } from './consoleStandIn'

let root: string
let rendererFolder: string
const shells: BrowserShell[] = []
const sockets: WebSocket[] = []

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tallylight-shell-'))
  rendererFolder = join(root, 'renderer')
  await mkdir(join(rendererFolder, 'assets'), { recursive: true })
  await writeFile(join(root, 'secret.txt'), 'outside')
  await writeFile(join(rendererFolder, 'index.html'), '<!doctype html><title>Tallylight</title>')
  await writeFile(join(rendererFolder, 'assets', 'index-abc.js'), 'export const x = 1')
  await symlink(join(root, 'secret.txt'), join(rendererFolder, 'assets', 'link.txt'))
})
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate()
  await Promise.all(shells.splice(0).map((shell) => shell.close()))
})
afterAll(() => rm(root, { recursive: true }))

async function started(...parts: Parameters<typeof consoleWith>): Promise<BrowserShell> {
  const console = consoleWith(...parts)
  const shell = await startBrowserShell({ console, port: 0, rendererFolder, log: keptLog() })
  shells.push(shell)
  return shell
}

interface Got {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly text: string
}

/** Raw, because fetch would mend the path and would not let Host be another. */
async function ask(
  shell: BrowserShell,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<Got> {
  const { port } = shell
  const sent = request({ host: '127.0.0.1', port, path, method, headers, agent: false }).end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  const text = (await response.setEncoding('utf8').toArray()).join('')
  return { status: response.statusCode ?? 0, headers: response.headers, text }
}

async function cookieFor(shell: BrowserShell): Promise<{ cookie: string }> {
  const { headers } = await ask(shell, `/?token=${shell.newToken()}`)
  return { cookie: headers['set-cookie']?.[0]?.split(';')[0] ?? '' }
}

describe('the way in', () => {
  it('swaps the printed token for a strict cookie, then shows the page', async () => {
    const shell = await started()
    const { pathname, search } = new URL(shell.url)
    const first = await ask(shell, pathname + search)
    expect(first).toMatchObject({ status: 303, headers: { location: '/' } })
    const cookie = first.headers['set-cookie']?.[0] ?? ''
    expect(cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/)
    const page = await ask(shell, '/', { cookie: cookie.split(';')[0] ?? '' })
    expect(page).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } })
    expect(page.text).toContain('<title>Tallylight</title>')
  })

  it('from a file of this machine leads on by a page of its own, and says that it did', async () => {
    const shell = await started()
    const { pathname, search } = new URL(shell.url)
    const first = await ask(shell, pathname + search, { 'sec-fetch-site': 'cross-site' })
    expect(first).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } })
    expect(first.headers['set-cookie']?.[0]).toContain('SameSite=Strict')
    expect(first.text).toContain('url=/"')
    expect(first.text).not.toContain(search)
    await shell.admitted
  })

  it('takes a token once only', async () => {
    const shell = await started()
    const path = `/?token=${shell.newToken()}`
    expect((await ask(shell, path)).status).toBe(303)
    expect((await ask(shell, path)).status).toBe(401)
  })

  it('does not use a token up for a link preview', async () => {
    const shell = await started()
    const path = `/?token=${shell.newToken()}`
    expect((await ask(shell, path, {}, 'HEAD')).status).toBe(401)
    expect((await ask(shell, path)).status).toBe(303)
  })

  it.each(['/', '/index.html', '/assets/index-abc.js', '/media/a.ts', '/?token=wrong', '/?token='])(
    'shows nothing of %s to a stranger',
    async (path) => {
      const shell = await started()
      const got = await ask(shell, path, { cookie: `tallylight-${shell.port}=wrong` })
      expect(got.status).toBe(401)
      expect(got.text).not.toContain('<title>Tallylight</title>')
    },
  )

  it('says how to come in, and repeats nothing of the address', async () => {
    const shell = await started()
    const got = await ask(shell, '/?token=%3Cscript%3E')
    expect(got.text).toContain('Take the newest from the terminal')
    expect(got.text).not.toContain('script')
  })

  it.each(['evil.example', 'localhost', '127.0.0.1', '127.0.0.1:1', '[::1]'])(
    'answers nothing to the host %s, not even with the cookie',
    async (host) => {
      const shell = await started()
      const cookie = await cookieFor(shell)
      expect((await ask(shell, '/', { ...cookie, host })).status).toBe(403)
    },
  )

  it("keeps another local program's page from reading with our cookie", async () => {
    const shell = await started()
    const cookie = await cookieFor(shell)
    const from = (site: string) =>
      ask(shell, '/assets/index-abc.js', { ...cookie, 'sec-fetch-site': site })
    expect((await from('same-site')).status).toBe(403)
    expect((await from('cross-site')).status).toBe(403)
    expect((await from('same-origin')).status).toBe(200)
  })
})

describe('what it serves', () => {
  it('sends strict headers with every answer, refusals too', async () => {
    const shell = await started()
    const cookie = await cookieFor(shell)
    const answers = [await ask(shell, '/', cookie), await ask(shell, '/nothing', cookie)]
    answers.push(await ask(shell, '/'), await ask(shell, '/', { host: 'evil.example' }))
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 401, 403])
    for (const { headers } of answers) {
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      })
      const policy = headers['content-security-policy']
      expect(policy).toContain("default-src 'self'; script-src 'self'; style-src 'self';")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toContain('unsafe')
    }
  })

  it('lets hashed files be kept and answers HEAD without a body', async () => {
    const shell = await started()
    const cookie = await cookieFor(shell)
    const got = await ask(shell, '/assets/index-abc.js', cookie, 'HEAD')
    expect(got.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'content-length': '18',
    })
    expect(got.headers['cache-control']).toContain('immutable')
    expect(got.text).toBe('')
  })

  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/..%5csecret.txt',
    '//secret.txt',
    '/assets/link.txt',
    '/assets',
  ])('cannot be led out of its folder by %s', async (path) => {
    const shell = await started()
    const got = await ask(shell, path, await cookieFor(shell))
    expect([400, 404]).toContain(got.status)
    expect(got.text).not.toContain('outside')
  })

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('does not take %s', async (method) => {
    const shell = await started()
    expect((await ask(shell, '/', await cookieFor(shell), method)).status).toBe(405)
  })
})

describe('media', () => {
  const piece = new TextEncoder().encode('picture')

  it('hands path and range on and streams the answer, with only the headers it knows', async () => {
    const asked: MediaRequest[] = []
    const shell = await started(
      {},
      {
        media: (wanted) => {
          asked.push(wanted)
          return Promise.resolve({
            status: 206,
            headers: {
              'Content-Type': 'video/mp2t',
              'Content-Range': 'bytes 0-6/9',
              'X-Amz-Id': '1',
            },
            body: (async function* () {
              yield await Promise.resolve(piece)
            })(),
          })
        },
      },
    )
    const cookie = await cookieFor(shell)
    const got = await ask(shell, '/media/take%201/a.ts?x=1', { ...cookie, range: 'bytes=0-6' })
    expect(asked).toEqual([{ path: '/media/take%201/a.ts', range: 'bytes=0-6' }])
    expect(got).toMatchObject({
      status: 206,
      text: 'picture',
      headers: { 'content-type': 'video/mp2t', 'content-range': 'bytes 0-6/9' },
    })
    expect(got.headers).not.toHaveProperty('x-amz-id')
  })

  it('closes the source of an answer nobody reads', async () => {
    let closed = 0
    const body = {
      [Symbol.asyncIterator]: () => ({
        next: () => Promise.resolve({ done: false as const, value: piece }),
        return: () => {
          closed += 1
          return Promise.resolve({ done: true as const, value: undefined })
        },
      }),
    }
    const shell = await started(
      {},
      { media: () => Promise.resolve({ status: 200, headers: {}, body }) },
    )
    const cookie = await cookieFor(shell)
    expect((await ask(shell, '/media/a.ts', cookie, 'HEAD')).text).toBe('')
    expect(closed).toBe(1)

    const player = connect(shell.port, '127.0.0.1')
    player.write(`GET /media/a.ts HTTP/1.1\r\nHost: 127.0.0.1:${shell.port}\r\n`)
    player.write(`Cookie: ${cookie.cookie}\r\n\r\n`)
    await once(player, 'data')
    player.destroy()
    await expect.poll(() => closed).toBe(2)
  })

  it.each(['/media/%2e%2e/x', '/media/..%2fx', '/media/..%5Cx', '/media/a%00b'])(
    'never asks the console for %s',
    async (path) => {
      let asked = 0
      const shell = await started(
        {},
        {
          media: () => {
            asked += 1
            return Promise.resolve({ status: 200, headers: {}, body: piece })
          },
        },
      )
      expect((await ask(shell, path, await cookieFor(shell))).status).toBe(404)
      expect(asked).toBe(0)
    },
  )

  it('breaks an answer off whose source fails, instead of ending it well', async () => {
    const shell = await started(
      {},
      {
        media: () =>
          Promise.resolve({
            status: 200,
            headers: { 'content-length': '100' },
            body: (async function* () {
              yield await Promise.resolve(piece)
              throw new Error('the bucket is gone')
            })(),
          }),
      },
    )
    const cookie = await cookieFor(shell)
    await expect(ask(shell, '/media/a.ts', cookie)).rejects.toThrow('aborted')
  })
})

describe('the bridge', () => {
  interface Window {
    readonly socket: WebSocket
    send(message: unknown): void
    next(): Promise<unknown>
  }

  async function windowOn(shell: BrowserShell, headers: Record<string, string> = {}) {
    const cookie = await cookieFor(shell)
    const socket = new WebSocket(`ws://127.0.0.1:${shell.port}/bridge`, {
      headers: { origin: `http://127.0.0.1:${shell.port}`, ...cookie, ...headers },
    })
    sockets.push(socket)
    return socket
  }
  async function openWindow(shell: BrowserShell): Promise<Window> {
    const socket = await windowOn(shell)
    const received: unknown[] = []
    socket.on('message', (raw: Buffer) => received.push(JSON.parse(raw.toString())))
    await once(socket, 'open')
    return {
      socket,
      send: (message) => socket.send(JSON.stringify(message)),
      next: async () => {
        await expect.poll(() => received.length).toBeGreaterThan(0)
        return received.shift()
      },
    }
  }
  const profile = { name: '@rehearsal', kind: 'rehearsal', region: null, trouble: null } as const

  it('answers calls by their id', async () => {
    const shell = await started({ account: { profiles: () => Promise.resolve([profile]) } })
    const window = await openWindow(shell)
    window.send({ id: 7, call: 'account.profiles' })
    expect(await window.next()).toEqual({ id: 7, reply: { ok: true, value: [profile] } })
    window.send({ id: 8, call: 'account.nothing', input: null })
    expect(await window.next()).toMatchObject({
      id: 8,
      reply: { ok: false, error: { code: 'call.unknown' } },
    })
  })

  it('delivers a feed until it is let go of, and lets go when the window closes', async () => {
    const listeners = new Set<(event: { kind: 'changed'; item: ReturnType<typeof show> }) => void>()
    const shell = await started({
      shows: {
        all: (publish) => {
          listeners.add(publish)
          return () => void listeners.delete(publish)
        },
      },
    })
    const window = await openWindow(shell)
    window.send({ id: 1, listen: 'shows.all' })
    await expect.poll(() => listeners.size).toBe(1)
    const event = { kind: 'changed' as const, item: show('a', 'one') }
    for (const publish of listeners) publish(event)
    expect(await window.next()).toEqual({ id: 1, event })
    window.send({ id: 1, unlisten: 'shows.all' })
    await expect.poll(() => listeners.size).toBe(0)
    window.send({ id: 2, listen: 'shows.all' })
    await expect.poll(() => listeners.size).toBe(1)
    window.socket.close()
    await expect.poll(() => listeners.size).toBe(0)
  })

  it('answers a feed it does not know with an error', async () => {
    const window = await openWindow(await started())
    window.send({ id: 3, listen: 'shows.create' })
    expect(await window.next()).toMatchObject({ id: 3, reply: { error: { code: 'call.unknown' } } })
  })

  it.each([
    ['no cookie', { cookie: '' }, 401],
    ['a foreign origin', { origin: 'http://evil.example' }, 403],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }, 403],
    ['a foreign host', { host: 'evil.example' }, 403],
  ])('does not open with %s', async (_, headers, status) => {
    const socket = await windowOn(await started(), headers)
    const [error] = (await once(socket, 'error').catch((thrown: unknown) => [thrown])) as [Error]
    expect(error.message).toContain(String(status))
  })

  it.each(['no json', '{}', '{"id":-1,"call":"x"}', '[]', '{"id":1,"call":"x","listen":"y"}'])(
    'hangs up on %s',
    async (text) => {
      const window = await openWindow(await started())
      window.socket.send(text)
      const [code] = (await once(window.socket, 'close')) as [number]
      expect(code).toBe(1008)
    },
  )

  it('hangs up on a message larger than any of ours', async () => {
    const window = await openWindow(await started())
    window.send({ id: 1, call: 'frame.dismissNotice', input: { code: 'x'.repeat(1_100_000) } })
    const [code] = (await once(window.socket, 'close')) as [number]
    expect(code).toBe(1009)
  })

  it('answers too many calls at once with words instead of piling them up', async () => {
    const waiting: (() => void)[] = []
    const shell = await started({
      account: {
        profiles: () => new Promise((resolve) => waiting.push(() => resolve([]))),
      },
    })
    const window = await openWindow(shell)
    for (let id = 0; id < 65; id++) window.send({ id, call: 'account.profiles' })
    expect(await window.next()).toMatchObject({
      id: 64,
      reply: { error: { code: 'call.too-many' } },
    })
    expect(waiting).toHaveLength(64)
    for (const release of waiting) release()
  })

  it('drops a window that does not read', async () => {
    let publish:
      ((event: { kind: 'snapshot'; items: ReturnType<typeof show>[] }) => void) | undefined
    const shell = await started({
      shows: {
        all: (to) => {
          publish = to
          return () => (publish = undefined)
        },
      },
    })
    const window = await openWindow(shell)
    window.socket.pause()
    window.send({ id: 1, listen: 'shows.all' })
    await expect.poll(() => publish).toBeDefined()
    const items = Array.from({ length: 4_000 }, (_, n) => show(`show-${n}`, 'x'.repeat(80)))
    const pump = () => publish?.({ kind: 'snapshot', items })
    await expect
      .poll(
        () => {
          pump()
          return publish
        },
        { interval: 20, timeout: 15_000 },
      )
      .toBeUndefined()
  })
})

it('says what to do when the port is taken', async () => {
  const { port } = await started()
  const second = startBrowserShell({ console: consoleWith(), port, rendererFolder, log: keptLog() })
  const error = await second.catch((thrown: unknown) => thrown as OperatorError)
  expect(error).toMatchObject({ wire: { code: 'shell.port-taken' } })
  expect(error).toMatchObject({
    message: expect.stringContaining(`Port ${port} is taken.`) as unknown,
  })
})

it('says what to do when the window is not built', async () => {
  const options = { console: consoleWith(), port: 0, rendererFolder: join(root, 'none') }
  await expect(startBrowserShell({ ...options, log: keptLog() })).rejects.toMatchObject({
    wire: { code: 'shell.not-built', todo: expect.stringContaining('npm run build') as unknown },
  })
})

it('hangs up on its windows when it closes', async () => {
  const shell = await started()
  const cookie = await cookieFor(shell)
  const socket = new WebSocket(`ws://127.0.0.1:${shell.port}/bridge`, {
    headers: { origin: `http://127.0.0.1:${shell.port}`, ...cookie },
  })
  await once(socket, 'open')
  const closed = once(socket, 'close')
  await shells.splice(0)[0]?.close()
  await closed
  await expect(ask(shell, '/')).rejects.toThrow('ECONNREFUSED')
})
