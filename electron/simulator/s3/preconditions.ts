import { headerNotImplemented, noSuchKey, preconditionFailed } from './fault'

export interface Version {
  readonly etag: string
  /** Epoch ms. */
  readonly modifiedAt: number
}

type Headers = Readonly<Record<string, string | undefined>>

/**
 * Conditional writes (S3 user guide, "Conditional requests"): both answer before anything changes.
 * If-None-Match takes `*` only (S3 API reference, PutObject).
 */
export function checkWrite(headers: Headers, current: Version | undefined, key: string): void {
  const none = headers['if-none-match']
  const match = headers['if-match']
  if (none !== undefined && none.trim() !== '*') throw headerNotImplemented('If-None-Match', none)
  if (none !== undefined && current) throw preconditionFailed('If-None-Match')
  if (match === undefined) return
  if (!current) throw noSuchKey(key)
  if (!matches(match, current)) throw preconditionFailed('If-Match')
}

/** `If-Match` of a delete: what is not there matches nothing (S3 API reference, DeleteObject). */
export function checkDelete(match: string | undefined, current: Version | undefined): void {
  if (match === undefined) return
  if (!current || !matches(match, current)) throw preconditionFailed('If-Match')
}

/** Conditional reads in RFC 9110's order. 'unchanged' is answered by 304 without a body. */
export function checkRead(headers: Headers, current: Version): 'send' | 'unchanged' {
  const match = headers['if-match']
  if (match !== undefined) {
    if (!matches(match, current)) throw preconditionFailed('If-Match')
  } else if (changedSince(headers['if-unmodified-since'], current) === true) {
    throw preconditionFailed('If-Unmodified-Since')
  }
  const none = headers['if-none-match']
  if (none !== undefined) return matches(none, current) ? 'unchanged' : 'send'
  return changedSince(headers['if-modified-since'], current) === false ? 'unchanged' : 'send'
}

function matches(header: string, { etag }: Version): boolean {
  if (header.trim() === '*') return true
  return header.split(',').some((candidate) => unquoted(candidate.trim()) === unquoted(etag))
}

const unquoted = (etag: string) => etag.replace(/^W\//, '').replaceAll('"', '')

/** HTTP dates have whole seconds. */
function changedSince(header: string | undefined, { modifiedAt }: Version): boolean | undefined {
  const since = header === undefined ? Number.NaN : Date.parse(header)
  return Number.isNaN(since) ? undefined : Math.floor(modifiedAt / 1000) * 1000 > since
}
