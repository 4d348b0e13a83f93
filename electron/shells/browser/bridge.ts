import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { Log } from '../../core/ports'
import { MAX_INPUT_BYTES, type Gate } from '../contract/gate'
import type { Admission } from './admission'
import { BridgeConnection } from './bridgeConnection'
import { hasCookie, isOurHost, isOwnOrigin } from './doorman'

/** Windows open at once; each is a tab. */
const MAX_WINDOWS = 16
const GOING_AWAY = 1001

export interface Bridge {
  /** For the HTTP server's `upgrade`. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  close(): void
}

export interface BridgeParts {
  readonly gate: Gate
  readonly admission: Admission
  readonly port: () => number
  readonly log: Log
}

/** The WebSocket at `/bridge`: host, origin and cookie are checked before it is one. */
export function openBridge({ gate, admission, port, log }: BridgeParts): Bridge {
  const windows = new WebSocketServer({
    noServer: true,
    // Message and envelope; the gate holds the input itself to its own bound.
    maxPayload: MAX_INPUT_BYTES + 1_024,
    perMessageDeflate: false,
  })
  windows.on('connection', (socket) => new BridgeConnection(socket, gate, log))

  const refusalOf = ({ url, headers }: IncomingMessage): string | undefined => {
    if (url !== '/bridge') return '404 Not Found'
    if (!isOurHost(headers, port()) || !isOwnOrigin(headers, port())) return '403 Forbidden'
    if (!hasCookie(headers, port(), admission)) return '401 Unauthorized'
    return windows.clients.size >= MAX_WINDOWS ? '503 Service Unavailable' : undefined
  }

  return {
    upgrade(request, socket, head) {
      const refusal = refusalOf(request)
      if (refusal === undefined) {
        windows.handleUpgrade(request, socket, head, (window) =>
          windows.emit('connection', window, request),
        )
      } else {
        socket.on('error', (thrown) => log.warn('a refused window broke off', { thrown }))
        socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
      }
    },
    close() {
      for (const window of windows.clients) {
        window.close(GOING_AWAY, 'the console was closed')
        // A frozen tab never answers the farewell, and the server would wait for it.
        window.terminate()
      }
      windows.close()
    },
  }
}
