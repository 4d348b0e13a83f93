/** Where a stream goes, without its name. */
export interface PublishTarget {
  readonly isSecure: boolean
  readonly host: string
  readonly port: number
  readonly app: string
  /** The address as the peer wants to hear it in `connect`. */
  readonly tcUrl: string
}

const SCHEMES: Readonly<Record<string, { isSecure: boolean; port: number }>> = {
  'rtmp:': { isSecure: false, port: 1935 },
  'rtmps:': { isSecure: true, port: 443 },
}

/**
 * Reads `rtmp(s)://host[:port]/app`. Throws a sentence that does not repeat the address: people
 * paste keys into it.
 */
export function parsePublishUrl(address: string): PublishTarget {
  const url = URL.parse(address)
  const scheme = url ? SCHEMES[url.protocol] : undefined
  if (!url || !scheme || !url.hostname) {
    throw new Error('The address must look like rtmp://host/app or rtmps://host/app.')
  }
  const app = url.pathname.replace(/^\/+|\/+$/g, '') + url.search
  const port = url.port === '' ? scheme.port : Number(url.port)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const tcUrl = `${url.protocol}//${url.host}/${app}`
  return { isSecure: scheme.isSecure, host, port, app, tcUrl }
}
