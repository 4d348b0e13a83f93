import type { IncomingHttpHeaders } from 'node:http'
import { AwsFault } from './aws'
import type { SimulatorClock } from './clock'

const minute = 60_000
/** Signature Version 4: requests reach AWS within five minutes of their time stamp; S3 allows fifteen. */
const usualLeewayMs = 5 * minute
const s3LeewayMs = 15 * minute

/** A clock that nobody moved is within this of the machine's. */
const inStepMs = 1_000

/**
 * Whether a wrong clock of the client is to be noticed: always or never, where that was said. Else as
 * long as this clock is the machine's own; once it was moved, every client of this machine is off.
 */
export function checksClock(clock: SimulatorClock, told: boolean | undefined): boolean {
  return told ?? (clock.kind === 'real' && Math.abs(clock.now() - Date.now()) < inStepMs)
}

/** What AWS says to a request signed at another time than now; undefined: nothing, or it has no time. */
export function clockSkew(
  { headers }: { readonly headers: IncomingHttpHeaders },
  scope: string,
  now: number,
): AwsFault | undefined {
  const stamp = headers['x-amz-date']
  const signedAt = typeof stamp === 'string' ? timeOf(stamp) : undefined
  if (signedAt === undefined) return undefined
  const isS3 = scope === 's3'
  const leewayMs = isS3 ? s3LeewayMs : usualLeewayMs
  if (Math.abs(signedAt - now) <= leewayMs) return undefined
  if (isS3) return tooSkewed()
  const late = signedAt < now
  const limit = late ? now - leewayMs : now + leewayMs
  const what = late ? 'Signature expired' : 'Signature not yet current'
  const how = late ? 'is now earlier than' : 'is still later than'
  const sum = `(${stampOf(now)} ${late ? '-' : '+'} ${leewayMs / minute} min.)`
  const message = `${what}: ${stampOf(signedAt)} ${how} ${stampOf(limit)} ${sum}`
  return new AwsFault(403, codeOf(scope), message)
}

const tooSkewed = () =>
  new AwsFault(
    403,
    'RequestTimeTooSkewed',
    'The difference between the request time and the current time is too large.',
  )

/** The query protocol has another name for it. */
const codeOf = (scope: string) =>
  scope === 'sts' ? 'SignatureDoesNotMatch' : 'InvalidSignatureException'

/** `20260101T120000Z`. */
function timeOf(stamp: string): number | undefined {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(stamp) ?? []
  const [year, month, ...rest] = parts.map(Number)
  return year === undefined || month === undefined ? undefined : Date.UTC(year, month - 1, ...rest)
}

const stampOf = (timeMs: number) => new Date(timeMs).toISOString().replace(/[-:]|\.\d+/g, '')
