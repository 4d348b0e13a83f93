import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { operatorError, type OperatorError } from '../../../src/shared/errors'
import type { Console } from '../../app/console'
import type { Log } from '../../core/ports'
import { createGate } from '../contract/gate'
import { listRendererFiles } from '../origin/rendererFiles'
import { Admission } from './admission'
import { openBridge } from './bridge'
import { hostOf } from './doorman'
import { pageServer } from './pageServer'

const HOST = '127.0.0.1'
const MAX_CONNECTIONS = 256

export interface BrowserShellOptions {
  readonly console: Console
  /** 0: any free one. */
  readonly port: number
  /** Where the built renderer lies. */
  readonly rendererFolder: string
  readonly log: Log
}

export interface BrowserShell {
  /** Lets one browser in, once. */
  readonly url: string
  readonly port: number
  /** Resolves when the first browser was let in. */
  readonly admitted: Promise<void>
  /** For another such address: `http://127.0.0.1:PORT/?token=…`. */
  newToken(): string
  /** Ends every window's connection. The console goes on. */
  close(): Promise<void>
}

/** Serves the console's window to this machine's browsers. Rejects in words where the port is taken. */
export async function startBrowserShell(options: BrowserShellOptions): Promise<BrowserShell> {
  const { console, log } = options
  const files = await listRendererFiles(options.rendererFolder)
  const admission = new Admission()
  const gate = createGate({ handlers: console.handlers, log })
  let port = options.port
  const bridge = openBridge({ gate, admission, port: () => port, log })
  const { promise: admitted, resolve: onAdmitted } = Promise.withResolvers<void>()
  const pages = pageServer({ console, files, admission, port: () => port, log, onAdmitted })
  const server = createServer(pages)
  server.maxConnections = MAX_CONNECTIONS
  server.on('upgrade', bridge.upgrade)
  port = await listening(server, options.port)

  return {
    url: `http://${hostOf(port)}/?token=${admission.newToken()}`,
    port,
    admitted,
    newToken: () => admission.newToken(),
    close: () =>
      new Promise((resolve, reject) => {
        bridge.close()
        server.close((error) => (error ? reject(error) : resolve()))
        server.closeAllConnections()
      }),
  }
}

function listening(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (thrown: NodeJS.ErrnoException) => reject(portRefused(port, thrown)))
    server.listen(port, HOST, () => resolve((server.address() as AddressInfo).port))
  })
}

function portRefused(port: number, cause: NodeJS.ErrnoException): OperatorError {
  const taken = cause.code === 'EADDRINUSE'
  return operatorError(
    {
      code: taken ? 'shell.port-taken' : 'shell.port-refused',
      what: taken ? `Port ${port} is taken.` : `Port ${port} cannot be used.`,
      why: taken
        ? 'Another program on this machine listens there, perhaps a console that is already open.'
        : `This machine does not allow it (${cause.code ?? cause.message}).`,
      todo: 'Use the console that is open, choose another port with --port, or let the machine choose with --port 0.',
      fate: 'undo',
    },
    { cause },
  )
}
