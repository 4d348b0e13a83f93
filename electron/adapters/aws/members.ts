/** A member of something of unknown make. */
export const memberOf = (of: unknown, name: string): unknown =>
  typeof of === 'object' && of !== null ? Reflect.get(of, name) : undefined

interface Metadata {
  readonly status: number | null
  readonly requestId: string | null
}

/** HTTP status and request id of an answer or of an SDK error; nulls where AWS never answered. */
export function metadataOf(of: unknown): Metadata {
  const metadata = memberOf(of, '$metadata')
  const status = memberOf(metadata, 'httpStatusCode')
  const requestId = memberOf(metadata, 'requestId')
  return {
    status: typeof status === 'number' ? status : null,
    requestId: typeof requestId === 'string' ? requestId : null,
  }
}

/** The SDK types every member of an answer as optional; AWS always sends these. */
export function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('AWS left out a member that it always sends')
  return value
}
