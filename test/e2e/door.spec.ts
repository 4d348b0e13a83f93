import { once } from 'node:events'
import { request } from 'node:http'
import { expect } from '@playwright/test'
import { WebSocket } from 'ws'
import { test } from './stage/fixtures'

/** Who is let in: one browser an address, at the console's own host and from its own pages. */

interface Asked {
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
}

interface Answered {
  readonly status: number
  readonly cookie: string
  readonly text: string
}

/** Past `fetch`, which does not let a caller choose its Host. */
async function ask({ port }: URL, { path = '/', headers = {} }: Asked): Promise<Answered> {
  const { promise, resolve, reject } = Promise.withResolvers<Answered>()
  const asking = request({ host: '127.0.0.1', port, path, headers }, (answer) => {
    const parts: Buffer[] = []
    answer.on('data', (part: Buffer) => parts.push(part))
    answer.on('end', () =>
      resolve({
        status: answer.statusCode ?? 0,
        cookie: answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '',
        text: Buffer.concat(parts).toString(),
      }),
    )
  })
  asking.on('error', reject)
  asking.end()
  return promise
}

/** `open`, or the status with which it was refused. */
async function knock({ host }: URL, headers: Readonly<Record<string, string>>) {
  const socket = new WebSocket(`ws://${host}/bridge`, { headers: { ...headers } })
  socket.on('error', () => {})
  const refused = once(socket, 'unexpected-response').then(([, { statusCode }]) => statusCode)
  const outcome = await Promise.race([once(socket, 'open').then(() => 'open'), refused])
  socket.terminate()
  return outcome as string | number
}

test('lets one browser in by its address, once', async ({ served }) => {
  const address = await served.start()
  expect((await ask(address, {})).status).toBe(401)
  expect((await ask(address, { path: '/?token=guessed' })).status).toBe(401)

  const path = address.pathname + address.search
  const { status, cookie } = await ask(address, { path })
  expect(status).toBe(303)
  expect((await ask(address, { path })).status).toBe(401)
  const page = await ask(address, { headers: { cookie } })
  expect(page.status).toBe(200)
  expect(page.text).toContain('<div id=')
  expect(await served.stop()).toBe(0)
})

test('answers at its own host only, and to its own pages only', async ({ served }) => {
  const address = await served.start()
  const path = address.pathname + address.search
  const foreign = { host: `console.example:${address.port}` }
  expect((await ask(address, { path, headers: foreign })).status).toBe(403)
  const localhost = { host: `localhost:${address.port}` }
  expect((await ask(address, { path, headers: localhost })).status).toBe(403)

  // Neither has used the address up.
  const { cookie } = await ask(address, { path })
  const { origin } = address
  expect(await knock(address, { cookie, origin })).toBe('open')
  expect(await knock(address, { cookie, origin: 'http://console.example' })).toBe(403)
  expect(await knock(address, { cookie, origin: `http://127.0.0.1:1` })).toBe(403)
  expect(await knock(address, { cookie })).toBe(403)
  expect(await knock(address, { origin })).toBe(401)
  expect(await knock(address, { origin, cookie, host: foreign.host })).toBe(403)
  const media = { cookie, 'sec-fetch-site': 'cross-site' }
  expect((await ask(address, { path: '/media/any', headers: media })).status).toBe(403)
})
