import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import type { PublishRequest } from './incomingStream'
import { DEFAULT_LIMITS } from './limits'
import type { RtmpLimits } from './limits'
import { PublishSession } from './session'
import type { PublishVerdict } from './session'

export type { IncomingStream, PublishRequest } from './incomingStream'
export type { PublishVerdict } from './session'

export interface RtmpServerOptions {
  /** Default 127.0.0.1. */
  readonly host?: string
  /** Default 0: any free port. */
  readonly port?: number
  /** Decides about each publisher; a second one for the same stream is the caller's to refuse. */
  readonly accept: (request: PublishRequest) => PublishVerdict | Promise<PublishVerdict>
  readonly limits?: Partial<RtmpLimits>
  readonly now?: () => number
  /** With a certificate the server speaks RTMPS. */
  readonly tls?: { readonly key: string | Buffer; readonly cert: string | Buffer }
  /** Told why a connection was dropped, and of errors in `accept` and in listeners. */
  readonly onFault?: (error: Error) => void
}

export interface RtmpServer {
  /** `rtmp://127.0.0.1:1935`, without an app. */
  readonly url: string
  readonly port: number
  /** Connections that are open now, publishing or not. */
  sessions(): number
  /** Ends every stream and stops listening. */
  close(): Promise<void>
}

/** Starts a server that takes streams in; rejects with code EADDRINUSE when the port is taken. */
export async function startRtmpServer(options: RtmpServerOptions): Promise<RtmpServer> {
  const { host = '127.0.0.1', port = 0, tls } = options
  const gate = new Gate(options)
  const server = tls
    ? createTlsServer({ ...tls, handshakeTimeout: gate.limits.handshakeTimeoutMs }, (socket) =>
        gate.admit(socket),
      )
    : createServer((socket) => gate.admit(socket))
  // A TLS greeting that fails never becomes a session.
  server.on('tlsClientError', (error: Error) => options.onFault?.(error))
  // Sockets count from their first byte, so that unfinished TLS greetings are bounded too.
  server.maxConnections = gate.limits.maxConnections
  server.on('connection', (socket) => gate.watch(socket))
  const address = await listen(server, host, port)
  server.on('error', (error) => options.onFault?.(error))
  return {
    url: `${tls ? 'rtmps' : 'rtmp'}://${inUrl(host)}:${address.port}`,
    port: address.port,
    sessions: () => gate.sessions.size,
    close: () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      gate.clear()
      return closed
    },
  }
}

/** Makes a session of each connection and keeps count. */
class Gate {
  readonly sessions = new Set<PublishSession>()
  private readonly sockets = new Set<Socket>()
  readonly limits: RtmpLimits

  constructor(private readonly options: RtmpServerOptions) {
    this.limits = { ...DEFAULT_LIMITS, ...options.limits }
  }

  admit(socket: Socket): void {
    const session: PublishSession = new PublishSession({
      socket,
      limits: this.limits,
      now: this.options.now ?? Date.now,
      accept: this.options.accept,
      onClosed: () => this.sessions.delete(session),
      onFault: (error) => this.options.onFault?.(error),
    })
    this.sessions.add(session)
  }

  /** Under TLS a socket exists before its session does, and may never get one. */
  watch(socket: Socket): void {
    this.sockets.add(socket)
    socket.once('close', () => this.sockets.delete(socket))
  }

  clear(): void {
    for (const session of this.sessions) session.close('the server is closing')
    const drop = () => this.sockets.forEach((socket) => socket.destroy())
    setTimeout(drop, this.limits.lingerMs).unref()
  }
}

function listen(server: Server, host: string, port: number): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(inWords(error, host, port)))
    server.listen(port, host, () => {
      server.removeAllListeners('error')
      const address = server.address()
      if (address && typeof address === 'object') resolve(address)
      else reject(new Error('The RTMP server has no address.'))
    })
  })
}

function inWords(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const message =
    error.code === 'EADDRINUSE'
      ? `Port ${port} on ${host} is taken by another program.`
      : `The RTMP server cannot listen on ${host}, port ${port}: ${error.message}.`
  return Object.assign(new Error(message, { cause: error }), { code: error.code })
}

function inUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}
