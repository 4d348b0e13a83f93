import type { IncomingHttpHeaders } from 'node:http'
import type { Admission } from './admission'

/** `127.0.0.1:PORT`: the only host this shell answers to. */
export const hostOf = (port: number): string => `127.0.0.1:${port}`

/** Cookies do not know ports: the name keeps two consoles on one machine apart. */
export const cookieName = (port: number): string => `tallylight-${port}`

export const cookieOf = (port: number, secret: string): string =>
  `${cookieName(port)}=${secret}; Path=/; HttpOnly; SameSite=Strict`

/**
 * A page of another site that got its name to point here still says its own name in Host. Any other
 * spelling of this machine is refused too: it would be another origin.
 */
export const isOurHost = (headers: IncomingHttpHeaders, port: number): boolean =>
  headers.host === hostOf(port)

/**
 * Cookies do not keep another program's page on this machine out, because a site is a host without
 * its port. What the browser says of the sender does.
 */
export function isOwnFetch(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site']
  return site === undefined || site === 'same-origin' || site === 'none'
}

/** A WebSocket is not bound to its origin by the browser: it has to be asked for. */
export const isOwnOrigin = (headers: IncomingHttpHeaders, port: number): boolean =>
  headers.origin === `http://${hostOf(port)}`

export function hasCookie(
  headers: IncomingHttpHeaders,
  port: number,
  admission: Admission,
): boolean {
  const wanted = `${cookieName(port)}=`
  const pairs = headers.cookie?.split(';').map((pair) => pair.trim()) ?? []
  const found = pairs.find((pair) => pair.startsWith(wanted))
  return admission.isVisitor(found?.slice(wanted.length))
}
