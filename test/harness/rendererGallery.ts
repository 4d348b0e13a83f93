import { createReadStream, existsSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { WebSocketServer, type WebSocket } from 'ws'
import { FakeBridge } from '../unit/renderer/fakeBridge.ts'
import { scenes, type SceneName } from '../unit/renderer/scenes.ts'

const POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; worker-src 'self' blob:; font-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.m3u8': 'application/vnd.apple.mpegurl',
  '.ts': 'video/mp2t',
}

export interface Gallery {
  readonly url: string
  show(scene: SceneName): void
  close(): Promise<void>
}

/**
 * Serves the built window from `root` under the shells' content policy, with a scripted core behind
 * it, so that every state can be looked at. `media` is a folder served as `/media/programme`.
 */
export async function openGallery(root: string, media: string | null): Promise<Gallery> {
  let scene: SceneName = 'first-run'
  const server = createServer((request, response) => serve(root, media, request, response))
  const sockets = new WebSocketServer({ server, path: '/bridge' })
  sockets.on('connection', (socket) => speak(socket, new FakeBridge(scenes[scene](Date.now()))))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    show: (name) => {
      scene = name
    },
    close: async () => {
      for (const socket of sockets.clients) socket.terminate()
      sockets.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function serve(
  root: string,
  media: string | null,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const path = normalize(new URL(request.url ?? '/', 'http://gallery').pathname)
  const inMedia = /^\/media\/[a-z]+\/(?:take-\d\/)?(.*)$/.exec(path)?.[1]
  const file =
    inMedia === undefined
      ? join(root, path === '/' ? 'index.html' : path)
      : media && join(media, inMedia)
  if (!file || !existsSync(file)) {
    response.writeHead(404).end()
    return
  }
  response.writeHead(200, {
    'content-type': types[extname(file)] ?? 'application/octet-stream',
    'content-security-policy': POLICY,
  })
  createReadStream(file).pipe(response)
}

interface Asked {
  readonly id: number
  readonly call?: string
  readonly input?: unknown
  readonly listen?: string
  readonly unlisten?: string
}

function speak(socket: WebSocket, bridge: FakeBridge): void {
  const stops = new Map<number, () => void>()
  const say = (frame: object) => socket.send(JSON.stringify(frame))
  socket.on('message', (text) => {
    const asked = JSON.parse(String(text)) as Asked
    const { id } = asked
    if (asked.call) void bridge.call(asked.call, asked.input).then((reply) => say({ id, reply }))
    if (asked.listen)
      stops.set(
        id,
        bridge.listen(asked.listen, (event) => say({ id, event })),
      )
    if (asked.unlisten) stops.get(id)?.()
  })
}
