import { isIPv4 } from 'node:net'
import type { PublicAddress } from '../../core/ports'
import { operatorError } from '../../../src/shared/errors'
import { sentences } from '../../../src/shared/sentences'

/** AWS's own: it answers with the caller's address and nothing else. */
export const checkIpUrl = 'https://checkip.amazonaws.com'

const timeoutMs = 10_000
/** An address has 15 characters at most; anything longer is somebody's log-in page. */
const longestAnswer = 64

/** Asks `url` which IPv4 address we come from. In rehearsal the endpoint's `/checkip` tells. */
export const openPublicAddress = (url: string | (() => string)): PublicAddress => ({
  async ask() {
    const text = (await fetchText(typeof url === 'string' ? url : url())).trim()
    if (!isIPv4(text)) throw unknown('The answer was not an IPv4 address.')
    return text
  },
})

async function fetchText(url: string): Promise<string> {
  try {
    const signal = AbortSignal.timeout(timeoutMs)
    const answer = await fetch(url, { signal, redirect: 'error' })
    if (!answer.ok) throw unknown(`The answer was HTTP ${answer.status}.`)
    return (await answer.text()).slice(0, longestAnswer)
  } catch (cause) {
    throw unknown('There was no answer; the network may be down.', cause)
  }
}

/** Keeps the first sentence where one was thrown already. */
const unknown = (why: string, cause?: unknown) =>
  cause instanceof Error && cause.name === 'OperatorError'
    ? cause
    : operatorError(sentences.publicAddressUnknown(why), { cause })
