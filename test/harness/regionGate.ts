import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A way to the simulator on which some regions are closed to us, as by a policy of the organisation. */
export interface RegionGate {
  readonly endpoint: string
  /** Regions in which every call is denied, from now on. */
  deny(...regions: readonly string[]): void
  close(): Promise<void>
}

export async function openRegionGate(endpoint: string): Promise<RegionGate> {
  const denied = new Set<string>()
  const target = new URL(endpoint)
  const server = createServer((incoming, answer) => {
    const region = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(
      incoming.headers.authorization ?? '',
    )?.[1]
    if (region !== undefined && denied.has(region)) refuse(answer)
    else pass(incoming, answer, target)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    endpoint: `http://127.0.0.1:${port}`,
    deny: (...regions) => regions.forEach((region) => denied.add(region)),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function refuse(answer: ServerResponse): void {
  answer.writeHead(403, {
    'content-type': 'application/json',
    'x-amzn-errortype': 'AccessDeniedException',
    'x-amzn-requestid': 'request-denied-by-policy',
  })
  answer.end(JSON.stringify({ message: 'explicit deny in a service control policy' }))
}

function pass(incoming: IncomingMessage, answer: ServerResponse, { hostname, port }: URL): void {
  const { method, url, headers } = incoming
  const onward = ask({ hostname, port, method, path: url, headers }, (got) => {
    answer.writeHead(got.statusCode ?? 500, got.headers)
    got.pipe(answer)
  })
  onward.on('error', () => answer.destroy())
  incoming.pipe(onward)
}
