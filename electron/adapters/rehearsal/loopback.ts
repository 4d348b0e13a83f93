/**
 * The endpoint of a rehearsal, without its trailing slash. Throws unless it is on this very machine:
 * in rehearsal no byte leaves it.
 */
export function loopbackEndpoint(endpoint: string): string {
  const { hostname, protocol, origin } = new URL(endpoint)
  if (protocol === 'http:' && isLoopback(hostname)) return origin
  throw new Error('A rehearsal talks to this machine only; its endpoint has to be http://127.0.0.1')
}

/** `localhost` is left out on purpose: it is a name, and names can be made to lead anywhere. */
const isLoopback = (hostname: string) =>
  /^127(?:\.\d{1,3}){3}$/.test(hostname) || hostname === '[::1]'
