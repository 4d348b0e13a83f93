import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { ClientRequest } from 'node:http'

/** Requests of this process to one endpoint that have no whole answer yet. */
export interface Traffic {
  inFlight(): number
  close(): void
}

interface FetchMessage {
  readonly request: { readonly origin: string | URL }
}

/**
 * Counts what is under way to `endpoint`, whoever asked: the SDK goes by `node:http`, others by
 * `fetch`. So a clock knows that somebody waits, whatever the program under test is made of.
 */
export function watchTraffic(endpoint: string): Traffic {
  const { origin, host } = new URL(endpoint)
  const underway = new Set<object>()
  const onHttp = (message: unknown) => {
    const { request } = message as { request: ClientRequest }
    if (request.getHeader('host') !== host) return
    underway.add(request)
    request.once('close', () => underway.delete(request))
  }
  const isOurs = ({ request }: FetchMessage) => String(request.origin) === origin
  const onFetch = (message: unknown) => {
    if (isOurs(message as FetchMessage)) underway.add((message as FetchMessage).request)
  }
  const onFetched = (message: unknown) => void underway.delete((message as FetchMessage).request)
  const listeners = {
    'http.client.request.start': onHttp,
    'undici:request:create': onFetch,
    'undici:request:trailers': onFetched,
    'undici:request:error': onFetched,
  }
  for (const [name, listener] of Object.entries(listeners)) subscribe(name, listener)
  return {
    inFlight: () => underway.size,
    close: () => {
      for (const [name, listener] of Object.entries(listeners)) unsubscribe(name, listener)
    },
  }
}
