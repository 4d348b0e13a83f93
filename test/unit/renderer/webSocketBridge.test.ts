import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { WebSocketServer, type WebSocket as ServerSocket } from 'ws'
import { WebSocketBridge } from '../../../src/renderer/bridge/webSocketBridge'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

async function serverOn(port = 0) {
  const server = new WebSocketServer({ host: '127.0.0.1', port })
  await once(server, 'listening')
  const close = () => {
    for (const socket of server.clients) socket.terminate()
    return new Promise((resolve) => server.close(resolve))
  }
  closing.push(close)
  return { server, close, port: (server.address() as AddressInfo).port }
}

type Server = Awaited<ReturnType<typeof serverOn>>['server']

const nextSocket = async (server: Server): Promise<ServerSocket> => {
  const [socket] = await once(server, 'connection')
  return socket as ServerSocket
}
const nextFrame = async (socket: ServerSocket): Promise<unknown> => {
  const [data] = await once(socket, 'message')
  return JSON.parse(String(data))
}

/** Reconnecting waits until the test says so. */
function bridgeTo(port: number) {
  const pauses: number[] = []
  let waiting: (() => void) | undefined
  const changes: boolean[] = []
  let told: () => void = () => {}
  const bridge = new WebSocketBridge({
    connect: () => new WebSocket(`ws://127.0.0.1:${port}/bridge`),
    later: (run, afterMs) => {
      pauses.push(afterMs)
      waiting = run
    },
    onConnection: (connected) => {
      changes.push(connected)
      told()
    },
  })
  closing.push(() => bridge.close())
  const until = async (connected: boolean) => {
    while (changes.at(-1) !== connected)
      await new Promise<void>((resolve) => {
        told = resolve
      })
  }
  return { bridge, pauses, changes, until, reconnect: () => waiting?.() }
}

test('asks and is answered, each by its own id', async () => {
  const { server, port } = await serverOn()
  const { bridge } = bridgeTo(port)
  const socket = await nextSocket(server)
  const asked: { id: number; call: string; input: unknown }[] = []
  const both = new Promise<void>((resolve) => {
    socket.on('message', (data) => {
      asked.push(JSON.parse(String(data)))
      if (asked.length === 2) resolve()
    })
  })
  const first = bridge.call('shows.remove', { showId: 'a' })
  const second = bridge.call('shows.remove', { showId: 'b' })
  await both
  expect(asked[0]).toMatchObject({ call: 'shows.remove', input: { showId: 'a' } })
  for (const { id, input } of asked.toReversed())
    socket.send(JSON.stringify({ id, reply: { ok: true, value: input } }))
  expect(await second).toEqual({ ok: true, value: { showId: 'b' } })
  expect(await first).toEqual({ ok: true, value: { showId: 'a' } })
})

test('listens again after the connection came back, and says both', async () => {
  const first = await serverOn()
  const { bridge, changes, until, reconnect, pauses } = bridgeTo(first.port)
  const events: unknown[] = []
  const socketComing = nextSocket(first.server)
  bridge.listen('sessions.all', (event) => events.push(event))
  const socket = await socketComing
  expect(await nextFrame(socket)).toEqual({ id: 1, listen: 'sessions.all' })
  await first.close()
  await until(false)
  expect(pauses).toEqual([250])

  const second = await serverOn(first.port)
  const again = nextSocket(second.server)
  reconnect()
  const socketAgain = await again
  expect(await nextFrame(socketAgain)).toEqual({ id: 1, listen: 'sessions.all' })
  socketAgain.send(JSON.stringify({ id: 1, event: 'snapshot' }))
  await until(true)
  expect(changes).toEqual([true, false, true])
  await expect.poll(() => events).toEqual(['snapshot'])
})

test('refuses a command while disconnected instead of keeping it for later', async () => {
  const { port, close } = await serverOn()
  const { bridge, until } = bridgeTo(port)
  await until(true)
  await close()
  await until(false)
  expect(await bridge.call('sessions.goLive', {})).toMatchObject({
    ok: false,
    error: { code: 'bridge.disconnected' },
  })
})

test('says that an answer was lost when the connection breaks in between', async () => {
  const { server, port, close } = await serverOn()
  const { bridge, until } = bridgeTo(port)
  const socket = await nextSocket(server)
  await until(true)
  const answer = bridge.call('sessions.stop', {})
  await nextFrame(socket)
  await close()
  expect(await answer).toMatchObject({ ok: false, error: { code: 'bridge.answer-lost' } })
})

test('waits longer after each failure, five seconds at most', async () => {
  const { port, close } = await serverOn()
  const { pauses, until, reconnect } = bridgeTo(port)
  await until(true)
  await close()
  await until(false)
  for (let tries = 2; tries <= 7; tries += 1) {
    reconnect()
    await expect.poll(() => pauses.length).toBe(tries)
  }
  expect(pauses).toEqual([250, 500, 1_000, 2_000, 4_000, 5_000, 5_000])
})

test('hears nothing more once it stopped listening', async () => {
  const { server, port } = await serverOn()
  const { bridge, until } = bridgeTo(port)
  const socket = await nextSocket(server)
  await until(true)
  const heard: unknown[] = []
  const frames = nextFrame(socket)
  const stop = bridge.listen('frame.status', (event) => heard.push(event))
  expect(await frames).toMatchObject({ listen: 'frame.status' })
  const unlisten = nextFrame(socket)
  stop()
  expect(await unlisten).toMatchObject({ unlisten: 'frame.status' })
  socket.send(JSON.stringify({ id: 1, event: 'late' }))
  const answer = bridge.call('frame.abilities', undefined)
  const { id } = (await nextFrame(socket)) as { id: number }
  socket.send(JSON.stringify({ id, reply: { ok: true, value: null } }))
  await answer
  expect(heard).toEqual([])
})
